"""Days as people write them: month ends, eras, fiscal years, the turn of the year, and what is left open."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from faq_bot.text.cleaning import clean
from faq_bot.text.stated.calendar import DayFound, Direction, days_in, last_of_month

KANJI = "〇一二三四五六七八九"
DATES = st.dates(date(2019, 5, 1), date(2099, 12, 31))
PIECES = st.lists(
    st.sampled_from(
        [*"0123456789０９〇一二三十百/.-年月日度末前後週", "令和", "平成", "R", "r", "元", "今", "来", "先", "再来", "去年", "今年度",
         "年度末", "来月", "先々月", "おととい", "あさって", "金曜", "初日", "末日", "ついたち", "ごがつ", "大晦日", "ごろ", "まで", " ", "の"]
    ),
    max_size=12,
)  # fmt: skip


def only(text: str, as_of: date) -> DayFound:
    [day] = days_in(clean(text), as_of)
    return day


def meant(text: str, as_of: str, direction: Direction | None = None) -> str | None:
    day = only(text, date.fromisoformat(as_of)).on(date.fromisoformat(as_of), direction)
    return day.isoformat() if day else None


def in_kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else f"{KANJI[tens]}十"
    return ten + (KANJI[ones] if ones else "")


def notations(day: date) -> list[str]:
    y, m, d, era = day.year, day.month, day.day, day.year - 2018
    first = "元" if era == 1 else str(era)
    kanji = "".join(KANJI[int(c)] for c in str(y))
    return [
        f"{y}年{m}月{d}日", f"{y}/{m}/{d}", f"{y}-{m:02}-{d:02}", f"{y}.{m}.{d}", f"令和{first}年{m}月{d}日", f"R{era}.{m}.{d}",
        f"R{era}年{m}月{d}日", f"令{era}.{m}.{d}", f"令和{in_kanji(era) if era > 1 else '元'}年{in_kanji(m)}月{in_kanji(d)}日",
        f"{kanji}年{in_kanji(m)}月{in_kanji(d)}日", f"{y}年 {m}月 {d}日", f"令和{first}年の{m}月{d}日",
        f"{y}年{m}月{d}日".translate({ord(str(i)): chr(0xFF10 + i) for i in range(10)}),
    ]  # fmt: skip


@given(DATES, DATES)
@example(date(2024, 2, 29), date(2025, 3, 1))
@example(date(2019, 5, 1), date(2026, 1, 1))
def test_a_day_written_in_full_is_that_day_in_any_notation(day: date, as_of: date):
    for written in notations(day):
        if written.startswith("二〇") and day.year > 2029:
            continue  # the decade is written out in words we know only up to 2029
        found = only(f"{written}に申し込みました", as_of)
        assert found.is_day, written
        assert found.on(as_of, None) == found.on(as_of, "past") == found.on(as_of, "future") == day, written


@given(PIECES.map("".join), DATES)
@example("5月0日", date(2025, 1, 1))
@example("2025/13/01", date(2025, 1, 1))
@example("9999週間後", date(2025, 1, 1))
@example("令和〇年〇月〇日", date(2025, 1, 1))
def test_no_text_is_too_strange(text: str, as_of: date):
    for day in days_in(clean(text), as_of):
        assert 0 <= day.start < day.end
        for direction in ("past", "future", None):
            day.on(as_of, direction)
            day.month_on(as_of, direction)


@given(st.text(max_size=60), DATES)
def test_any_text_can_be_looked_at(text: str, as_of: date):
    assert all(day.words for day in days_in(clean(text), as_of))


@given(DATES)
def test_relative_days_count_from_the_day_of_asking(as_of: date):
    for text, days in [("今日", 0), ("昨日", -1), ("おととい", -2), ("明日", 1), ("あさって", 2), ("3日前", -3), ("10日後", 10),
                       ("1週間前", -7), ("2週間後", 14), ("三日前", -3)]:  # fmt: skip
        day = only(f"{text}に申し込みました", as_of)
        assert (
            day.on(as_of, None) == day.on(as_of, "past") == day.on(as_of, "future") == as_of + timedelta(days)
        ), text


@given(DATES)
def test_a_day_without_a_year_never_lies_on_the_wrong_side(as_of: date):
    for month in range(1, 13):
        day = only(f"{month}月15日", as_of)
        past, future = day.on(as_of, "past"), day.on(as_of, "future")
        assert past is not None
        assert future is not None
        assert past <= as_of <= future
        assert day.on(as_of, None) is None
        assert (as_of - past).days <= 366
        assert (future - as_of).days <= 366


@pytest.mark.parametrize(
    ("text", "as_of", "day"),
    [
        ("今月末", "2026-02-05", "2026-02-28"),
        ("今月末", "2028-02-05", "2028-02-29"),
        ("今月末日", "2026-12-31", "2026-12-31"),
        ("月末", "2025-06-28", "2025-06-30"),
        ("先月末", "2025-03-31", "2025-02-28"),
        ("先月末", "2024-03-31", "2024-02-29"),
        ("先月末", "2026-01-31", "2025-12-31"),
        ("来月末", "2026-01-31", "2026-02-28"),
        ("来月末日", "2025-10-31", "2025-11-30"),
        ("今月いっぱい", "2026-10-25", "2026-10-31"),
        ("2025年2月末", "2025-05-01", "2025-02-28"),
        ("2024年2月末日", "2025-05-01", "2024-02-29"),
    ],
)
def test_month_ends(text: str, as_of: str, day: str):
    assert meant(text, as_of) == day


@pytest.mark.parametrize(
    ("text", "as_of", "day"),
    [
        ("来月1日", "2025-12-31", "2026-01-01"),
        ("再来月の1日", "2025-11-20", "2026-01-01"),
        ("先月の10日", "2026-01-20", "2025-12-10"),
        ("先々月の25日", "2026-01-06", "2025-11-25"),
        ("来年の1月1日", "2025-12-31", "2026-01-01"),
        ("去年の12月31日", "2026-01-01", "2025-12-31"),
        ("今年の6月1日", "2025-12-31", "2025-06-01"),
        ("一昨年の4月1日", "2026-01-01", "2024-04-01"),
        ("再来年の3月31日", "2025-12-31", "2027-03-31"),
        ("明日", "2025-12-31", "2026-01-01"),
        ("昨日", "2026-01-01", "2025-12-31"),
        ("1週間前", "2026-01-03", "2025-12-27"),
    ],
)
def test_the_turn_of_the_year(text: str, as_of: str, day: str):
    assert meant(text, as_of) == day


@pytest.mark.parametrize(
    ("text", "as_of", "day"),
    [
        ("年度末", "2026-03-31", "2026-03-31"),
        ("年度末", "2026-04-01", "2027-03-31"),
        ("今年度末", "2026-01-10", "2026-03-31"),
        ("昨年度末", "2026-04-01", "2026-03-31"),
        ("昨年度末", "2026-03-31", "2025-03-31"),
        ("前年度末", "2026-01-30", "2025-03-31"),
        ("来年度末", "2025-12-01", "2027-03-31"),
        ("今年度の初日", "2026-03-31", "2025-04-01"),
        ("今年度の初日", "2026-04-01", "2026-04-01"),
        ("来年度の初日", "2026-03-30", "2026-04-01"),
        ("2024年度の最終日", "2025-04-03", "2025-03-31"),
        ("令和7年度末", "2025-12-08", "2026-03-31"),
        ("令和7年度の2月1日", "2025-05-08", "2026-02-01"),
        ("2025年度4月1日", "2026-05-08", "2025-04-01"),
    ],
)
def test_fiscal_years_run_from_april_to_march(text: str, as_of: str, day: str):
    assert meant(text, as_of) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("平成31年4月30日", "2019-04-30"),
        ("令和元年5月1日", "2019-05-01"),
        ("令和1年5月1日", "2019-05-01"),
        ("H31.4.30", "2019-04-30"),
        ("R1.5.1", "2019-05-01"),
        ("平成30年12月31日", "2018-12-31"),
        ("れいわ7年5月31日", "2025-05-31"),
    ],
)
def test_eras(text: str, day: str):
    assert meant(text, "2026-01-01") == day


@pytest.mark.parametrize(
    ("text", "as_of", "day"),
    [
        ("来週の月曜", "2025-05-28", "2025-06-02"),
        ("来週の月曜日", "2025-05-31", "2025-06-02"),
        ("先週の木曜", "2025-10-02", "2025-09-25"),
        ("再来週の水曜", "2026-03-10", "2026-03-25"),
        ("今週の日曜日", "2025-06-30", "2025-07-06"),
        ("先週の日曜", "2026-01-01", "2025-12-28"),
    ],
)
def test_weekdays_over_month_ends_weeks_begin_on_monday(text: str, as_of: str, day: str):
    assert meant(text, as_of) == day


@pytest.mark.parametrize(
    ("text", "as_of", "direction", "day"),
    [
        ("5月31日", "2025-05-31", "past", "2025-05-31"),
        ("5月31日", "2025-05-31", "future", "2025-05-31"),
        ("6月1日", "2025-05-31", "past", "2024-06-01"),
        ("6月1日", "2025-05-31", "future", "2025-06-01"),
        ("5月30日", "2025-05-31", "future", "2026-05-30"),
        ("12月31日", "2026-01-01", "past", "2025-12-31"),
        ("1月1日", "2025-12-31", "future", "2026-01-01"),
        ("2月29日", "2026-03-01", "past", "2024-02-29"),
        ("2月29日", "2026-03-01", "future", "2028-02-29"),
        ("2月末", "2026-03-01", "past", "2026-02-28"),
        ("2月末", "2026-03-01", "future", "2027-02-28"),
        ("元日", "2025-12-30", "future", "2026-01-01"),
        ("大晦日", "2026-01-02", "past", "2025-12-31"),
    ],
)
def test_a_day_without_a_year_is_the_nearest_on_its_side_the_day_of_asking_included(
    text: str, as_of: str, direction: Direction, day: str
):
    assert meant(text, as_of, direction) == day


@pytest.mark.parametrize("text", ["2026年2月29日", "2025/6/31", "令和7年11月31日", "2025年4月31日"])
def test_a_day_that_is_not_in_the_calendar_is_none(text: str):
    assert meant(text, "2026-01-01", "past") is None


@pytest.mark.parametrize(
    "text",
    [
        "6月ごろ",
        "5月末ごろ",
        "6月の中旬",
        "来月の頭",
        "11月の終わりごろ",
        "6月1日以降",
        "5月20日前後",
        "来月あたり",
    ],
)
def test_what_is_only_about_a_day_is_no_day(text: str):
    assert not only(text, date(2025, 5, 1)).is_day


@pytest.mark.parametrize(
    "text",
    ["連休明け", "春ごろ", "半年後", "5日間", "3年前", "1日中", "月曜", "第6表", "5月0日", "2025/13/01"],
)
def test_what_names_no_day(text: str):
    assert [day for day in days_in(clean(text), date(2025, 5, 1)) if day.is_day] == []


def test_last_of_month_knows_leap_years():
    assert [last_of_month(date(year, 2, 1)).day for year in (2023, 2024, 2000, 2100)] == [28, 29, 29, 28]
