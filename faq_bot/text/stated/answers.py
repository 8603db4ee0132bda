"""A bare answer to the question just asked: はい, 2番, 新規です, わからない."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from faq_bot.loading.fact_sheets import FactSheet
from faq_bot.loading.fact_words import FactWords
from faq_bot.loading.patterns import compiled
from faq_bot.text.cleaning import clean
from faq_bot.text.stated.numerals import NUMBER, number

_ORDINAL = re.compile(rf"^({NUMBER})(?:番(?:目)?|つ目)?(?:です|で|。|$)")
_EXPECTED = re.compile(r"見込|予定|これから|つもり|そのうち|今後")
_EQUIVALENT = re.compile(r"同等|ほかの|他の|別の")
_POLITE = re.compile(r"(?:です|だ|の方|のほう|かな|ですね|でお願いします)?[。!]*$")
_STEM = re.compile(r"(?:して|する|です|である|している|した|い)*(?:（.*）)?$")


class Answers:
    """Reads bare answers against the choices of the fact asked for."""

    def __init__(self, words: FactWords):
        self._agrees = compiled(words.agrees)
        self._denies = compiled(words.denies)
        self._all = compiled(words.all_yes)
        self._declines = compiled(words.declines)

    def declines(self, text: str) -> bool:
        """Whether the asker does not know or does not want to say."""
        return self._declines.search(text) is not None

    def agrees(self, text: str) -> bool | None:
        """Return yes or no, None for neither."""
        if self._denies.search(text):
            return False
        return True if self._agrees.search(text) else None

    def agrees_to_all(self, text: str) -> bool:
        """Whether a list of conditions is agreed to as a whole."""
        return self._all.search(text) is not None and not self._denies.search(text)

    def choice(self, text: str, sheet: FactSheet, choices: Sequence[tuple[Any, str]]) -> Any:
        """Return the value of the choice a bare answer names, None for none."""
        if sheet.type == "boolean":
            return self.agrees(text)
        values = [value for value, _ in choices]
        ordinal = _ORDINAL.match(text)
        if ordinal and sheet.type == "choice" and 1 <= number(ordinal[1]) <= len(values) < 10:
            return values[number(ordinal[1]) - 1]
        for own in sheet.choices:
            if any(word in text for word in own.also):
                return own.value
        for value, label in choices:
            stem = clean(_STEM.sub("", label))
            if len(stem) > 1 and stem in text:
                return value
        bare = _POLITE.sub("", text)
        named = [value for value, label in choices if len(bare) > 1 and bare in clean(label)]
        if len(named) == 1:
            return named[0]
        return self._by_degree(text, values)

    def _by_degree(self, text: str, values: Sequence[Any]) -> Any:
        """Facts that are there, expected, or not: 「取っています」, 「見込みです」, 「まだです」."""
        if "expected" not in values:
            return None
        if _EXPECTED.search(text):
            return "expected"
        if "equivalent" in values and _EQUIVALENT.search(text):
            return "equivalent"
        agreed = self.agrees(text)
        if agreed is None:
            return None
        return next((v for v in ("acquired", "joined") if v in values), None) if agreed else "none"
