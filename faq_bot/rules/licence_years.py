"""Licence years: a year runs to the day before its anniversary (fee_rules C19, a convention).

Three dates stay apart: the day a document is published, the trigger (application, or the last day of the
licence that ends), and the first day of the licence year.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from faq_bot.rules.facts import Facts

_DAY = timedelta(days=1)


class Year(NamedTuple):
    """One licence year, both ends included."""

    start: date
    end: date
    trigger: date


Years: TypeAlias = tuple[Year, Year] | tuple[None, None]


def licence_years(facts: Facts) -> Years:
    """Return the first two years from the start or the renewal; (None, None) without status and its date."""
    if facts.status == "new" and facts.start_date is not None:
        start = trigger = facts.start_date
    elif facts.status == "renewing" and facts.license_expiry is not None:
        start, trigger = next_day(facts.license_expiry), facts.license_expiry
    else:
        return (None, None)
    second = anniversary(start)
    end = day_before(second)
    return (Year(start, end, trigger), Year(second, day_before(anniversary(second)), end))


def anniversary(day: date) -> date:
    """Return the same day a year later; 1 March for 29 February. The calendar's last day stays."""
    return _replace_year(day, day.year + 1) if day.year < date.max.year else date.max


def year_before(day: date) -> date:
    """Return the same day a year earlier; 1 March for 29 February. The calendar's first day stays."""
    return _replace_year(day, day.year - 1) if day.year > date.min.year else date.min


def next_day(day: date) -> date:
    """Return the following day; the calendar's last day stays."""
    return day + _DAY if day < date.max else day


def day_before(day: date) -> date:
    """Return the day before; the calendar's first day stays."""
    return day - _DAY if day > date.min else day


def _replace_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
