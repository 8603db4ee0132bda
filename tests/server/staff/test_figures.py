"""The figures as pages and files: filtered, shareable, drawn, safe to open; and the week's digest."""

import csv
import datetime
import html as htmls
import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from faq_bot.assembly import Assistant
from faq_bot.loading.knowledge import Knowledge
from faq_bot.reception.digest import Counted, Question, digest, week_of, weekly
from faq_bot.reception.digest_words import as_text, headline
from faq_bot.reception.entry_care import never_shown, stale
from faq_bot.server.staff.figures_pages import SHOWN
from faq_bot.server.staff.figures_sheets import SHEETS
from faq_bot.server.staff.sheets import Column, Sheet, csv_of
from faq_bot.storage import feedback, replies
from faq_bot.storage.connections import writing
from faq_bot.storage.figures import EntryFigures, Outcomes, midnight
from faq_bot.storage.records import Records
from tests.server.site_pages import squeezed
from tests.server.test_page import Page
from tests.storage.conftest import kept_reply

Entered = Callable[[str], FlaskClient]
FIGURES = "/staff/figures"
WEEK = "from=2026-11-16&to=2026-11-22"


def at(day: int, hour: int = 9) -> datetime.datetime:
    return midnight(datetime.date(2026, 11, day)) + datetime.timedelta(hours=hour)


@pytest.fixture
def filled(records: Records) -> Records:
    """Two weeks of a small desk: six replies in the second, two in the first."""
    unit, renewal = {"entry": "licence-unit"}, {"entry": "licence-renewal"}
    gap = {"outcome": "no_answer", "entry": None, "is_gap": True, "nearest": ["gone", "licence-unit"]}
    rows = [
        kept_reply(1, at=at(16), channel="page", municipality="tomakomai", **unit),
        kept_reply(2, at=at(16, 10), channel="page", municipality="tomakomai", **unit),
        kept_reply(3, at=at(17), channel="widget", municipality=None, **unit),
        kept_reply(4, at=at(18), channel="widget", municipality="matsudo", milliseconds=900.0, **renewal),
        kept_reply(5, at=at(19), channel="widget", municipality=None, question="=1+1は？", **gap),
        kept_reply(6, at=at(20), channel="api", outcome="choose", entry=None, municipality=None),
        kept_reply(7, at=at(10), **unit),
        kept_reply(8, at=at(11), **unit),
    ]
    with writing(records.engine) as connection:
        replies.keep(connection, rows, str.strip)
    verdicts = {1: "resolved", 2: "wrong_question", 3: "resolved", 4: "outdated", 7: "resolved", 8: "unclear"}
    for number, verdict in verdicts.items():
        feedback.keep(records.engine, f"reply-{number}", verdict, None, at(20))  # type: ignore[arg-type]
    return records


def opened(browser: FlaskClient, address: str, status: int = 200) -> str:
    response = browser.get(address)
    assert response.status_code == status
    return response.get_data(as_text=True)


def table_of(browser: FlaskClient, name: str, query: str = WEEK) -> list[list[str]]:
    response = browser.get(f"{FIGURES}/{name}.csv?{query}")
    assert (response.status_code, response.content_type) == (200, "text/csv; charset=utf-8")
    assert response.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))


def test_the_resolved_rate_says_how_many_were_rated(filled: Records, logged_in: Entered):
    shown = Page(opened(logged_in("operator"), f"{FIGURES}?{WEEK}")).text.replace(" ", "")
    assert "解決率50.0%評価された回答4件のうち2件" in shown
    assert "返事6回答4、選択1、答えなし1" in shown


def test_every_table_on_the_page_is_a_file_with_the_same_rows(filled: Records, logged_in: Entered):
    browser = logged_in("operator")
    page = opened(browser, f"{FIGURES}?{WEEK}")
    links = re.findall(r'href="(/staff/figures/(\w+)\.csv\?[^"]+)"', page)
    assert {name for _, name in links} <= set(SHEETS)
    assert len(links) >= 7
    for address, name in links:
        rows = list(csv.reader(io.StringIO(browser.get(htmls.unescape(address)).data.decode("utf-8-sig"))))
        section = page.partition(f'id="sheet-{name}"')[2].partition("</section>")[0]
        shown = [
            squeezed(Page(row).text)
            for row in re.findall(r'<th role="rowheader".*?>(.*?)</th>', section, re.S)
        ]
        first = [row[0] for row in rows[1:]]
        assert len(shown) == (min(len(first), SHOWN) if 'href="/entries/' in section else len(first))
        if name != "days":
            assert shown == first[: len(shown)]


def test_the_tables_hold_what_was_counted(filled: Records, logged_in: Entered):
    browser = logged_in("operator")
    days = table_of(browser, "days")
    assert days[1] == ["2026-11-16", "2", "2", "0", "0", "2", "1", "50.0"]
    assert [row[0] for row in days[1:]] == [f"2026-11-{day}" for day in range(16, 23)]
    assert days[-1] == ["2026-11-22", "0", "0", "0", "0", "0", "0", ""]
    assert [row[:2] for row in table_of(browser, "channels")[1:]] == [
        ["サイトに置く部品", "3"],
        ["質問窓口のページ", "2"],
        ["ほかのプログラム（API）", "1"],
    ]
    assert [row[:2] for row in table_of(browser, "cities")[1:]] == [
        ["分からない", "3"],
        ["苫小牧市", "2"],
        ["松戸市", "1"],
    ]
    [mistaken] = table_of(browser, "mistaken")[1:]
    assert mistaken[1:] == ["licence-unit", "3", "3", "1", "33.3"]
    assert table_of(browser, "waits")[-1] == ["すべて", "6", "1.25", "900.0", "900.0"]
    assert table_of(browser, "gaps")[1:] == [["まだ見ていない", "1", "1"]]


def test_a_filter_is_an_address_and_holds_for_everything(filled: Records, logged_in: Entered):
    browser = logged_in("operator")
    query = f"{WEEK}&channel=page&city=tomakomai"
    page = opened(browser, f"{FIGURES}?{query}")
    assert "質問窓口のページ、苫小牧市" in page
    assert '<option value="page" selected>' in page
    files = re.findall(r'href="/staff/figures/\w+\.csv\?([^"]+)"', page)
    assert {htmls.unescape(one) for one in files} == {query}
    assert table_of(browser, "entries", query)[1][1:3] == ["licence-unit", "2"]
    assert len(table_of(browser, "channels", query)) == 2


def test_entries_nobody_was_shown_and_nobody_of_the_staff_used_are_listed(
    filled: Records, logged_in: Entered, knowledge: Knowledge
):
    unseen = {row[1] for row in table_of(logged_in("operator"), "unseen")[1:]}
    assert "licence-unit" not in unseen
    assert "licence-renewal" not in unseen
    ended = {
        entry.id
        for entry in knowledge.entries
        if entry.holds_to and entry.holds_to < datetime.date(2026, 11, 16)
    }
    assert unseen == {entry.id for entry in knowledge.entries} - ended - {"licence-unit", "licence-renewal"}


def test_entries_are_stale_from_the_day_after(knowledge: Knowledge):
    entry = knowledge.entries[0].model_copy(
        update={"review_by": datetime.date(2026, 11, 21), "holds_to": datetime.date(2026, 11, 20)}
    )
    one = replace(knowledge, entries=(entry,))
    found = [stale(one, datetime.date(2026, 11, day)) for day in (20, 21, 22)]
    assert [[(s.why, s.day.day) for s in on] for on in found] == [
        [],
        [("ended", 20)],
        [("ended", 20), ("review", 21)],
    ]
    assert never_shown(one, [], datetime.date(2026, 11, 21), datetime.date(2026, 11, 22)) == []
    assert never_shown(one, [], datetime.date(2026, 11, 20), datetime.date(2026, 11, 22)) == [entry]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("from=2026-02-30", "「最初の日」は、実在する日付で入力してください（今は「2026-02-30」）"),
        ("to=きのう", "「最後の日」は、実在する日付"),
        ("to=9999-12-31", "「最後の日」は、実在する日付"),
        ("from=2026-11-20&to=2026-11-19", "それより前にしてください"),
        ("from=2020-01-01&to=2026-11-19", "期間は366日まで"),
        ("channel=fax", "「窓口」は、選択肢の中から"),
        ("city=osaka", "「市町村」は、選択肢の中から"),
    ],
)
def test_what_cannot_be_used_is_named_and_kept(query: str, says: str, logged_in: Entered):
    browser = logged_in("operator")
    page = opened(browser, f"{FIGURES}?{query}", 422)
    assert says in page
    assert 'aria-invalid="true"' in page
    assert browser.get(f"{FIGURES}/days.csv?{query}").status_code == 422


def test_there_is_no_table_of_another_name(logged_in: Entered):
    assert logged_in("operator").get(f"{FIGURES}/users.csv").status_code == 404


def test_a_desk_without_replies_has_figures_too(logged_in: Entered):
    page = opened(logged_in("operator"), FIGURES)
    assert "評価された回答 0件のうち 0件" in page
    assert "<svg" not in page


def test_pictures_say_in_words_what_they_show(filled: Records, logged_in: Entered):
    page = opened(logged_in("operator"), f"{FIGURES}?{WEEK}")
    assert page.count('role="img"') == 3
    assert "11月16日から11月22日まで、返事は6件です。いちばん多いのは11月16日の2件です。" in page
    assert "サイトに置く部品は3件、回答2、選択0、答えなし1。" in page
    assert "style=" not in page


FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1+1"]


def test_no_cell_of_a_file_runs_as_a_formula():
    sheet = Sheet("t", "t", (Column("=a"), Column("b", "count")), tuple((text, -3) for text in FORMULAS))
    rows = list(csv.reader(io.StringIO(csv_of(sheet).removeprefix("\ufeff"))))
    assert rows[0] == ["'=a", "b"]
    assert [row[0] for row in rows[1:]] == [f"'{text}" for text in FORMULAS]
    assert {row[1] for row in rows[1:]} == {"-3"}


def test_only_the_staff_sees_figures(app):
    for address in (FIGURES, f"{FIGURES}/days.csv", f"{FIGURES}/digest"):
        assert app.test_client().get(address).status_code == 303


# The week


def test_the_digest_of_a_week_as_data(filled: Records, knowledge: Knowledge):
    found = weekly(filled.engine, knowledge, week_of("2026-W47", datetime.date(2026, 11, 30)))
    assert (found.first, found.last) == (datetime.date(2026, 11, 16), datetime.date(2026, 11, 22))
    assert (found.replies, found.rated, found.resolved, found.rated_before) == (6, 4, 2, 2)
    assert (found.resolved_rate, found.rate_before, found.change) == (0.5, 0.5, 0.0)
    [gap] = found.gaps
    assert (gap.question, gap.asked, gap.nearest.entry) == ("=1+1は？", 1, "licence-unit")  # type: ignore[union-attr]
    assert [(one.entry, one.rated, one.resolved) for one in found.badly_rated] == [
        ("licence-renewal", 1, 0),
        ("licence-unit", 3, 2),
    ]
    assert found.never_shown_count == len(
        never_shown(knowledge, ["licence-unit", "licence-renewal"], datetime.date(2026, 8, 24), found.last)
    )
    assert len(found.never_shown) == 10


def test_the_digest_is_made_from_what_is_given_alone(knowledge: Knowledge):
    week = week_of("2026-W47", datetime.date(2026, 11, 30))
    counted = Counted(
        week=Outcomes("", 40, 30, 6, 4, 20, 15),
        before=Outcomes("", 40, 30, 6, 4, 20, 16),
        entries=[EntryFigures("licence-unit", 9, 4, 1, 2, 0, 1)],
        shown=frozenset(entry.id for entry in knowledge.entries),
        open_gaps=12,
        top_gaps=[Question(f"質問{i}", 12 - i, ()) for i in range(10)],
    )
    found = digest(week, counted, knowledge)
    assert digest(week, counted, knowledge) == found
    assert found.never_shown == ()
    text = as_text(found)
    assert text.startswith(
        "週のまとめ 2026-W47（2026年11月16日〜2026年11月22日）\n解決率 75.0%（評価された回答 20件のうち 15件）。"
    )
    assert "前の週（80.0%、20件）より5.0ポイント下がりました。" in text
    assert "答えられなかった質問 12件\n・質問0（これまで12回）" in text
    assert "・ほか 2件" in text
    assert "評価 4件のうち解決 1件（違う質問 2、分かりにくい 1）" in text


@pytest.mark.parametrize(
    ("rated", "before", "says"),
    [
        ((0, 0), (5, 5), "解決率は出せません（回答 9件のうち、評価は0件）。"),
        (
            (4, 2),
            (0, 0),
            "解決率 50.0%（評価された回答 4件のうち 2件）。前の週は評価がなく、比べられません。",
        ),
        ((4, 2), (8, 4), "前の週（50.0%、8件）と変わりません。"),
        ((4, 3), (8, 4), "前の週（50.0%、8件）より25.0ポイント上がりました。"),
    ],
)
def test_the_change_is_said_as_it_is(
    rated: tuple[int, int], before: tuple[int, int], says: str, knowledge: Knowledge
):
    counted = Counted(
        Outcomes("", 9, 9, 0, 0, *rated), Outcomes("", 9, 9, 0, 0, *before), [], frozenset(), 0, []
    )
    assert headline(digest(week_of("2026-W47", datetime.date(2026, 11, 30)), counted, knowledge)).endswith(
        says
    )


@pytest.mark.parametrize(
    ("given", "today", "first"),
    [
        ("", "2026-11-23", "2026-11-16"),
        ("", "2026-11-29", "2026-11-16"),
        ("", "2026-11-30", "2026-11-23"),
        ("2026-W48", "2026-01-01", "2026-11-23"),
        ("2020-W53", "2026-01-01", "2020-12-28"),
        ("2026-W01", "2026-01-01", "2025-12-29"),
    ],
)
def test_a_week_is_that_of_the_calendar(given: str, today: str, first: str):
    week = week_of(given or None, datetime.date.fromisoformat(today))
    assert week.first.isoformat() == first
    assert str(week) == (given or str(week))


def test_the_digest_page_prints_what_the_text_says(filled: Records, logged_in: Entered, assistant: Assistant):
    browser = logged_in("operator")
    page = opened(browser, f"{FIGURES}/digest?week=2026-W47")
    found = weekly(filled.engine, assistant.knowledge, week_of("2026-W47", datetime.date(2026, 11, 30)))
    assert headline(found) in page
    assert "=1+1は？" in page
    assert 'href="/staff/figures/digest?week=2026-W46"' in page
    assert "2026-W48" not in page.replace("2026-W48 のように", "")  # that week is not over


@pytest.mark.parametrize("week", ["2026-W54", "2026-48", "先週", "0000-W01", "２０２６-W48"])
def test_a_week_that_is_none_is_named_and_kept(week: str, logged_in: Entered):
    page = opened(logged_in("operator"), f"{FIGURES}/digest?week={week}", 422)
    assert f"（今は「{week}」）" in page
    assert f'value="{week}"' in page
