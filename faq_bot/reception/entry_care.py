"""Which entries want an editor's eye: overdue, ended, never shown, often the answer to another question."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from faq_bot.loading.entries import Entry
from faq_bot.loading.knowledge import Knowledge
from faq_bot.storage.figures import EntryFigures

Why = Literal["review", "ended"]


class Stale(NamedTuple):
    """An entry whose day has passed: the day it was to be looked at again, or the last day it held."""

    entry: Entry
    why: Why
    day: date


def stale(knowledge: Knowledge, today: date) -> list[Stale]:
    """Return the entries past their review day, and those that hold no longer; the longest past first."""
    overdue = [Stale(e, "review", e.review_by) for e in knowledge.entries if e.review_by < today]
    ended = [Stale(e, "ended", e.holds_to) for e in knowledge.entries if e.holds_to and e.holds_to < today]
    return sorted([*overdue, *ended], key=lambda one: (one.day, one.entry.id, one.why))


def never_shown(knowledge: Knowledge, shown: Iterable[str], first: date, last: date) -> list[Entry]:
    """Return the entries that could be given on some of the days, but nobody was."""
    seen = set(shown)
    return [
        entry
        for entry in knowledge.entries
        if entry.id not in seen
        and entry.holds_from <= last
        and (entry.holds_to is None or entry.holds_to >= first)
    ]


def mistaken(figures: Iterable[EntryFigures]) -> list[EntryFigures]:
    """Return the entries of which somebody said 「違う質問だった」, the most often first."""
    found = [one for one in figures if one.wrong_question]
    return sorted(found, key=lambda one: (-one.wrong_question, -one.wrong_question / one.rated, one.entry))


def badly_rated(figures: Iterable[EntryFigures]) -> list[EntryFigures]:
    """Return the entries with whose answers somebody was not content, the most often first."""
    found = [one for one in figures if one.rated > one.resolved]
    return sorted(found, key=lambda one: (one.resolved - one.rated, one.resolved / one.rated, one.entry))
