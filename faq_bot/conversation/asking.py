"""What is asked back: one thing at a time, and never what the asker has already declined to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from faq_bot.conversation.talk import Talk, Vague
from faq_bot.loading.fact_sheets import FactSheet
from faq_bot.loading.wording import Wording
from faq_bot.rules.decision import Decision
from faq_bot.rules.needs import COUNT

MOST_TRIES = 2
"""A question is put a second time when the answer could not be read; after that it counts as not known."""


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask: the facts it settles (several for a list of `conditions` of a `scheme`) and the sentence.

    `text` is the sentence with the conditions. `key` tells questions apart: a day within a known month is another question than the day as such.
    """

    key: str
    facts: tuple[str, ...]
    sentence: str
    text: str
    agreed: Mapping[str, Any]
    """The facts that follow when a list is agreed to as a whole."""
    scheme: str | None = None
    conditions: tuple[str, ...] = ()


class Asking:
    """Chooses and words the next question."""

    def __init__(self, wording: Wording, sheets: Sequence[FactSheet]):
        self._wording = wording
        self._sheets = {sheet.id: sheet for sheet in sheets}

    def open_needs(self, needs: Sequence[Mapping[str, Any]], talk: Talk, as_of: date) -> list[dict[str, Any]]:
        """Return the needs the asker has not declined, each asked with what is known of it already."""
        return [self._worded(need, talk, as_of) for need in needs if need["fact"] not in talk.declined]

    def next(self, needs: Sequence[Mapping[str, Any]], decision: Decision, talk: Talk) -> Question | None:
        """Return the question to ask next. How many numbers there are is never asked: amounts are per number."""
        for need in needs:
            name = need["fact"]
            listed = decision.checklist(name) if name != COUNT else None
            key = f"list:{listed.scheme}" if listed is not None else _key(name, talk)
            if name == COUNT or talk.tries.get(key, 0) >= MOST_TRIES:
                continue
            if listed is None:
                return Question(key, (name,), need["question"], need["question"], {})
            facts = dict.fromkeys((name, *(n["fact"] for n in needs if n["fact"] in listed.facts)))
            conditions = "".join(f"\n・{text}" for text in listed.texts)
            text, sentence = (
                self._wording.ask_list.format(scheme=listed.name, conditions=lines)
                for lines in (conditions, "")
            )
            return Question(key, tuple(facts), sentence, text, listed.facts, listed.name, listed.texts)
        return None

    def tried(self, question: Question | None, talk: Talk) -> Mapping[str, int]:
        """Return the counts after a question is put once more."""
        if question is None:
            return talk.tries
        return {**talk.tries, question.key: talk.tries.get(question.key, 0) + 1}

    def _worded(self, need: Mapping[str, Any], talk: Talk, as_of: date) -> dict[str, Any]:
        vague = talk.vague.get(need["fact"])
        if vague is None or vague.month is None:
            return dict(need)
        label = self._sheets[need["fact"]].label
        if vague.day is None or vague.year is not None:
            month = f"{vague.year}年{vague.month}月" if vague.year else f"{vague.month}月"
            return {**need, "question": self._wording.ask_day.format(label=label, month=month)}
        day = f"{vague.month}月{vague.day}日"
        text = self._wording.ask_year.format(label=label, day=day)
        return {**need, "question": text, "choices": _years(vague, as_of)}


def _key(name: str, talk: Talk) -> str:
    known = talk.vague.get(name)
    return f"{name}?" if known is not None and known.month is not None else name


def _years(vague: Vague, as_of: date) -> list[dict[str, Any]]:
    """The two days meant by a day without a year: the last one behind and the next one ahead."""
    days = []
    for year in range(as_of.year - 1, as_of.year + 2):
        try:
            days.append(date(year, vague.month or 1, vague.day or 1))
        except ValueError:
            continue
    behind = [day for day in days if day <= as_of][-1:]
    ahead = [day for day in days if day > as_of][:1]
    return [
        {"value": day.isoformat(), "label": f"{day.year}年{day.month}月{day.day}日"}
        for day in (*behind, *ahead)
    ]
