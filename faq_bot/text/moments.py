"""Does a question ask about the past?"""

import re
from collections.abc import Iterable
from datetime import date

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_ERA = re.compile(r"(?:令和|r)\s?(\d{1,2}|元)(?=[年度./-])")
_REIWA = 2018  # year 1 of 令和 is 2019


def asks_about_past(text: str, as_of: date, past_words: Iterable[str]) -> bool:
    """Whether a cleaned question speaks of the past: by its words, or by naming only earlier years."""
    if any(map(text.__contains__, past_words)):
        return True
    years = named_years(text)
    return bool(years) and max(years) < as_of.year


def named_years(text: str) -> set[int]:
    """Return the calendar years a cleaned text names, 令和 and western."""
    if not any(sign in text for sign in ("20", "令", "r")):
        return set()
    western = {int(year) for year in _YEAR.findall(text)}
    return western | {_REIWA + (1 if year == "元" else int(year)) for year in _ERA.findall(text)}
