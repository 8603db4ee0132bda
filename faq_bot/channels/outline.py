"""A reply as every channel shows it: what comes first, under which heading, and what can be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from faq_bot.channels import words
from faq_bot.conversation.reply import (
    AnswerShown,
    CandidateShown,
    ContactShown,
    FactShown,
    PersonalShown,
    Reply,
)
from faq_bot.rules.phrases import shown, yen

MOST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its label, and the request it makes."""

    label: str
    request: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """One fact asked for: how (`choice`, `boolean`, `date`, `number`), with which words, and its choices."""

    fact: str
    type: str
    text: str
    choices: tuple[Choice, ...]

    @property
    def unknown(self) -> Choice:
        """The choice not to know."""
        return told(self.fact, None, words.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reply asks back: the words before it, the question, and for a `scheme` its conditions."""

    lead: str
    text: str
    scheme: str | None
    conditions: tuple[str, ...]
    questions: tuple[Question, ...]

    @property
    def heading(self) -> str:
        """The question in one line."""
        return f"{self.scheme}の条件" if self.scheme else self.text


@dataclass(frozen=True, slots=True)
class Outline:
    """A reply in the order in which it is read.

    `said` are the knowledge base's own words, `near` other questions (to be chosen from if `choosing`),
    `contact` who knows more unless the next steps name them.
    """

    reply: Reply
    heading: str
    said: str
    asked: Asked | None
    personal: PersonalShown | None
    answer: AnswerShown | None
    also: tuple[AnswerShown, ...]
    facts: tuple[FactShown, ...]
    decided: tuple[tuple[str, tuple[str, ...]], ...]
    more: Question | None
    near: tuple[CandidateShown, ...]
    choosing: bool
    contact: ContactShown | None

    @property
    def reasons_first(self) -> bool:
        """Whether the asker asked why: the reasons then come before the amounts."""
        return self.personal is not None and self.reply.kind == "why"

    @property
    def personal_heading(self) -> str:
        """The heading of the answer about the asker."""
        return words.PAYS_YEARS if self.personal and self.personal.rows else words.PAYS_ELSE

    @property
    def near_heading(self) -> str:
        """The heading of the other questions."""
        if self.choosing:
            return words.NEAR
        return words.PERHAPS if self.reply.outcome == "no_answer" else words.OTHERS

    @property
    def more_heading(self) -> str:
        """The heading of the fact that would tell more."""
        return words.MORE_OWN if self.personal else words.MORE

    @property
    def reference(self) -> str:
        """Which entry and which knowledge this is, and the day it holds for."""
        named = [f"{words.ENTRY} {self.answer.id}"] if self.answer else []
        if self.personal:
            named.append(f"{day(self.personal.basis.as_of)}の時点")
        return "、".join([*named, f"{words.KNOWLEDGE} {self.reply.knowledge_version}"])

    @property
    def offers(self) -> tuple[Choice, ...]:
        """What may be chosen by its number, where nothing can be pressed."""
        if self.asked is not None:
            return self.asked.questions[0].choices if len(self.asked.questions) == 1 else ()
        if not self.choosing:
            return ()
        chosen = [Choice(one.question, {"select": {"entry": one.id}}) for one in self.near]
        return (*chosen, Choice(words.NONE, {"select": {"none": True}}))


def outline_of(reply: Reply) -> Outline:
    """Return the outline of a reply."""
    asked, personal = _asked(reply), reply.personal
    answer = reply.answer if reply.states_answer else None
    choosing = reply.outcome == "choose" and asked is None and personal is None
    why = reply.kind == "why" and personal is not None
    return Outline(
        reply=reply,
        heading=_heading(reply, asked, choosing),
        said="" if why else reply.said,
        asked=asked,
        personal=personal,
        answer=answer,
        also=tuple(reply.also),
        facts=tuple(reply.facts),
        decided=() if personal or asked else _decided(reply),
        more=_question(reply.needs[0]) if asked is None and reply.needs else None,
        near=tuple(reply.candidates if choosing else _others(reply, answer)),
        choosing=choosing,
        contact=_contact(reply, asked, personal),
    )


def told(fact: str, value: Any, label: str) -> Choice:
    """Return the choice that tells a fact."""
    return Choice(label, {"select": {"fact": fact, "value": value}})


def day(iso: str) -> str:
    """Return a day as it is read: 2025年4月14日."""
    return shown(date.fromisoformat(iso))


def amount(number: int | None) -> str:
    """Return an amount in words, 「未定」 where it is not known."""
    return words.UNDECIDED if number is None else yen(number)


def cited(text: str, refs: Sequence[str]) -> str:
    """Return a sentence with the passages that say so."""
    return f"{text}（{'、'.join(refs)}）" if refs else text


def reached(who: ContactShown) -> str:
    """Return who knows more, in one line."""
    return f"{who.name}{reached_by(who)}"


def reached_by(who: ContactShown) -> str:
    """Return what comes after the name of who knows more: telephone and hours."""
    telephone = f"電話 {who.telephone}" if who.telephone else None
    hours = f"受付 {who.hours}" if who.hours else None
    return "".join(f"、{part}" for part in (telephone, hours) if part)


def _heading(reply: Reply, asked: Asked | None, choosing: bool) -> str:
    if reply.states_answer and reply.answer is not None:
        return reply.answer.question
    if asked is not None and not reply.said:
        return asked.heading
    if reply.personal is not None:
        return words.PAYS_YEARS if reply.personal.rows else words.PAYS_ELSE
    return words.CONFIRM if choosing else words.ANSWER


def _asked(reply: Reply) -> Asked | None:
    if reply.asked is None:
        return None
    questions = tuple(_question(need) for need in reply.needs if need["fact"] in reply.asks)
    asked = reply.asked
    return Asked(asked.lead, asked.text, asked.scheme, tuple(asked.conditions), questions)


def _question(need: Mapping[str, Any]) -> Question:
    choices = (told(need["fact"], one["value"], one["label"]) for one in need["choices"])
    return Question(need["fact"], need["type"], need["question"], tuple(choices))


def _decided(reply: Reply) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not reply.eligibility.get("license_years"):
        return ()
    return tuple((line["text"], tuple(line["refs"])) for line in reply.eligibility.get("explanation", ()))


def _others(reply: Reply, answer: AnswerShown | None) -> list[CandidateShown]:
    stated = answer.id if answer else None
    return [one for one in reply.candidates if one.id != stated][:MOST_OTHERS]


def _contact(reply: Reply, asked: Asked | None, personal: PersonalShown | None) -> ContactShown | None:
    steps = personal.next_steps if personal else []
    named = any(step.contact == reply.contact for step in steps)
    return None if asked or named else reply.contact
