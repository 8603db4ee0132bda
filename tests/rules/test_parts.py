"""The small parts: three truths, licence years, dated values."""

from datetime import date
from itertools import product

import pytest

from faq_bot.loading.values import DatedValue, holding
from faq_bot.rules.licence_years import anniversary, day_before, next_day, year_before
from faq_bot.rules.truth import Judge, all_of, always, any_of, but_not, opposite

TRUTHS = (True, False, None)
SURE = {True: 2, None: 1, False: 0}
BACK = {2: True, 1: None, 0: False}


def judges(*truths: bool | None) -> list[Judge]:
    return [always(truth) for truth in truths]


@pytest.mark.parametrize(("one", "two"), list(product(TRUTHS, TRUTHS)))
def test_kleene(one: bool | None, two: bool | None):
    assert all_of(judges(one, two))([]) is BACK[min(SURE[one], SURE[two])]
    assert any_of(judges(one, two))([]) is BACK[max(SURE[one], SURE[two])]
    assert opposite(always(one))([]) is BACK[2 - SURE[one]]
    assert but_not(always(one), always(two))([]) is (one is True and two is not True)


@pytest.mark.parametrize(
    ("day", "next_year"),
    [
        (date(2025, 6, 1), date(2026, 6, 1)),
        (date(2024, 2, 29), date(2025, 3, 1)),
        (date(2023, 2, 28), date(2024, 2, 28)),
        (date(2023, 3, 1), date(2024, 3, 1)),
        (date.max, date.max),
    ],
)
def test_anniversary(day: date, next_year: date):
    assert anniversary(day) == next_year


def test_the_calendar_ends_without_an_error():
    assert next_day(date.max) == date.max
    assert day_before(date.min) == date.min
    assert year_before(date.min) == date.min
    assert year_before(date(2028, 2, 29)) == date(2027, 3, 1)


FEE = DatedValue.model_validate({
    "description": "料金", "unit": "yen",
    "values": [
        {"holds_from": "2026-12-01", "known_from": "2026-08-01", "value": 0, "refs": ["X-2"]},
        {"holds_from": "2023-04-01", "known_from": "2025-02-19", "value": 21000, "refs": ["X-1"]},
    ],
})  # fmt: skip


@pytest.mark.parametrize(
    ("as_of", "day", "value"),
    [
        (date(2025, 2, 18), date(2026, 12, 1), None),
        (date(2026, 7, 31), date(2026, 12, 1), 21000),
        (date(2026, 8, 1), date(2026, 11, 30), 21000),
        (date(2026, 8, 1), date(2026, 12, 1), 0),
        (date(2026, 8, 1), date(2026, 12, 2), 0),
        (date(2026, 8, 1), date(2023, 3, 31), None),
    ],
)
def test_two_times_of_a_value(as_of: date, day: date, value: int | None):
    entry = holding(FEE.known(as_of), day)
    assert (entry.value if entry else None) == value


def test_a_value_can_end():
    ended = {"description": "補助", "unit": "yen", "values": [
        {"holds_from": "2024-04-01", "holds_to": "2025-03-31", "known_from": "2025-02-19", "value": 1, "refs": ["X-1"]},
    ]}  # fmt: skip
    entries = DatedValue.model_validate(ended).known(date(2026, 1, 1))
    days = (date(2024, 3, 31), date(2024, 4, 1), date(2025, 3, 31), date(2025, 4, 1))
    assert [holding(entries, day) is not None for day in days] == [False, True, True, False]
