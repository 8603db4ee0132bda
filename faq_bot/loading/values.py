"""One dated value (knowledge/values/<name>.yaml): what holds from when, known from when, by which source.

Two times are kept apart. `holds_from` is the first day the value applies to; `known_from` the day it was
published. `expected` marks an announcement without a fixed day: it lies between `earliest` and `latest`.
"""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from faq_bot.loading.record import Day, Many, Name, Record, Text

Kind = Literal["day", "yen", "man_yen", "word", "words"]


class DatedEntry(Record):
    """One value of the list. `value: null` says that from `holds_from` on there is none any more."""

    holds_from: Day
    holds_to: Day | None = None
    known_from: Day
    value: Day | int | float | str | Many[Text] | None = None
    expected: bool = False
    earliest: Day | None = None
    latest: Day | None = None
    note: Text | None = None
    refs: Many[Text] = Field(min_length=1)

    @model_validator(mode="after")
    def _planned_or_fixed(self) -> "DatedEntry":
        if self.expected and (self.earliest is None or self.value is not None):
            raise ValueError("expected: true のときは value を書かず、earliest（と latest）を書きます")
        if not self.expected and (self.earliest or self.latest):
            raise ValueError("earliest と latest は expected: true のときだけ書きます")
        if self.holds_to and self.holds_to < self.holds_from:
            raise ValueError("holds_to は holds_from 以後の日付にしてください")
        if self.latest and self.earliest and self.latest < self.earliest:
            raise ValueError("latest は earliest 以後の日付にしてください")
        return self


class DatedValue(Record):
    """A value with its history. `told_by` names the fact with which an asker can state it himself."""

    description: Text
    unit: Kind
    told_by: Name | None = None
    values: Many[DatedEntry] = Field(min_length=1)

    @model_validator(mode="after")
    def _fits_unit(self) -> "DatedValue":
        for entry in self.values:
            if entry.value is not None and not _fits(self.unit, entry.value):
                raise ValueError(f"unit: {self.unit} に合う value は、{_SHAPES[self.unit]}です")
        return self

    def known(self, as_of: date) -> tuple[DatedEntry, ...]:
        """Return the entries published by `as_of`, the newest knowledge last."""
        known = [entry for entry in self.values if entry.known_from <= as_of]
        return tuple(sorted(known, key=lambda entry: (entry.known_from, entry.holds_from)))


def holding(entries: tuple[DatedEntry, ...], day: date) -> DatedEntry | None:
    """Return the entry of `entries` (newest knowledge last) that holds on `day`, both ends included."""
    for entry in reversed(entries):
        if entry.holds_from <= day and (entry.holds_to is None or day <= entry.holds_to):
            return entry
    return None


_SHAPES: dict[str, str] = {
    "day": "日付（YYYY-MM-DD）",
    "yen": "0以上の整数",
    "man_yen": "0以上の数",
    "word": "文字",
    "words": "文字の一覧",
}


def _fits(unit: Kind, value: object) -> bool:
    if unit == "day":
        return isinstance(value, date)
    if unit == "yen":
        return isinstance(value, int) and value >= 0
    if unit == "man_yen":
        return isinstance(value, (int, float)) and value >= 0
    return isinstance(value, str) if unit == "word" else isinstance(value, tuple)
