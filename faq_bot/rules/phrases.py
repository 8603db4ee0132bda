"""Texts of the knowledge with their places filled: values once for each state, facts when they are said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from faq_bot.loading.knowledge import Knowledge
from faq_bot.rules.facts import choices
from faq_bot.rules.slots import INDEX, Slots
from faq_bot.rules.state import Reading

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def fill_values(text: str, readings: Mapping[str, Reading]) -> str:
    """Fill the places that name dated values; other places stay."""
    return _PLACE.sub(lambda m: shown_reading(readings[m[1]]) if m[1] in readings else m[0], text)


class Phrases:
    """Fills what is known about the asker into texts; choices are said with their labels."""

    def __init__(self, knowledge: Knowledge):
        self._labels: dict[tuple[str, object], str] = {
            (sheet.id, value): label
            for sheet in knowledge.facts
            for value, label in choices(sheet, knowledge)
        }

    def fill(self, text: str, slots: Slots) -> str:
        """Fill the places that name facts."""
        return _PLACE.sub(self._filler(slots), text) if "{" in text else text

    def _filler(self, slots: Slots) -> Callable[[re.Match[str]], str]:
        def fill(match: re.Match[str]) -> str:
            name = match[1]
            value = slots[INDEX[name]] if name in INDEX else None
            return str(self._labels.get((name, value), shown(value)))

        return fill


def shown_reading(reading: Reading) -> str:
    """Return a value as a reader expects it: a date, an amount, or the span in which a day is planned."""
    entry = reading.newest
    if entry is None:
        return "未定"
    if entry.earliest is not None:
        last = f"から{shown(entry.latest)}" if entry.latest else "以降"
        return f"{shown(entry.earliest)}{last}の間の予定"
    if reading.unit == "man_yen":
        return f"{entry.value}万円"
    return yen(entry.value) if isinstance(entry.value, int) else shown(entry.value)


def shown(value: object) -> str:
    """Return a plain value in Japanese; a date without leading zeros."""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, tuple):
        return "、".join(value)
    return "分からない" if value is None else str(value)


def yen(amount: int) -> str:
    """Return an amount of money."""
    return f"{amount:,}円"
