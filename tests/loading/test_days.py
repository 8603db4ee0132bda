"""A day is real and written YYYY-MM-DD, or it is refused."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.loading.record import parse_day


@given(st.dates())
def test_every_real_day_is_read_back(day: datetime.date):
    assert parse_day(day.isoformat()) == day


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2025-02-29",
        "2026-13-01",
        "2026-00-10",
        "20260301",
        "2026-W10-1",
        "2026-3-1",
        "2026/03/01",
        "2026-03-01 ",
        "2026-03-01T00:00:00",
        "２０２６-03-01",
        "0000-01-01",
        "",
        20260301,
        None,
        True,
        ["2026-03-01"],
    ],
)
def test_what_is_no_day_is_refused(text: object):
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        parse_day(text)


def test_the_29th_of_february_of_a_leap_year_is_a_day():
    assert parse_day("2024-02-29") == datetime.date(2024, 2, 29)
