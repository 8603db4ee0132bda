"""Comparing one fact with words, days, and days that are only planned."""

from __future__ import annotations

from datetime import date

from faq_bot.loading.conditions import Test
from faq_bot.rules.slots import INDEX, Slots
from faq_bot.rules.state import Reading, State
from faq_bot.rules.truth import Judge, Truth, always

DAYS = ("before", "from", "to", "after")


def judge_comparison(test: Test, comparison: str, state: State) -> Judge:
    """Return the judge for one comparison of a `fact` test."""
    place, other = INDEX[test.fact or ""], test.comparisons()[comparison]
    if comparison == "given":
        return lambda slots: (slots[place] is not None) is other
    if comparison == "is":
        return _in(place, (other,))
    if comparison == "in":
        return _in(place, other if isinstance(other, tuple) else _words(state.readings[other]))
    if other in state.readings:
        return _with_value(place, comparison, state.readings[other], test.fact)
    return _with_fact(place, comparison, INDEX[other])


def reading_of(test: Test, comparison: str, state: State) -> Reading | None:
    """Return the dated value a comparison reads, or None."""
    other = test.comparisons()[comparison]
    return state.readings.get(other) if isinstance(other, str) and comparison in (*DAYS, "in") else None


def _words(reading: Reading) -> tuple[str, ...] | None:
    return reading.value if isinstance(reading.value, tuple) else None


def _in(place: int, words: tuple[object, ...] | None) -> Judge:
    if words is None:
        return always(None)
    allowed = frozenset(words)

    def judge(slots: Slots) -> Truth:
        value = slots[place]
        return None if value is None else value in allowed

    return judge


def _with_fact(place: int, comparison: str, other: int) -> Judge:
    def judge(slots: Slots) -> Truth:
        one, two = slots[place], slots[other]
        return None if one is None or two is None else _fixed(comparison, one, two)

    return judge


def _with_value(place: int, comparison: str, reading: Reading, fact: str | None) -> Judge:
    own = _with_known(place, comparison, reading)
    if reading.told_by is None or reading.told_by == fact:
        return own
    told = INDEX[reading.told_by]
    by_asker = _with_fact(place, comparison, told)
    return lambda slots: own(slots) if slots[told] is None else by_asker(slots)


def _with_known(place: int, comparison: str, reading: Reading) -> Judge:
    entry = reading.newest
    if entry is not None and isinstance(entry.value, date):
        return _with_day(place, comparison, entry.value)
    if entry is not None and entry.earliest is not None:
        return _with_planned(place, comparison, entry.earliest)
    return always(None)


def _with_day(place: int, comparison: str, day: date) -> Judge:
    def judge(slots: Slots) -> Truth:
        value = slots[place]
        return None if value is None else _fixed(comparison, value, day)

    return judge


def _fixed(comparison: str, one: date, two: date) -> bool:
    if comparison == "before":
        return one < two
    if comparison == "from":
        return one >= two
    return one <= two if comparison == "to" else one > two


def _with_planned(place: int, comparison: str, earliest: date) -> Judge:
    """A planned day decides only what comes before its earliest day; a plan may slip, so never what follows."""
    sooner = comparison in ("before", "to")

    def judge(slots: Slots) -> Truth:
        value = slots[place]
        if value is None or value >= earliest:
            return None
        return sooner

    return judge
