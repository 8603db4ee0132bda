"""What a text states about the asker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from faq_bot.text.stated.calendar import Direction


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact, its value as the rules take it (days as `date`), and the words it was read from."""

    fact: str
    value: Any
    words: str


@dataclass(frozen=True, slots=True)
class Blurred:
    """A day that is not fixed: at most a month is known of it, and whether it lies behind or ahead.

    `day` and `month` without a year: the year is what is open. `sure`: whether the asker is sure of what he says.
    """

    fact: str
    words: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    direction: Direction | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class AskedFor:
    """The fact asked for just before, and what is known of it already."""

    fact: str
    year: int | None = None
    month: int | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What one message states.

    `declines`: the asker does not know or does not want to say. `agrees`: a bare yes or no. `corrects`: it
    takes something back. `asks`: it holds a question.
    """

    facts: tuple[Stated, ...] = ()
    blurred: tuple[Blurred, ...] = ()
    declines: bool = False
    agrees: bool | None = None
    agrees_to_all: bool = False
    corrects: bool = False
    asks: bool = False

    def value(self, fact: str) -> Any:
        """Return the value of a fact; None if it is not stated."""
        return next((stated.value for stated in self.facts if stated.fact == fact), None)

    def as_of(self) -> date | None:
        """Return the day the text wants to be answered as of."""
        found: date | None = self.value("as_of")
        return found
