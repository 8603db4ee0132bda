"""Personal data in what people type: found by its form, and replaced by a mark before anything is kept.

Found are telephone numbers, mail addresses, 被保険者番号, マイナンバー, 事業所番号 and other long numbers, post codes,
addresses, and names with 様, さん or 氏 or after words such as 「氏名は」. A name that stands alone, or in hiragana
before さん, looks like any other word and is not found.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from faq_bot.loading.masking_words import MaskingWords

_KANJI = "㐀-鿿々〆"
_KATAKANA = "ァ-ヴー・ｦ-ﾟ"
_DASH = "[-‐‑‒–—―−ーｰ－]"
_LETTERS = "A-Za-zＡ-Ｚａ-ｚ"
_LATIN = f"{_LETTERS}0-9０-９"
_BEFORE_NUMBER = 12  # characters before a number that say what it is
_NAMES = frozenset({"named", "called", "introduced"})
_NUMBERS = frozenset({"number", "grouped", "told", "telephone"})
_CHECK_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)

# Whatever has none of these holds no personal data: most questions are let through by this alone.
_SIGNS = ("様", "さん", "氏", "@", "＠", "名前", "名は", "名:", "名：", "申します", "丁目", "番地")
_MANY_DIGITS = re.compile(rf"(?:\d\D?){{7}}|\d{_DASH}\d")
_ADDRESSES = (
    rf"(?P<mail>[{_LATIN}._%+＋．-]+[@＠][{_LATIN}-]+(?:[.．][{_LATIN}-]+)+)",
    rf"(?P<postcode>(?:〒[ 　]?\d{{3}}{_DASH}?|(?<![\d.])(?<!\d{_DASH})\d{{3}}{_DASH})\d{{4}})(?!\d|{_DASH}\d)",
    rf"(?P<address>[{_KANJI}ヶケノ]{{1,12}}(?:[\d一二三四五六七八九十]{{1,3}}丁目|\d{{1,4}}番地)[\d番地号のノ]*(?:{_DASH}\d{{1,4}})*"
    rf"|(?<=[市区町村])[{_KANJI}ヶケノ]{{1,8}}\d{{1,4}}(?:{_DASH}\d{{1,4}}){{1,3}})",
)


class Finding(NamedTuple):
    """Where personal data stands in a text, and the mark for it."""

    start: int
    end: int
    mark: str


class Masking:
    """Finds and masks personal data. Holds no state; safe to share between threads.

    `public` are telephone numbers that belong to nobody in particular, such as the help desk's.
    """

    def __init__(self, words: MaskingWords, public: Iterable[str] = ()):
        self._marks = words.marks
        self._public = frozenset(map(_digits, public))
        self._insured = re.compile("|".join(map(re.escape, words.insured_words)))
        self._office = re.compile("|".join(map(re.escape, words.office_words)))
        self._not_name = re.compile(f"(?:{'|'.join(words.not_names)}|[ 　])+")
        self._data = re.compile(_pattern(words))

    def mask(self, text: str) -> str:
        """Return the text with a mark for everything personal; a text without any is returned as it is."""
        return _replaced(text, [(found, found.mark) for found in self._found(text)])

    def without(self, text: str) -> str:
        """Return the text without anything personal: what is left to search for."""
        return _replaced(text, [(found, " ") for found in self._found(text)])

    def finds_in(self, text: str) -> bool:
        """Whether a text holds personal data."""
        return next(self._found(text), None) is not None

    def _found(self, text: str) -> Iterator[Finding]:
        if not any(map(text.__contains__, _SIGNS)) and not _MANY_DIGITS.search(text):
            return
        place = 0
        while (match := self._data.search(text, place)) is not None:
            kind = match.lastgroup or ""
            start, end = match.span(kind)
            mark = self._mark(kind, match[kind], text[max(0, start - _BEFORE_NUMBER) : start])
            if mark is None:
                place = match.start() + 1
            else:
                yield Finding(start, end, mark)
                place = end

    def _mark(self, kind: str, found: str, before: str) -> str | None:
        """Return the mark for what has the form of a kind; None if it is something else after all."""
        if kind in _NAMES:
            return None if self._not_name.fullmatch(found) else self._marks.name
        if kind not in _NUMBERS:
            return str(getattr(self._marks, kind))
        digits = _digits(found)
        if digits in self._public:
            return None
        if kind == "telephone":
            domestic = f"0{digits[2:]}" if found[0] in "+＋" else digits
            return self._marks.telephone if len(domestic) in (10, 11) else None
        if kind == "grouped" and not (is_my_number(digits) or _is_card(digits)):
            return None  # three years in a row
        return self._number(digits, before)

    def _number(self, digits: str, before: str) -> str:
        if is_my_number(digits):
            return self._marks.my_number
        if len(digits) == 10 and self._insured.search(before):
            return self._marks.insured
        if len(digits) == 10 and self._office.search(before):
            return self._marks.office
        is_telephone = len(digits) in (10, 11) and digits[0] == "0"
        return self._marks.telephone if is_telephone else self._marks.number


def _replaced(text: str, changes: Iterable[tuple[Finding, str]]) -> str:
    kept, end = [], 0
    for found, instead in changes:
        kept += [text[end : found.start], instead]
        end = found.end
    return "".join([*kept, text[end:]]) if kept else text


def is_my_number(digits: str) -> bool:
    """Whether a number has twelve digits, the last of them the check digit of a マイナンバー."""
    if len(digits) != 12:
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _CHECK_WEIGHTS, strict=False)) % 11
    return int(digits[-1]) == (0 if rest <= 1 else 11 - rest)


def _is_card(digits: str) -> bool:
    if len(digits) != 16:
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _digits(text: str) -> str:
    return "".join(str(int(character)) for character in text if character.isdecimal())


def _pattern(words: MaskingWords) -> str:
    """Return one pattern of all kinds; the group that matched is the kind."""
    return "|".join((*_numbers(words), *_ADDRESSES, *_names(words)))


def _numbers(words: MaskingWords) -> Iterator[str]:
    told = "|".join(map(re.escape, (*words.insured_words, *words.office_words)))
    begins, ends, gap = r"(?<![\d.])", r"(?!\d)", rf"(?:{_DASH}|[ 　])"
    area = r"(?:[(（][0０]\d{1,4}(?=[)）])|[0０]\d{1,4}|[+＋][8８][1１][- 　]?\d{1,4})"
    sign = rf"(?:{_DASH}|[()（） 　])"
    four = rf"\d{{4}}{gap}\d{{4}}{gap}\d{{4}}"
    yield rf"(?P<insured>(?<![{_LATIN}])[HhＨｈ]\d{{9}}){ends}"
    yield rf"(?P<number>{begins}\d{{10,}})"
    yield rf"(?P<grouped>{begins}{four}(?:{gap}\d{{4}})?){ends}"
    yield rf"(?P<telephone>{begins}{area}{sign}{{1,2}}\d{{1,4}}{sign}{{1,2}}\d{{3,4}}){ends}"
    yield rf"(?:{told})[^\d、。]{{0,8}}(?P<told>\d(?:{_DASH}?\d){{9}}){ends}"


def _names(words: MaskingWords) -> Iterator[str]:
    letters = f"{_KANJI}{_KATAKANA}{_LETTERS}"
    begins = rf"(?:(?<![{letters}])|(?<=[ぁ-ん]ー))(?!ー)"  # 「えー苫小牧さん」
    name = rf"{begins}(?:[{_KANJI}]{{1,4}}[ 　])?[{letters}]+"
    hiragana = r"[ぁ-ん]{2,8}"
    asked = "|".join(map(re.escape, words.name_words))
    sir = r"(?<![仕同])様(?![式子態々相変])"
    yield (
        rf"(?:{asked})[はが:：][ 　]*(?P<named>[{letters}]{{2,12}}(?:[ 　][{letters}]{{1,8}})?|{hiragana}(?=と(?:申|言|い)))"
        r"(?=です|でした|と(?:申|言|い)|[、。,\s]|$)"
    )
    yield rf"(?P<introduced>{name}|{hiragana})(?=と申します)"
    yield rf"(?P<called>{name}(?={sir}|さん|氏(?![{_KANJI}]))|(?<![{letters}ぁ-ん]){hiragana}(?={sir}))"
