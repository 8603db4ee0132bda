"""The site as people meet it: every page in every size, by keyboard, printed, and one whole journey."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.looks import ADDRESSES, NEEDS_CHROMIUM, SCREENS, SIZES, SPACING, clipped
from tests.browser.test_conversation import EDGE, TEXT, cells, contrast
from tests.browser.test_page import sideways, tab_to
from tests.conftest import Service

pytestmark = NEEDS_CHROMIUM
playwright = pytest.importorskip("playwright.sync_api", reason="playwright がありません（test の追加部品）")


@pytest.fixture
def wide(chromium: "playwright.Browser") -> Iterator["playwright.Page"]:
    context = chromium.new_context(**SIZES["1280 wide"], locale="ja-JP")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits_every_size(size: str, chromium: "playwright.Browser", service: Service):
    context = chromium.new_context(**SIZES[size], locale="ja-JP")
    page = context.new_page()
    for name, address in ADDRESSES.items():
        page.goto(service.url + address)
        for summary in page.locator("main summary").all():
            summary.click()
        if size == "spaced out":
            page.add_style_tag(content=SPACING)
        assert sideways(page) <= 0, name
        assert clipped(page) == [], name
        playwright.expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()


def test_a_journey_without_javascript(page: "playwright.Page", service: Service):
    """From a search to an entry, to what it said before, to one's own fee."""
    page.get_by_role("navigation", name="ページ").get_by_role("link", name="検索").click()
    page.get_by_label("探す言葉").fill("無料 いつまで")
    page.get_by_role("button", name="検索する").click()
    assert "q=" in page.url
    page.get_by_role("link", name="フリーパスキャンペーンは、いつまで続きますか").click()
    playwright.expect(page.locator(".sentence")).to_contain_text("統合日まで延長されました")
    playwright.expect(page.locator(".sources").first).to_contain_text("2026年3月17日")
    page.locator(".history").get_by_role("link").first.click()
    playwright.expect(page.locator(".note")).to_contain_text("2026年3月17日の資料で、内容が変わりました")
    page.get_by_role("link", name="料金を計算する").click()
    page.get_by_label("苫小牧市").check()
    page.get_by_label("新しく始める").check()
    page.get_by_label("利用申請が完了する日").fill("2025-05-12")
    page.get_by_text("今日ではない日の時点で計算する").click()
    page.get_by_label("いつの時点で計算するか").fill("2025-08-01")
    page.get_by_role("button", name="計算する").click()
    playwright.expect(page.locator("#result:focus")).to_have_text("計算の結果")
    assert [row[1:3] for row in cells(page)] == [["苫小牧市", "0円"], ["国（フリーパスキャンペーン）", "0円"]]
    playwright.expect(page.get_by_role("img", name="2025年5月12日から2026年5月11日までは0円")).to_be_visible()
    assert "start_date" not in page.url
    page.get_by_role("link", name="この条件で開く").click()
    assert "start_date=2025-05-12" in page.url
    assert [row[2] for row in cells(page)] == ["0円", "0円"]


def test_an_entry_is_asked_about_further(page: "playwright.Page", service: Service):
    page.goto(f"{service.url}/entries/licence-unit")
    page.get_by_role("link", name="この答えから続けて尋ねる").click()
    playwright.expect(page.get_by_role("heading", level=2).first).to_have_text(
        "ライセンス料は何を単位にかかりますか。"
    )
    page.get_by_label("続けて尋ねる").fill("うちは千葉市で3つ番号があります。いくらですか")
    page.get_by_role("button", name="尋ねる", exact=True).click()
    playwright.expect(page.locator(".facts")).to_contain_text("千葉市")
    page.get_by_role("link", name="この答えのページ").or_(
        page.locator(".facts")
    ).first.scroll_into_view_if_needed()


def test_a_wrong_field_is_reached_from_the_list_of_errors(page: "playwright.Page", service: Service):
    page.goto(f"{service.url}/calculator")
    page.get_by_label("ライセンスを取る事業所番号はいくつ").fill("0")
    page.get_by_label("松戸市").check()
    page.get_by_role("button", name="計算する").click()
    playwright.expect(page.locator("#result:focus")).to_have_text("入力を確かめてください")
    playwright.expect(page.get_by_label("松戸市")).to_be_checked()
    tab_to(page, page.locator(".errors a"))
    page.keyboard.press("Enter")
    field = page.get_by_label("ライセンスを取る事業所番号はいくつ")
    assert "1以上の数" in str(
        field.evaluate("e => document.getElementById(e.getAttribute('aria-describedby')).innerText")
    )
    page.keyboard.press("Tab")
    playwright.expect(page.locator(":focus")).not_to_have_count(0)
    field.fill("2")
    page.get_by_role("button", name="計算する").click()
    playwright.expect(page.locator("#result")).to_have_text("計算の結果")


def stops(page: "playwright.Page", most: int = 90) -> Iterator["playwright.Locator"]:
    """Press Tab through a page once; the calendar button inside a date field is the browser's own."""
    skip = page.get_by_role("link", name="本文へ移る")
    for i in range(most):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count():
            if i and focused.and_(skip).count():
                return
            yield focused
    pytest.fail("the keyboard does not come round")


def focus_path(page: "playwright.Page") -> list[str]:
    """What Tab reaches, in order; the parts of a date field are one stop."""
    told = "e => e.labels?.length ? e.labels[0].innerText : e.innerText"
    path = [str(one.evaluate(told)).strip().split("\n")[0] for one in stops(page)]
    return [name for i, name in enumerate(path) if i == 0 or name != path[i - 1] or "日" not in name]


def test_the_focus_goes_through_a_page_in_the_order_it_is_read(wide: "playwright.Page", service: Service):
    wide.goto(f"{service.url}/entries/licence-unit")
    path = focus_path(wide)
    assert path[:7] == [
        "本文へ移る", "ケアプランデータ連携システム 質問窓口", "質問する", "項目の一覧", "検索", "料金の計算", "この窓口について",
    ]  # fmt: skip
    assert path[7:11] == ["項目の一覧", "ライセンス料", "この答えから続けて尋ねる", "料金を計算する"]
    assert path[-4:] == ["この窓口について", "アクセシビリティ", "市町村のサイトに置く", "変更の配信（Atom）"]
    wide.goto(f"{service.url}/calculator")
    assert focus_path(wide)[7:-4] == [
        "わからない", "わからない",  # each group of buttons is one stop, at what is chosen
        "利用申請が完了する日（利用を始める日）はいつですか。",
        "今のライセンスが使える最後の日はいつですか（「更新日」は、その日か翌日のことがあります）。",
        "わからない", "事業所のサービスの種類は何ですか。",
        "ライセンスを取る事業所番号はいくつありますか（建物の数ではなく、番号の数です）。",
        "松戸市ケアプランデータ連携システムライセンス料補助金（令和6年度）の条件",
        "賃上げ支援の上乗せ（介護分野の職員の賃上げ・職場環境改善支援事業）の条件",
        "今日ではない日の時点で計算する", "計算する",
    ]  # fmt: skip


def test_the_skip_link_is_seen_when_it_has_the_focus_and_skips(page: "playwright.Page", service: Service):
    page.goto(f"{service.url}/topics")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="本文へ移る")
    box = skip.bounding_box()
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    playwright.expect(page.locator("main :focus")).to_have_text("ライセンス料")


def test_every_stop_of_the_keyboard_is_outlined_and_in_sight(page: "playwright.Page", service: Service):
    page.goto(f"{service.url}/calculator?municipality=matsudo&as_of=2025-02-19")
    style = "e => [getComputedStyle(e).outlineStyle, parseFloat(getComputedStyle(e).outlineWidth)]"
    height = page.viewport_size["height"]
    seen = 0
    for focused in stops(page):
        line, width = focused.evaluate(style)
        box = focused.bounding_box()
        name = focused.evaluate("e => e.outerHTML.slice(0, 90)")
        assert (line, width >= 2) == ("solid", True), name
        assert box["y"] + box["height"] > 0, name
        assert box["y"] < height, name
        seen += 1
    assert seen > 40


@pytest.mark.parametrize("look", SCREENS.values(), ids=SCREENS)
def test_letters_marks_and_edges_are_seen_in_every_look(
    look: dict[str, Any], wide: "playwright.Page", service: Service
):
    wide.emulate_media(**look)
    seen = {
        "/": {".ways a": TEXT, ".hint": TEXT, ".cards a": TEXT, ".chips a": TEXT, "main select": EDGE},
        "/entries/free-pass-period-announced": {
            ".note a": TEXT, ".note": EDGE, ".sources .detail": TEXT, ".mark": TEXT, ".about dt": TEXT,
            ".action": TEXT, ".history .when": TEXT,
        },
        "/search?q=料金": {".question": TEXT, ".entries p": TEXT, "input[type=search]": EDGE},
        "/calculator?start_date=2025-02-30": {".errors a": TEXT, ".error": TEXT, ".radio": TEXT},
        "/calculator?municipality=tomakomai&status=new&start_date=2025-06-02&as_of=2025-08-01": {
            ".status.eligible": TEXT, ".status.not_eligible": TEXT, ".missing a": TEXT, ".missing .detail": TEXT,
        },
    }  # fmt: skip
    faint = {}
    for address, least in seen.items():
        wide.goto(service.url + address)
        found = {selector: contrast(wide, wide.locator(selector).first) for selector in least}
        faint.update({(address, s): found[s] for s, wanted in least.items() if found[s] < wanted})
    assert faint == {}


def test_an_entry_is_printed_with_answer_sources_and_addresses(wide: "playwright.Page", service: Service):
    address = f"{service.url}/entries/free-pass-period-announced"
    wide.goto(address)
    wide.emulate_media(media="print")
    for shown in (".sentence", ".message", ".sources", ".history", ".address"):
        playwright.expect(wide.locator(shown).first).to_be_visible()
    playwright.expect(wide.locator(".address")).to_have_text(address)
    printed = wide.locator(".sources a").first.evaluate("e => getComputedStyle(e, '::after').content")
    assert "https://www.careplan-renkei-support.jp/" in printed
    for hidden in (".skip", ".ways", ".actions", ".offer", "footer"):
        playwright.expect(wide.locator(hidden).first).to_be_hidden()


def test_a_calculation_is_printed_without_its_form(wide: "playwright.Page", service: Service):
    wide.goto(f"{service.url}{ADDRESSES['fee']}")
    wide.emulate_media(media="print")
    for shown in (".sentence", ".bar", "table", ".steps"):
        playwright.expect(wide.locator(shown)).to_be_visible()
    playwright.expect(
        wide.locator("button:visible, input:visible, select:visible, summary:visible")
    ).to_have_count(0)


def test_the_embedding_guide_shows_the_widget_at_work(chromium: "playwright.Browser", service: Service):
    context = chromium.new_context(**{**SIZES["1280 wide"], "java_script_enabled": True}, locale="ja-JP")
    page = context.new_page()
    page.goto(f"{service.url}/embedding")
    page.get_by_label("サイトの市町村").select_option("松戸市")
    page.get_by_label("窓口の名前").fill("まつど介護の窓口")
    page.get_by_role("button", name="行を作る").click()
    playwright.expect(page.get_by_label("貼り付ける行（部品）")).to_have_value(
        f'<script type="module" src="{service.url}/widget.js"></script>\n'
        '<careplan-faq municipality="matsudo" name="まつど介護の窓口"></careplan-faq>'
    )
    preview = page.frame_locator("iframe.preview")
    playwright.expect(preview.get_by_text("まつど介護の窓口").first).to_be_visible()
    context.close()
