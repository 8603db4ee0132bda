"""Days as people write them, found in a text, and the day each means on the day of asking.

A day is found as it is written (year, month and day may each be missing) and is settled against the day of
asking: 「来月1日」 is always one day, 「5月31日」 is one only when it is known whether it lies behind or ahead.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from faq_bot.text.stated.kana_days import DAYS, MONTHS
from faq_bot.text.stated.numerals import NUMBER, number

Direction = Literal["past", "future"]
LAST = 0
"""A day of the month that stands for the month's last day."""

_SIGNS = frozenset("月日年度末昨今明先来週元/.-")
_SIGNS_IN_KANA = (
    "がつ",
    "にち",
    "きのう",
    "きょう",
    "あした",
    "あす",
    "あさって",
    "おととい",
    "ことし",
    "きょねん",
    "らいねん",
    "げつ",
    "どまつ",
    "ついたち",
)
"""A text without any of these names no day."""
_ERAS = {"令和": 2018, "れいわ": 2018, "令": 2018, "r": 2018, "平成": 1988, "へいせい": 1988, "h": 1988}
_YEARS = {
    "今年": 0, "本年": 0, "ことし": 0, "こん年": 0, "去年": -1, "昨年": -1, "きょねん": -1, "前年": -1,
    "来年": 1, "らいねん": 1, "再来年": 2, "さらいねん": 2, "一昨年": -2, "おととし": -2,
}  # fmt: skip
_FISCAL = {"今年度": 0, "本年度": 0, "昨年度": -1, "去年度": -1, "前年度": -1, "来年度": 1, "再来年度": 2}
_RELATIVE_MONTHS = {"今月": 0, "来月": 1, "再来月": 2, "先月": -1, "先々月": -2}
_RELATIVE_DAYS = {
    "今日": 0, "本日": 0, "きょう": 0, "昨日": -1, "きのう": -1, "一昨日": -2, "おととい": -2, "明日": 1,
    "あした": 1, "明後日": 2, "あさって": 2, "しあさって": 3,
}  # fmt: skip
_WEEKS = {"先週": -1, "今週": 0, "来週": 1, "再来週": 2}


def _any(names: object) -> str:
    return "|".join(sorted(names, key=len, reverse=True))  # type: ignore[call-overload]


_YEAR = (
    rf"(?:(?P<western>20\d\d|二[〇零][〇零一二三四五六七八九]{{2}})\s?年(?!度)"
    rf"|(?P<era>{_any(_ERAS)})\s?(?P<eray>\d{{1,2}}|[一二三四五六七八九十]{{1,3}}|元)\s?年(?!度)"
    rf"|(?P<yearword>{_any(_YEARS)})(?!度))"
)
_FISCAL_YEAR = (
    rf"(?:(?P<fwestern>20\d\d)\s?年度|(?P<fera>{_any(_ERAS)})\s?(?P<feray>\d{{1,2}}|元)\s?年度"
    rf"|(?P<fword>{_any(_FISCAL)}))"
)
_MONTH = rf"(?:(?P<month>{NUMBER})\s?(?:月|がつ)(?!々)|(?P<monthword>{_any(_RELATIVE_MONTHS)})|(?P<kanamonth>{_any(MONTHS)}))"
_DAY = (
    rf"(?:の?\s?(?P<day>{NUMBER})\s?(?:日|にち)(?![間後前本中曜])"
    rf"|の?\s?(?P<kanaday>{_any(DAYS)})"
    r"|の?(?P<last>末日|月末|末|最終日|最後の日|いっぱい|晦日|みそか)|の?(?P<first>初日|一番最初の日))"
)
_WRITTEN = re.compile(
    rf"(?:{_YEAR}の?\s?|{_FISCAL_YEAR}の?\s?)?(?P<any>{_MONTH}{_DAY}?)"
    rf"|{_FISCAL_YEAR.replace('(?P<f', '(?P<g')}?の?(?:(?P<fend>年度末|(?<=年度)末日?|(?<=年度の)末日|(?<=年度の)最終日|(?<=年度の)最後の日)|(?P<fstart>(?<=年度の)初日|(?<=年度)初日))"
)
_PLAIN = re.compile(
    rf"(?<![\d/.\-])(?:(?P<western>20\d\d)|(?P<era>{_any(_ERAS)})\s?(?P<eray>\d{{1,2}}|元))"
    r"(?P<sep>[/.\-])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?![\d/])"
    r"|(?<![\d/.\-])(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\d/])"
)
_RELATIVE = re.compile(
    rf"(?P<word>{_any(_RELATIVE_DAYS)})(?!の(?:ところ|時代))"
    rf"|(?<![月\d])(?P<n>{NUMBER})\s?(?P<unit>日|週間?)(?P<way>前|後)"
    rf"|(?P<week>{_any(_WEEKS)})の?(?P<weekday>[月火水木金土日])曜日?"
    r"|(?P<month_end>月末)|(?P<whole>今年|来年)いっぱい|(?P<newyear>元日|元旦)|(?P<eve>大晦日|おおみそか)"
)
_LONE = re.compile(rf"(?<![月\d〇-十\-/.])(?P<day>{NUMBER})\s?日(?![間後前本中曜数])")
_BLURRED = re.compile(
    r"^の?(?:ごろ|ころ|頃|くらい|ぐらい|あたり|辺り|前後|付近|近く|ちょっと|過ぎ|すぎ|上旬|中旬|下旬|初め|はじめ|初旬|頭|半ば|なかば|終わり|おわり|中(?!止)|のいつか|か\d|から\d)"
)
_RELATION = re.compile(
    r"^(?:以降|以前|以後|より前|より後|より先|よりも|までに|までで?あれば|の前|の後|前に|後に)"
)


@dataclass(frozen=True, slots=True)
class DayFound:
    """A day as it is written: where, what is known of it, and `fixed` where it is settled already.

    `blurred`: about that day or month (ごろ, 上旬). `relation`: a bound, not a day (までに, 以降).
    """

    start: int
    end: int
    words: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    fixed: date | None = None
    blurred: bool = False
    relation: bool = False

    @property
    def is_day(self) -> bool:
        """Whether a day is named, not only a month or a bound."""
        named = self.fixed is not None or (self.month is not None and self.day is not None)
        return named and not self.blurred and not self.relation

    def on(self, as_of: date, direction: Direction | None) -> date | None:
        """Return the day meant when it is asked on `as_of`; None while it is open or not in the calendar.

        Without a year the past means the latest such day not after `as_of`, the future the first one not
        before it.
        """
        if self.fixed is not None:
            return self.fixed
        if self.month is None or self.day is None:
            return None
        if self.year is not None:
            return _day(self.year, self.month, self.day)
        if direction is None:
            return None
        years = (
            range(as_of.year, as_of.year - 5, -1)
            if direction == "past"
            else range(as_of.year, as_of.year + 5)
        )
        days = (_day(year, self.month, self.day) for year in years)
        fits = (day for day in days if day and (day <= as_of if direction == "past" else day >= as_of))
        return next(fits, None)

    def month_on(self, as_of: date, direction: Direction | None) -> date | None:
        """Return the first day of the month meant, as `on` settles days."""
        if self.month is None:
            return None
        if self.year is not None:
            return date(self.year, self.month, 1)
        if direction is None:
            return None
        year = as_of.year
        if direction == "past":
            return date(year if self.month <= as_of.month else year - 1, self.month, 1)
        return date(year if self.month >= as_of.month else year + 1, self.month, 1)


def days_in(text: str, as_of: date) -> list[DayFound]:
    """Return the days and months a cleaned text names, in order, none inside another."""
    if _SIGNS.isdisjoint(text) and not any(sign in text for sign in _SIGNS_IN_KANA):
        return []
    found: list[DayFound] = []
    for pattern, read in ((_PLAIN, _plain), (_WRITTEN, _written), (_RELATIVE, _relative), (_LONE, _lone)):
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            day = read(match, as_of)
            if day is not None:
                found.append(_qualified(day, text))
    return sorted(found, key=lambda day: day.start)


def last_of_month(day: date) -> date:
    """Return the last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def _qualified(found: DayFound, text: str) -> DayFound:
    after = text[found.end : found.end + 6]
    if blurred := _BLURRED.match(after):
        found = replace(found, blurred=True, end=found.end + blurred.end())
        found = replace(found, words=text[found.start : found.end])
    elif _RELATION.match(after):
        found = replace(found, relation=True)
    return found


def _plain(match: re.Match[str], _: date) -> DayFound | None:
    if match["m"]:
        month, day = int(match["m"]), int(match["d"])
        return _found(match, None, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
    named, of_month = int(match["month"]), int(match["day"])
    return _found(match, _year(match, None), named, of_month) if 1 <= named <= 12 and of_month else None


def _written(match: re.Match[str], as_of: date) -> DayFound | None:
    if match["fend"] or match["fstart"]:
        first = _fiscal_year(match, as_of, "g")
        if first is None:
            return None
        fixed = date(first + 1, 3, 31) if match["fend"] else date(first, 4, 1)
        return replace(_found(match, fixed.year, fixed.month, fixed.day), fixed=fixed)
    year: int | None
    if match["monthword"]:
        ahead = as_of.month - 1 + _RELATIVE_MONTHS[match["monthword"]]
        year, month = as_of.year + ahead // 12, ahead % 12 + 1
    else:
        month = MONTHS[match["kanamonth"]] if match["kanamonth"] else number(match["month"])
        year = _year(match, as_of)
        fiscal = _fiscal_year(match, as_of, "f")
        if fiscal is not None:
            year = fiscal if month >= 4 else fiscal + 1
    if not 1 <= month <= 12 or (match["day"] and not 1 <= number(match["day"]) <= 31):
        return None
    return _found(match, year, month, _day_of_month(match))


def _day_of_month(match: re.Match[str]) -> int | None:
    if match["day"]:
        return number(match["day"])
    if match["kanaday"]:
        return DAYS[match["kanaday"]]
    return LAST if match["last"] else 1 if match["first"] else None


def _relative(match: re.Match[str], as_of: date) -> DayFound | None:
    fixed: date | None = None
    if match["word"]:
        fixed = as_of + timedelta(_RELATIVE_DAYS[match["word"]])
    elif match["n"]:
        fixed = as_of + timedelta(
            number(match["n"]) * (7 if match["unit"][0] == "週" else 1) * (1 if match["way"] == "後" else -1)
        )
    elif match["week"]:
        monday = as_of - timedelta(as_of.weekday()) + timedelta(7 * _WEEKS[match["week"]])
        fixed = monday + timedelta("月火水木金土日".index(match["weekday"]))
    elif match["whole"]:
        fixed = date(as_of.year + _YEARS[match["whole"]], 12, 31)
    elif match["month_end"]:
        fixed = last_of_month(as_of)
    else:
        return _found(match, None, *((1, 1) if match["newyear"] else (12, 31)))
    return replace(_found(match, fixed.year, fixed.month, fixed.day), fixed=fixed)


def _lone(match: re.Match[str], _: date) -> DayFound | None:
    day = number(match["day"])
    return _found(match, None, None, day) if 1 <= day <= 31 else None


def _found(match: re.Match[str], year: int | None, month: int | None, day: int | None) -> DayFound:
    return DayFound(match.start(), match.end(), match.group(), year, month, day)


def _year(match: re.Match[str], as_of: date | None) -> int | None:
    groups = match.groupdict()
    if groups.get("western"):
        return number(groups["western"])
    if groups.get("era"):
        return _ERAS[groups["era"]] + number(groups["eray"])
    if as_of is not None and groups.get("yearword"):
        return as_of.year + _YEARS[groups["yearword"]]
    return None


def _fiscal_year(match: re.Match[str], as_of: date, name: str) -> int | None:
    if match[f"{name}western"]:
        return int(match[f"{name}western"])
    if match[f"{name}era"]:
        return _ERAS[match[f"{name}era"]] + number(match[f"{name}eray"])
    running = as_of.year if as_of.month >= 4 else as_of.year - 1
    if match[f"{name}word"]:
        return running + _FISCAL[match[f"{name}word"]]
    return running if name == "g" else None


def _day(year: int, month: int, day: int) -> date | None:
    if day == LAST:
        return last_of_month(date(year, month, 1))
    try:
        return date(year, month, day)
    except ValueError:
        return None
