"""Fees at the desk without a mouse: the decision follows, the answer lies in the clipboard; and all pages of seeing."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from faq_bot.access.accounts import Accounts
from faq_bot.assembly import now
from faq_bot.reception.keeping import folded
from faq_bot.storage import feedback, replies
from faq_bot.storage.connections import writing
from faq_bot.storage.records import Records
from faq_bot.storage.tables import preferences
from tests.browser.looks import NEEDS_CHROMIUM, clipped
from tests.browser.test_page import sideways, tab_to
from tests.conftest import Service, start_service
from tests.storage.conftest import kept_reply

pytestmark = NEEDS_CHROMIUM
playwright = pytest.importorskip("playwright.sync_api", reason="playwright がありません（test の追加部品）")
PASSWORD = "copper kettle feast"
TOMAKOMAI = "/staff/fees?as_of=2025-08-01&municipality=tomakomai&status=new&start_date=2025-05-12&service_type=通所介護"
ADDRESSES = {
    "fees": TOMAKOMAI,
    "two days": f"{TOMAKOMAI}&other_day=2025-03-01",
    "wrong fees": "/staff/fees?office_numbers=0&other_day=x",
    "figures": "/staff/figures",
    "wrong figures": "/staff/figures?from=2026-02-30&channel=fax",
    "digest": "/staff/figures/digest",
    "audit": "/staff/audit",
}
Desk = Callable[..., Any]


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with staff and a few replies of these days; `silent` has switched the copying key off."""
    data: Path = tmp_path_factory.mktemp("console")
    records = Records(f"sqlite:///{data / 'faq-bot.db'}", folded)
    accounts = Accounts(lambda: records.engine, now)
    for name in ("operator", "silent"):
        accounts.add(name, PASSWORD, "operator", by="test")
    accounts.add("administrator", PASSWORD, "administrator", by="test")
    gap = {"outcome": "no_answer", "entry": None, "is_gap": True}
    with writing(records.engine) as connection:
        hours = [now() - datetime.timedelta(hours=7 * i) for i in range(40)]
        kept = [kept_reply(i, at=at, **(gap if i % 5 == 0 else {})) for i, at in enumerate(hours)]
        replies.keep(connection, kept, folded)
        connection.execute(insert(preferences), {"member": "silent", "keys": {"copy_plain": ""}})
    for i in range(1, 5):
        feedback.keep(records.engine, f"reply-{i}", "wrong_question" if i == 1 else "resolved", None, now())
    records.close()
    running = start_service(FAQ_BOT_DATA=str(data))
    with running.process:
        yield running
        running.process.terminate()


@pytest.fixture
def desk(opened: Callable[..., Any], console: Service) -> Desk:
    """A function that gives the page of somebody who is logged in, in a look, at an address."""

    def at(address: str, member: str = "operator", **look: Any) -> Any:
        page = opened(base_url=console.url, permissions=["clipboard-read", "clipboard-write"], **look)
        page.goto("/staff/login")
        page.get_by_label("名前").fill(member)
        page.get_by_label("合言葉").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/staff")
        page.goto(address)
        return page

    return at


def type_day(page: Any, field: Any, day: str) -> None:
    """Type a day into a date field, in whichever order the browser has its parts."""
    year, month, date = day.split("-")
    for parts in ((month, date, year), (year, month, date)):
        field.focus()
        for part in parts:
            page.keyboard.type(part)
            if part is year:
                page.keyboard.press("ArrowRight")
        if field.input_value() == day:
            return
        page.reload()
    pytest.fail("the day cannot be typed")


def decided(page: Any) -> Any:
    return page.locator("#decision .sentence")


def in_clipboard(page: Any) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_fee_is_decided_and_copied_without_a_mouse(desk: Desk):
    page = desk("/staff/fees")
    type_day(page, page.get_by_label("いつの時点で"), "2025-08-01")
    tab_to(page, page.locator("#municipality-unknown"), 30)
    page.keyboard.press("ArrowDown")
    playwright.expect(page.locator("#municipality-1")).to_be_checked()
    tab_to(page, page.locator("#status-unknown"), 30)
    page.keyboard.press("ArrowDown")
    playwright.expect(page.locator("#status-1")).to_be_checked()
    type_day(page, page.locator("#start_date"), "2025-05-12")
    tab_to(page, page.locator("#service_type"), 30)
    page.keyboard.type("通所介護")
    playwright.expect(decided(page)).to_contain_text(
        "1年目（2025年5月12日から）が0円（苫小牧市が補助）の見込み"
    )
    tab_to(page, page.locator("#office_numbers"), 30)
    page.keyboard.type("3c")  # a letter in a field is a letter
    playwright.expect(page.locator("#decision .errors")).to_contain_text("「事業所番号の数」は、1以上の数")
    playwright.expect(page.locator("#office_numbers")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Backspace")
    playwright.expect(decided(page)).to_contain_text("0円（苫小牧市が補助）")
    playwright.expect(page.locator("#told")).to_contain_text("0円（苫小牧市が補助）")
    tab_to(page, page.get_by_role("button", name="判定する"), 30)
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#decision")).to_be_focused()
    page.keyboard.press("c")
    playwright.expect(page.locator("#told")).to_have_text("理由つきの答えをコピーしました。")
    copied = in_clipboard(page)
    assert copied.startswith(
        "ライセンス料の判定（2025年8月1日の時点）\nお支払いは、1年目（2025年5月12日から）が0円"
    )
    assert "・事業所番号の数: 3" in copied
    assert (
        "・1年目 2025年5月12日〜2026年5月11日（令和7年5月12日〜令和8年5月11日）: 0円（見込み）、払う人: 苫小牧市"
        in copied
    )
    assert "［TM-8、TM-9、TM-7、TM-0］" in copied
    assert copied.endswith("この判定は、2025年8月1日までに公表された資料によります。")
    address = page.url
    assert "municipality=tomakomai" in address
    assert "office_numbers=3" in address
    page.goto(address)
    assert page.locator("#reasoned").text_content() == copied


def test_two_days_are_compared_without_a_mouse_and_what_is_open_stays_open(desk: Desk):
    page = desk(TOMAKOMAI)
    scheme = page.locator("#trace-1-tomakomai")
    scheme.locator("summary").focus()
    page.keyboard.press("Enter")
    playwright.expect(scheme.get_by_text("苫小牧市内の事業所です。")).to_be_visible()
    type_day(page, page.get_by_label("並べて比べる日"), "2025-03-01")
    table = page.get_by_role("table", name="2つの日の違い")
    row = table.get_by_role("row").filter(has_text="1年目の払う人")
    playwright.expect(row).to_contain_text("違う")
    playwright.expect(row.get_by_role("cell")).to_have_text(["2025年8月1日苫小牧市", "2025年3月1日事業所"])
    playwright.expect(scheme.get_by_text("苫小牧市内の事業所です。")).to_be_visible()
    page.get_by_role("button", name="答えをコピー").focus()
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#told")).to_have_text("理由つきの答えをコピーしました。")
    assert in_clipboard(page).count("ライセンス料の判定（") == 2


def test_a_key_that_is_switched_off_copies_nothing(desk: Desk):
    page = desk(TOMAKOMAI, "silent")
    page.evaluate("navigator.clipboard.writeText('before')")
    page.locator("#decision").focus()
    page.keyboard.press("c")
    assert in_clipboard(page) == "before"
    page.get_by_role("button", name="答えをコピー").press("Enter")
    playwright.expect(page.locator("#told")).to_have_text("理由つきの答えをコピーしました。")
    assert in_clipboard(page).startswith("ライセンス料の判定")


def test_it_works_without_a_script(desk: Desk):
    page = desk(TOMAKOMAI, java_script_enabled=False)
    page.locator("#municipality-2").focus()
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.locator("#office_numbers").press("Enter")
    playwright.expect(page.locator("#municipality-2")).to_be_checked()
    playwright.expect(page.locator("#reasoned")).to_contain_text("・市町村: 松戸市")
    playwright.expect(page.get_by_role("button", name="答えをコピー")).to_be_hidden()


def test_a_connection_that_fails_is_said_and_nothing_is_lost(desk: Desk):
    page = desk(TOMAKOMAI)
    page.context.set_offline(True)
    page.locator("#office_numbers").press_sequentially("2")
    playwright.expect(page.locator("#told")).to_contain_text("つながりませんでした")
    page.context.set_offline(False)
    page.locator("#office_numbers").press("Enter")
    playwright.expect(page.locator("#reasoned")).to_contain_text("・事業所番号の数: 2")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: str, desk: Desk, axe: Callable[[Any], list[str]]):
    page = desk("/staff/fees", "administrator", color_scheme=scheme)
    found = {}
    for name, address in ADDRESSES.items():
        page.goto(address)
        for summary in page.locator("main summary").all():
            summary.click()
        if here := axe(page):
            found[name] = here
    assert found == {}


@pytest.mark.parametrize("look", ["320 wide", "400 % zoom"])
def test_nothing_scrolls_sideways_or_is_cut_off(look: str, desk: Desk):
    height, factor = (568, 1) if look == "320 wide" else (180, 4)
    page = desk(
        "/staff/fees", "administrator", viewport={"width": 320, "height": height}, device_scale_factor=factor
    )
    for name, address in ADDRESSES.items():
        page.goto(address)
        for summary in page.locator("main summary").all():
            summary.click()
        assert sideways(page) <= 0, name
        scrolling = ('<p class="snippet reasoned"', '<div class="scrolled"')
        assert [cut for cut in clipped(page) if not cut.startswith(scrolling)] == [], name


def test_the_decision_is_printed_without_the_form(desk: Desk):
    page = desk(TOMAKOMAI)
    page.locator("#trace-1-tomakomai summary").click()
    page.emulate_media(media="print")
    playwright.expect(page.locator("#facts")).to_be_hidden()
    playwright.expect(decided(page)).to_be_visible()
    playwright.expect(page.get_by_text("苫小牧市内の事業所です。")).to_be_visible()
    playwright.expect(page.locator("#trace-1-free_pass")).to_be_hidden()


def test_figures_are_printed_whole_with_pictures_and_tables(desk: Desk):
    page = desk("/staff/figures")
    page.emulate_media(media="print")
    playwright.expect(page.get_by_role("img", name="日ごとの返事")).to_be_visible()
    playwright.expect(page.get_by_role("button", name="絞り込む")).to_be_hidden()
    region = page.locator(".scrolled").first
    assert region.evaluate("e => e.scrollHeight - e.clientHeight") <= 1


def test_the_kinds_of_outcome_differ_in_forced_colours(desk: Desk):
    page = desk("/staff/figures", forced_colors="active")
    fills = {
        kind: page.locator(f"#sheet-days ~ figure .segment.{kind}").last.evaluate(
            "e => getComputedStyle(e).fill"
        )
        for kind in ("answered", "no_answer")
    }
    assert fills["answered"] != fills["no_answer"]
