"""The usual spelling of words written in kana: もうしこみ is read as 申し込み, and shown as it was written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from faq_bot.text.cleaning import to_hiragana

_STRAY = re.compile(r"(?<=[ァ-ヶー]) (?=[ァ-ヶー])| (?=を)")
_NO_HIRAGANA = re.compile(r"[^ぁ-ゖ]*")
_SENTENCE_IN_KATAKANA = re.compile("デス|マス|マシ|マセン|ハ(?=[ァ-ヶ0-9])")
_WA = re.compile(r"(?<=[一-龠ァ-ヶー])わ(?=[\d一-龠、 ])")


@dataclass(frozen=True, slots=True)
class Spelt:
    """A text in its usual spelling, the text as written, and the place in it of each character."""

    text: str
    written: str
    places: tuple[int, ...] = ()

    def as_written(self, words: str) -> str:
        """Return the words as they were written (the first place that reads so)."""
        start = self.text.find(words) if self.places else -1
        if start < 0:
            return words
        return self.written[self.places[start] : self.places[start + len(words)]]


class Spelling:
    """Puts the usual spelling in."""

    def __init__(self, spellings: Mapping[str, Sequence[str]]):
        self._usual = {kana: usual for usual, written in spellings.items() for kana in written}
        names = sorted(self._usual, key=len, reverse=True)
        self._kana = re.compile("|".join(re.escape(kana) for kana in names) or r"(?!)")

    def usual(self, text: str) -> Spelt:
        """Return a cleaned text in the usual spelling."""
        plain = to_hiragana(text)
        folded = plain if _NO_HIRAGANA.fullmatch(text) and _SENTENCE_IN_KATAKANA.search(text) else text
        changes = [(m.start(), m.end(), self._usual[m.group()]) for m in self._kana.finditer(plain)]
        if " " in folded:
            changes += [(m.start(), m.end(), "") for m in _STRAY.finditer(folded)]
        if "わ" in folded:
            changes += [(m.start(), m.end(), "は") for m in _WA.finditer(folded)]
        if not changes:
            return Spelt(folded, text, tuple(range(len(text) + 1)) if folded != text else ())
        return _changed(folded, text, sorted(changes))


def _changed(text: str, written: str, changes: Sequence[tuple[int, int, str]]) -> Spelt:
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for start, end, usual in changes:
        if start < done:
            continue
        parts += [text[done:start], usual]
        places += [*range(done, start), *[start] * len(usual)]
        done = end
    parts.append(text[done:])
    places += range(done, len(text) + 1)
    return Spelt("".join(parts), written, tuple(places))
