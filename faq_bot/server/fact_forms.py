"""Facts as the forms of the page ask for them, and what the forms send back as the values they stand for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from faq_bot.errors import InputError
from faq_bot.loading.fact_sheets import FactSheet
from faq_bot.loading.knowledge import Knowledge
from faq_bot.loading.record import parse_day
from faq_bot.rules.facts import choices
from faq_bot.rules.phrases import shown

UNKNOWN = "わからない"
MOST_BUTTONS = 6
"""More choices than these are a list to pick from."""
_LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Option:
    """A choice: the text a form sends for it, and its label."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FactForm:
    """What a form asks one fact with; `value` is the text its field holds already."""

    fact: str
    type: str
    label: str
    question: str
    options: tuple[Option, ...]
    value: str = ""

    @property
    def as_list(self) -> bool:
        """Whether the choices are too many for buttons."""
        return len(self.options) > MOST_BUTTONS


class FactForms:
    """Makes and reads the forms of a knowledge base's facts."""

    def __init__(self, knowledge: Knowledge):
        self._sheets = {sheet.id: sheet for sheet in knowledge.facts if sheet.id != "as_of"}
        self._choices = {name: choices(sheet, knowledge) for name, sheet in self._sheets.items()}

    def form(self, fact: str, value: Any = "") -> FactForm:
        """Return the form that asks for a fact anew. InputError if there is no such fact."""
        sheet = self._sheet(fact)
        options = tuple(Option(_text(one), label) for one, label in self._choices[fact])
        return FactForm(fact, sheet.type, sheet.label, sheet.question, options, _text(value))

    def asked(self, need: Mapping[str, Any]) -> FactForm:
        """Return the form of a need, in the words of the reply that asks for it."""
        options = tuple(Option(_text(choice["value"]), choice["label"]) for choice in need["choices"])
        label = self._sheet(need["fact"]).label
        return FactForm(need["fact"], need["type"], label, need["question"], options)

    def value(self, fact: str, text: str) -> str | int | bool | None:
        """Return what the text of a form says, None for 「わからない」. InputError names the fact in Japanese."""
        sheet, text = self._sheet(fact), text.strip()
        if not text:
            return None
        if sheet.type == "date":
            return self._day(sheet, text)
        if sheet.type == "number":
            if not text.isdecimal() or len(text) > _LONGEST_NUMBER or int(text) < 1:
                raise InputError(fact, f"「{sheet.label}」は、1以上の数で入力してください。")
            return int(text)
        for value, _ in self._choices[fact]:
            if _text(value) == text:
                return value
        raise InputError(fact, f"「{sheet.label}」は、選択肢の中から選んでください。")

    def told(self, fact: str, value: str | int | bool | None) -> str:
        """Return a fact in the asker's words: 「利用を始める日: 2025年5月12日」."""
        return f"{self._sheet(fact).label}: {self._label(fact, value)}"

    def label(self, fact: str) -> str:
        """Return the name of a fact."""
        return self._sheet(fact).label

    def _label(self, fact: str, value: str | int | bool | None) -> str:
        if value is None:
            return UNKNOWN
        if self._sheets[fact].type == "date":
            return shown(date.fromisoformat(str(value)))
        return next((label for one, label in self._choices[fact] if one == value), str(value))

    def _day(self, sheet: FactSheet, text: str) -> str:
        try:
            return parse_day(text).isoformat()
        except ValueError:
            raise InputError(sheet.id, f"「{sheet.label}」は、実在する日付で入力してください。") from None

    def _sheet(self, fact: str) -> FactSheet:
        sheet = self._sheets.get(fact)
        if sheet is None:
            raise InputError("fact", f"「{fact}」という事柄はありません。")
        return sheet


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
