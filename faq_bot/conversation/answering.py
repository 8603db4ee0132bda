"""From a request to a reply: every step of a turn in one place."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from faq_bot.conversation.asking import Asking, Question
from faq_bot.conversation.deciding import Deciding
from faq_bot.conversation.finding import Finding, Found
from faq_bot.conversation.personal import Personal, beside_the_fee
from faq_bot.conversation.presentation import Presenter, contact_shown
from faq_bot.conversation.reply import PersonalShown, Reply
from faq_bot.conversation.request import AskRequest
from faq_bot.conversation.saying import Saying, Words
from faq_bot.conversation.steering import Steering
from faq_bot.conversation.talk import Near, Subject, Talk, said
from faq_bot.conversation.tokens import Tokens
from faq_bot.conversation.turn import Turn
from faq_bot.loading.knowledge import Knowledge
from faq_bot.matching.entry_matcher import Candidate
from faq_bot.rules.phrases import shown
from faq_bot.text.masking import Masking
from faq_bot.text.stated.reader import FactReader
from faq_bot.text.stated.statement import Statement

_FEE = ("licence", "free_pass")
_SILENT = Statement()
_BARE = 15  # characters of a message that may be nothing but a day


class Answering:
    """Answers requests. Holds no state between them; safe to share between threads."""

    def __init__(
        self,
        knowledge: Knowledge,
        finding: Finding,
        deciding: Deciding,
        reader: FactReader,
        presenter: Presenter,
        tokens: Tokens,
        masking: Masking,
    ):
        self._knowledge = knowledge
        self._wording = knowledge.wording
        self._finding = finding
        self._deciding = deciding
        self._reader = reader
        self._presenter = presenter
        self._tokens = tokens
        self._masking = masking
        self._steering = Steering(knowledge.talk_words, knowledge.fact_words)
        self._asking = Asking(knowledge.wording, knowledge.facts)
        self._personal = Personal(knowledge)
        self._beside = beside_the_fee(knowledge)
        self._saying = Saying(knowledge, self._steering, self._beside)

    def reply(self, request: AskRequest, today: date, fresh: str = "", name: str | None = None) -> Reply:
        """Return the reply to a request; without a day of its own it is asked today.

        `fresh` is the id of the conversation, should it begin here; `name` that of the reply, else the same for
        the same request.
        """
        asked_on = self._deciding.day(request, today)
        request, warning = self._impersonal(request)
        talk, notice = self._remembered(request)
        talk = talk if talk.id or not fresh else replace(talk, id=fresh)
        statement = self._statement(request, asked_on, talk)
        turn = self._turn(request, talk, statement, asked_on)
        needs, question = self._open(turn)
        personal = None if question is not None or turn.aside else self._answer(turn, needs)
        words = self._saying.words(turn, question, personal, f"{warning}{notice}")
        asked = question.facts if question is not None else ()
        again = turn.kind in ("why", "basis")  # the question stays as it is, it is not put once more
        tries = self._asking.tried(None if again else question, turn.talk)
        kept = replace(turn.talk, asked=asked, tries=tries)
        name = name or _identifier(request, asked_on, self._knowledge.version)
        return self._dressed(name, turn, needs, personal, words, kept)

    def _impersonal(self, request: AskRequest) -> tuple[AskRequest, str]:
        """Return the request without the personal data in its question, and a warning if there was any."""
        question = request.question
        if question is None or not self._masking.finds_in(question):
            return request, ""
        asked = self._masking.without(question)
        return request.model_copy(update={"question": asked}), f"{self._wording.personal_data}\n\n"

    def _remembered(self, request: AskRequest) -> tuple[Talk, str]:
        if self._restarts(request):
            return Talk(), ""
        if request.conversation is None:
            return Talk(), ""
        talk = self._tokens.read(request.conversation)
        if isinstance(talk, Talk):
            return talk, ""
        return Talk(), f"{getattr(self._wording, talk)}\n\n"

    def _restarts(self, request: AskRequest) -> bool:
        if request.select is not None:
            return bool(request.select.restart)
        return request.conversation is not None and self._steering.restarts(request.question or "")

    def _statement(self, request: AskRequest, asked_on: date, talk: Talk) -> Statement:
        if request.question is None:
            return _SILENT
        if request.conversation is None:
            return self._reader.read(request.question, asked_on, first=True)
        statement = self._reader.read(request.question, asked_on, talk.asked_for())
        told = talk.day_told(asked_on)
        bare = not statement.facts and not statement.blurred and not statement.declines
        if told is None or not bare or not (statement.corrects or len(request.question) <= _BARE):
            return statement
        return self._reader.read(request.question, asked_on, told)  # 「やっぱり6月10日です」

    def _turn(self, request: AskRequest, talk: Talk, statement: Statement, asked_on: date) -> Turn:
        talk = self._agreed(statement, talk, request, asked_on)
        talk = self._deciding.told(talk, request, statement)
        if statement.value("status") == "new":
            talk = talk.with_direction("start_date", self._steering.direction(request.question or ""))
        as_of = statement.as_of() or asked_on
        known = self._deciding.known(talk, request, statement, as_of)
        case = self._deciding.case(known.values)
        told = bool(statement.facts or statement.blurred or statement.declines or statement.agrees_to_all)
        nothing = Found("no_answer", "")
        turn = Turn(request.question or "", "question", nothing, talk, known, case, as_of, told)
        if as_of < self._knowledge.sources.first_published:
            first = shown(self._knowledge.sources.first_published)
            return replace(turn, found=self._finding.refusal("before_first_document", first=first))
        if self._restarts(request):
            return replace(turn, found=Found("no_answer", self._wording.restarted))
        if request.select is not None:
            return self._pressed(turn, request)
        kind = self._steering.kind(request.question or "", statement, talk)
        if kind == "question":
            return replace(self._asked(turn, request, statement, asked_on), searched=True)
        return replace(turn, kind=kind, found=self._again(talk, as_of))

    def _agreed(self, statement: Statement, talk: Talk, request: AskRequest, asked_on: date) -> Talk:
        """Return the conversation with what a bare yes or 「わからない」 to the last question means."""
        if not talk.asked or statement.facts or statement.blurred or request.select is not None:
            return talk
        if statement.declines and not statement.asks:
            return talk.without(talk.asked)
        if statement.agrees_to_all and len(talk.asked) > 1:
            known = self._deciding.known(talk, request, statement, asked_on)
            listed = self._deciding.case(known.values).decision.checklist(talk.asked[0])
            if listed is not None:
                return talk.with_facts(
                    {name: said(value, request.question) for name, value in listed.facts.items()}
                )
        return talk

    def _pressed(self, turn: Turn, request: AskRequest) -> Turn:
        select = request.select
        assert select is not None  # noqa: S101 - asked by the caller
        subject = turn.talk.subject
        if select.entry is not None:
            found = self._finding.entry(select.entry, turn.as_of)
            personal = subject is not None and subject.personal
            return self._about(turn, found, personal=personal)
        if select.none:
            found = self._finding.refusal("none_of_these")
            return replace(turn, found=found, talk=replace(turn.talk, subject=None))
        subject = subject or Subject(outcome="no_answer", schemes=_FEE)
        talk = replace(turn.talk, subject=replace(subject, personal=True))
        return replace(turn, kind="states", talk=talk, found=self._again(talk, turn.as_of))

    def _asked(self, turn: Turn, request: AskRequest, statement: Statement, asked_on: date) -> Turn:
        text = request.question or ""
        city = turn.known.values.municipality
        found, as_of = self._finding.find_then_or_now(text, turn.as_of, asked_on, city)
        if as_of != turn.as_of:
            turn = replace(turn, as_of=as_of)
        subject = turn.talk.subject
        if found.courteous:
            return replace(turn, found=found, aside=True)
        before = subject is not None and subject.personal
        personal = self._steering.is_personal(text, statement, known=before or turn.known.says_something)
        if personal and self._steering.is_outright(text, statement):
            found = _personal_ones(found)
        # An entry that says the same to everybody is an answer, not a reason to ask the asker about himself.
        personal = personal and (found.entry is None or found.entry.personal)
        if before and not personal:
            return replace(turn, found=found, aside=True)
        if found.outcome == "no_answer" and not found.candidates and not personal:
            return replace(turn, found=found)
        beside = self._steering.schemes_beside(text) if personal and found.entry is None else ()
        return self._about(turn, found, personal=personal, schemes=beside)

    def _about(self, turn: Turn, found: Found, *, personal: bool, schemes: Sequence[str] = ()) -> Turn:
        schemes = schemes or (found.entry.schemes if found.entry else ())
        if personal and not schemes:
            schemes = _FEE
        subject = Subject(
            outcome=found.outcome,
            entry=found.entry.id if found.entry else None,
            confidence=round(found.confidence, 3),
            candidates=tuple(
                Near(entry=c.entry.id, confidence=round(c.confidence, 3)) for c in found.candidates
            ),
            schemes=tuple(schemes),
            personal=personal,
        )
        talk = replace(turn.talk, subject=subject, tries={})
        return replace(turn, found=found, talk=talk)

    def _again(self, talk: Talk, as_of: date) -> Found:
        """Return what the conversation's subject found, for a turn that only adds to it."""
        subject = talk.subject
        if subject is None:
            return Found("no_answer", "")
        near = [
            Candidate(entry, 0.0, one.confidence)
            for one in subject.candidates
            if (entry := self._knowledge.entry(one.entry)) is not None and entry.holds_from <= as_of
        ]
        entry = self._knowledge.entry(subject.entry) if subject.entry else None
        if entry is None or entry.holds_from > as_of:
            outcome = "no_answer" if subject.outcome == "answered" else subject.outcome
            return Found(outcome, "", None, subject.confidence, near)
        return self._finding.answered(entry, subject.confidence, near, as_of)

    def _open(self, turn: Turn) -> tuple[list[dict[str, Any]], Question | None]:
        """Return what is still needed, and the question to put now."""
        subject = turn.talk.subject
        if subject is None:
            return [], None
        beside = tuple(scheme for scheme in subject.schemes if scheme in self._beside)
        if subject.personal:
            needs = turn.case.needs(beside) if beside else turn.case.fee_needs
        else:
            needs = turn.case.needs(subject.schemes)
        needs = self._asking.open_needs(needs, turn.talk, turn.as_of)
        if not subject.personal or (turn.found.courteous and not turn.talk.asked):
            return needs, None
        return needs, self._asking.next(needs, turn.case.decision, turn.talk)

    def _answer(self, turn: Turn, needs: Sequence[dict[str, Any]]) -> PersonalShown | None:
        subject = turn.talk.subject
        if subject is None or not subject.personal or turn.found.courteous:
            return None
        return self._personal.answer(turn.case.decision, subject.schemes, turn.talk.declined)

    def _dressed(
        self,
        name: str,
        turn: Turn,
        needs: list[dict[str, Any]],
        personal: PersonalShown | None,
        words: Words,
        kept: Talk,
    ) -> Reply:
        found, as_of = turn.found, turn.as_of
        contact = found.contact or self._knowledge.sources.help_desk
        return Reply(
            reply=name,
            outcome=found.outcome,
            message=words.message,
            kind=turn.kind,
            said=words.said,
            states_answer=words.states_answer,
            asked=words.asked,
            answer=self._presenter.answer_on(found.entry, as_of)
            if found.entry and found.outcome == "answered"
            else None,
            also=[self._presenter.answer_on(entry, as_of) for entry in found.also],
            confidence=round(found.confidence, 3),
            candidates=[self._presenter.candidate(c, as_of) for c in found.candidates],
            facts=list(turn.known.shown),
            eligibility=turn.case.eligibility,
            needs=needs,
            asks=list(kept.asked),
            personal=personal,
            contact=contact_shown(contact),
            conversation=self._tokens.write(kept),
            knowledge_version=self._knowledge.version,
            conversation_id=kept.id,
            is_gap=turn.found_nothing,
        )


def _personal_ones(found: Found) -> Found:
    """Who asks outright what he pays is not answered by an entry that says the same to everybody."""
    if found.entry is None or found.entry.personal:
        return found
    near = sorted(found.candidates, key=lambda candidate: not candidate.entry.personal)
    return Found("choose" if len(near) > 1 else "no_answer", "", None, found.confidence, near)


def _identifier(request: AskRequest, as_of: date, version: str) -> str:
    asked = f"{request.model_dump_json()} {as_of} {version}"
    return hashlib.sha256(asked.encode()).hexdigest()[:16]
