"""What an entry said before and says now, and which entries are easily taken for it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from faq_bot.assembly import Assistant
from faq_bot.conversation.reply import AnswerShown
from faq_bot.loading.entries import Entry
from faq_bot.loading.knowledge import Knowledge
from faq_bot.matching.entry_matcher import Asked

MOST_NEIGHBOURS = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One state of a matter: what was said of it from a day on; `place` is where it stands beside the entry."""

    answer: AnswerShown
    place: Literal["before", "this", "after"]


def history_of(entry: Entry, assistant: Assistant, day: date) -> list[Step]:
    """Return the states of an entry's matter known by a day, oldest first; one state is no history."""
    knowledge = assistant.knowledge
    older = _reached(entry, lambda one: _named(one.updates, knowledge))
    newer = _reached(entry, lambda one: [e for e in knowledge.entries if one.id in e.updates])
    known = [("before", e) for e in older] + [("this", entry)] + [("after", e) for e in newer]
    steps = [Step(assistant.presenter.answer_on(e, day), place) for place, e in known if e.holds_from <= day]  # type: ignore[arg-type]
    return sorted(steps, key=lambda step: (step.answer.holds_from, step.answer.id))


def neighbours_of(entry: Entry, assistant: Assistant, day: date, without: Iterable[str]) -> list[AnswerShown]:
    """Return the entries the search finds nearest to an entry's question: those it is easily confused with."""
    left_out = {entry.id, *without}
    asked = Asked(entry.question, day, entry.municipality)
    ranking = assistant.matcher.rank(asked, MOST_NEIGHBOURS + len(left_out))
    near = [one.entry for one in ranking.candidates if one.entry.id not in left_out]
    return [assistant.presenter.answer_on(one, day) for one in near[:MOST_NEIGHBOURS]]


def _named(identifiers: Iterable[str], knowledge: Knowledge) -> list[Entry]:
    return [entry for identifier in identifiers if (entry := knowledge.entry(identifier)) is not None]


def _reached(entry: Entry, following: Callable[[Entry], list[Entry]]) -> list[Entry]:
    """Return everything that follows from an entry, step by step."""
    found: dict[str, Entry] = {}
    left = following(entry)
    while left:
        one = left.pop()
        if one.id not in found:
            found[one.id] = one
            left += following(one)
    return list(found.values())
