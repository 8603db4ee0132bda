"""The picture of the licence years: true to the calendar, and said in words as well."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.conversation.reply import RowShown
from faq_bot.server.licence_years import picture_of


def row(year: int, start: date, end: date, **more: Any) -> RowShown:
    usual = {
        "period": "", "list_price": 21000, "payer": "事業所", "payer_id": "operator", "you_pay": 21000,
        "total": None, "status": "expected", "status_label": "見込み", "refs": [],
    }  # fmt: skip
    return RowShown(year=year, start=start.isoformat(), end=end.isoformat(), **{**usual, **more})


def two_years(start: date, **second: Any) -> list[RowShown]:
    middle, end = start + timedelta(365), start + timedelta(729)
    city = {
        "payer": "苫小牧市",
        "payer_id": "city:tomakomai",
        "you_pay": 0,
        "status": "certain",
        "status_label": "確定",
    }
    return [row(1, start, middle - timedelta(1), **city), row(2, middle, end, **second)]


def test_no_years_no_picture():
    assert picture_of([]) is None


def test_each_year_has_its_share_of_the_axis():
    picture = picture_of(two_years(date(2025, 5, 12)))
    assert picture is not None
    assert [(s.x, s.width) for s in picture.segments] == [(0.0, 50.0), (50.0, 50.0)]
    assert [(t.x, t.anchor, t.year, t.day) for t in picture.ticks] == [
        (0.0, "start", "2025年", "5月12日"),
        (50.0, "middle", "2026年", "5月12日"),
        (100.0, "end", "2027年", "5月11日"),
    ]


def test_what_stands_over_a_year():
    picture = picture_of(two_years(date(2025, 5, 12)))
    assert picture is not None
    assert [(s.heading, s.amount, s.payer, s.kind, s.certain) for s in picture.segments] == [
        ("1年目（確定）", "0円", "苫小牧市が負担", "city", True),
        ("2年目（見込み）", "21,000円", "事業所が負担", "operator", False),
    ]


@pytest.mark.parametrize(
    ("more", "kind", "amount", "payer"),
    [
        ({"status": "unknown", "payer_id": None, "payer": "未定", "you_pay": None}, "unknown", "未定", ""),
        (
            {"payer_id": "campaign", "payer": "国（フリーパスキャンペーン）", "you_pay": 0},
            "campaign",
            "0円",
            "国が負担",
        ),
        ({"payer_id": None, "payer": "なし", "you_pay": 0}, "nobody", "0円", ""),
    ],
)
def test_each_payer_has_a_look_of_his_own(more: dict[str, Any], kind: str, amount: str, payer: str):
    picture = picture_of(two_years(date(2025, 5, 12), **more))
    assert picture is not None
    second = picture.segments[1]
    assert (second.kind, second.amount, second.payer) == (kind, amount, payer)


def test_the_words_say_what_the_picture_shows():
    unknown = {"status": "unknown", "payer_id": None, "payer": "未定", "you_pay": None}
    picture = picture_of(two_years(date(2025, 5, 12), **unknown))
    assert picture is not None
    assert picture.description == (
        "2025年5月12日から2027年5月11日までの帯です。"
        "1年目、2025年5月12日から2026年5月11日までは0円（確定）、払う人は苫小牧市です。"
        "2年目、2026年5月12日から2027年5月11日までは未定です。"
    )


@given(st.dates(date(2024, 4, 1), date(2030, 3, 31)))
def test_the_years_fill_the_axis_without_a_gap(start: date):
    picture = picture_of(two_years(start))
    assert picture is not None
    first, second = picture.segments
    assert first.x == 0
    assert first.x + first.width == pytest.approx(second.x)
    assert second.x + second.width == pytest.approx(100)
