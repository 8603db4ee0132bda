"""Three truths: True, False, and None for not known (Kleene's strong logic)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from faq_bot.rules.slots import Slots

Truth: TypeAlias = bool | None
Judge: TypeAlias = Callable[[Slots], Truth]


def all_of(parts: Sequence[Judge]) -> Judge:
    """Return the judge that is no as soon as one part is no, yes when all are."""

    def judge(slots: Slots) -> Truth:
        found: Truth = True
        for part in parts:
            truth = part(slots)
            if truth is False:
                return False
            if truth is None:
                found = None
        return found

    return judge


def any_of(parts: Sequence[Judge]) -> Judge:
    """Return the judge that is yes as soon as one part is yes, no when all are."""

    def judge(slots: Slots) -> Truth:
        found: Truth = False
        for part in parts:
            truth = part(slots)
            if truth is True:
                return True
            if truth is None:
                found = None
        return found

    return judge


def opposite(part: Judge) -> Judge:
    """Return the judge that turns yes and no round; not known stays."""

    def judge(slots: Slots) -> Truth:
        truth = part(slots)
        return None if truth is None else not truth

    return judge


def always(truth: Truth) -> Judge:
    """Return the judge that does not look at the facts."""
    return lambda slots: truth


def but_not(part: Judge, unless: Judge) -> Judge:
    """Return the judge that is yes when one part is, and the other is not known to be."""
    return lambda slots: part(slots) is True and unless(slots) is not True
