"""A whole conversation in the widget, to the asker's own amount, whatever the device, the look and the page."""

import re
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.test_page import sideways
from tests.browser.widget_pages import FEE, HOSTILE, LIST, STRICT, SUMMER, UNIT, WINTER, Chat, host
from tests.conftest import Service

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        shutil.which("chromium") is None, reason="chromium がありません（apt-get install chromium）"
    ),
]
playwright = pytest.importorskip("playwright.sync_api", reason="playwright がありません（test の追加部品）")
Opened = Callable[..., "playwright.Page"]
SMALLEST_TARGET = 44
TOLD = re.compile("新しく始める|千葉市|使ったことはない")
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"
LOOKS: dict[str, dict[str, Any]] = {
    "wide": {},
    "touch 320×568": {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True},
    "zoomed to 400 %": {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
    "forced colours": {"forced_colors": "active"},
    "reduced motion": {"reduced_motion": "reduce"},
    "dark": {"color_scheme": "dark"},
}


def whole_conversation(chat: Chat) -> None:
    """From a question to the amounts, a correction, and the reasons: what is seen at each step."""
    chat.ask(FEE)
    playwright.expect(chat.latest.get_by_role("heading", level=3)).to_contain_text("何日ですか")
    playwright.expect(chat.latest).to_contain_text("通所介護")
    chat.answer_day("2025-05-12")
    playwright.expect(chat.latest.get_by_role("heading", level=3)).to_have_text("この事業所のお支払い")
    assert chat.amounts() == ["0円", "0円"]
    playwright.expect(chat.latest.get_by_role("img", name="年ごとの支払いの図")).to_be_visible()
    playwright.expect(chat.latest.get_by_role("link", name="0144-84-7565")).to_have_attribute(
        "href", "tel:0144-84-7565"
    )
    chat.latest.get_by_role("button", name="（利用を始める日）").click()
    chat.answer_day("2025-06-01")
    assert chat.amounts() == ["0円", "21,000円"]
    playwright.expect(chat.page.get_by_text("利用を始める日: 2025年6月1日", exact=True)).to_be_visible()


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_fee_conversation_ends_in_the_amounts(look: dict[str, Any], opened: Opened, service: Service):
    page = opened(**look)
    host(page, service)
    whole_conversation(Chat(page).open())
    assert sideways(page) <= 0


def test_the_whole_conversation_by_touch(opened: Opened, service: Service):
    page = opened(**LOOKS["touch 320×568"])
    host(page, service)
    chat = Chat(page)
    chat.launcher.tap()
    playwright.expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="うちのライセンス料は、いくらになりますか。").tap()
    for _ in range(8):
        chat.answers.last.wait_for()
        if chat.latest.get_by_role("table").count():
            break
        before = chat.answers.count()
        day = chat.latest.get_by_label("日付で答える")
        told = chat.latest.get_by_role("button", name=TOLD)
        if day.count():
            day.fill("2025-09-01")
            chat.latest.get_by_role("button", name="これで答える").tap()
        else:
            (told if told.count() else chat.latest.get_by_role("button", name="わからない")).first.tap()
        chat.answers.nth(before).wait_for()
    assert chat.amounts()[0] == "0円"
    small = small_targets(page)
    assert small == {}


def small_targets(page: "playwright.Page") -> dict[str, float]:
    """What can be pressed in the widget and is lower than 44 pixels; links in sentences are let off by WCAG."""
    targets = page.locator("careplan-faq").locator(
        "button:visible, summary:visible, select:visible, .radio:visible, input:visible:not([type=radio])"
    )
    heights = {target.inner_text()[:20]: target.bounding_box()["height"] for target in targets.all()}
    assert len(heights) > 3
    return {name: height for name, height in heights.items() if height < SMALLEST_TARGET}


def test_the_whole_conversation_by_keyboard(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat = Chat(page)
    for _ in range(3):
        page.keyboard.press("Tab")
    playwright.expect(chat.launcher).to_be_focused()
    page.keyboard.press("Enter")
    playwright.expect(chat.field).to_be_focused()
    page.keyboard.insert_text(FEE)
    page.keyboard.press("Enter")
    chat.answers.first.wait_for()
    playwright.expect(chat.field).to_be_focused()
    page.keyboard.press("F6")
    playwright.expect(chat.latest.get_by_role("heading", level=3)).to_be_focused()
    page.keyboard.press("Tab")
    playwright.expect(chat.latest.get_by_label("日付で答える")).to_be_focused()
    chat.latest.get_by_label("日付で答える").fill("2025-05-12")
    page.keyboard.press("Enter")
    chat.answers.nth(1).wait_for()
    assert chat.amounts() == ["0円", "0円"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.closest('article') !== null")
    page.keyboard.press("F6")
    playwright.expect(chat.field).to_be_focused()
    page.keyboard.press("Escape")
    playwright.expect(chat.launcher).to_be_focused()
    playwright.expect(chat.answers).to_have_count(0)
    page.keyboard.press("Enter")
    playwright.expect(chat.answers).to_have_count(2)


def test_no_key_is_caught_in_the_panel(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat = Chat(page).open().ask(UNIT)
    for _ in range(80):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.textContent") == "two":
            break
    assert page.evaluate("document.activeElement.textContent") == "two"
    page.get_by_role("link", name="two").press("Tab")
    playwright.expect(page.get_by_role("button", name="閉じる")).to_be_focused()
    playwright.expect(chat.latest).to_be_visible()


def test_the_focus_goes_through_the_panel_in_the_order_it_is_read(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    Chat(page).open()
    page.get_by_role("heading", name="よくある質問").wait_for()
    page.get_by_role("button", name="閉じる").focus()
    order = [focused(page)]
    while order[-1] != "送る" and len(order) < 20:
        page.keyboard.press("Tab")
        order.append(focused(page))
    suggestions = order[1:-5]
    assert len(suggestions) >= 3
    assert [text for text in suggestions if not text.endswith("。")] == []
    assert [order[0], *order[-5:]] == ["閉じる", "最初から", "印刷", "使い方とキー操作", "", "送る"]


def focused(page: "playwright.Page") -> str:
    """The words of what has the focus in the widget."""
    return str(page.evaluate("document.activeElement.shadowRoot?.activeElement?.innerText ?? ''"))


def test_text_spacing_of_the_reader_loses_nothing(opened: Opened, service: Service):
    page = opened(viewport={"width": 320, "height": 568})
    host(page, service)
    page.evaluate(
        "css => { const own = new CSSStyleSheet(); own.replaceSync(css);"
        " document.querySelector('careplan-faq').shadowRoot.adoptedStyleSheets.push(own); }",
        SPACING,
    )
    chat = Chat(page).open()
    whole_conversation(chat)
    cut = page.locator("careplan-faq").evaluate(
        "e => [...e.shadowRoot.querySelectorAll('article *')].filter(x => x.clientWidth && !x.closest('.unseen, thead, svg')"
        " && x.scrollWidth > x.clientWidth + 1).map(x => x.outerHTML.slice(0, 80))"
    )
    assert cut == []


def test_a_page_with_hostile_styles_changes_nothing(opened: Opened, service: Service):
    page = opened()
    host(page, service, head=HOSTILE)
    chat = Chat(page).open()
    whole_conversation(chat)
    box = chat.field.bounding_box()
    assert box["width"] > 200
    assert box["height"] >= SMALLEST_TARGET
    size, spacing, transform = chat.latest.evaluate(
        "e => { const s = getComputedStyle(e); return [s.fontSize, s.letterSpacing, s.textTransform] }"
    )
    assert (size, spacing, transform) == ("16px", "normal", "none")


def test_a_page_with_a_strict_policy_needs_two_lines_only(opened: Opened, service: Service):
    page = opened()
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    host(page, service, policy=STRICT, accent="#00684b")
    whole_conversation(Chat(page).open())
    assert [text for text in refused if "Content Security Policy" in text or "Trusted" in text] == []
    colour = page.get_by_role("button", name="送る", exact=True).evaluate(
        "e => getComputedStyle(e).backgroundColor"
    )
    assert colour == "rgb(0, 104, 75)"


def test_the_frame_holds_the_same_conversation(opened: Opened, service: Service):
    page = opened()
    page.goto(f"{service.url}/embed?as-of={SUMMER}")
    chat = Chat(page)
    playwright.expect(page.get_by_role("button", name="閉じる")).to_have_count(0)
    whole_conversation(chat)
    assert sideways(page) <= 0


def test_the_demonstration_page_answers(opened: Opened, service: Service):
    page = opened()
    page.goto(f"{service.url}/demo")
    playwright.expect(page.get_by_text("表示例です。")).to_be_visible()
    chat = Chat(page).open().ask(UNIT)
    playwright.expect(chat.latest).to_contain_text("事業所番号ごとにかかります")


def test_a_list_of_conditions_is_answered_one_by_one(opened: Opened, service: Service):
    page = opened()
    host(page, service, as_of=WINTER)
    chat = Chat(page).open().ask(LIST)
    playwright.expect(chat.latest.get_by_role("button", name="すべて当てはまる")).to_be_visible()
    chat.latest.get_by_text("当てはまらないものがある").click()
    for choice in ("休止していない", "予定はない", "申告済みで滞納はない", "いない", "受けていない"):
        chat.latest.get_by_role("radio", name=choice, exact=True).check()
    chat.press("この内容で答える")
    assert chat.amounts()[0] == "0円"
    playwright.expect(chat.latest).to_contain_text("松戸市")


def test_a_list_of_conditions_is_agreed_to_at_once(opened: Opened, service: Service):
    page = opened()
    host(page, service, as_of=WINTER)
    chat = Chat(page).open().ask(LIST).press("すべて当てはまる")
    assert chat.amounts()[0] == "0円"


def test_what_was_chosen_stays_marked_and_cannot_be_pressed_again(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat = Chat(page).open().ask("料金")
    chosen = chat.latest.get_by_role("listitem").first.inner_text()
    chat.press(chosen)
    first = chat.answers.first
    playwright.expect(first.get_by_text(f"選んだ答え: {chosen}")).to_be_visible()
    playwright.expect(first.get_by_text("この中にない", exact=True)).to_be_visible()
    playwright.expect(first.get_by_role("button", name="この中にない")).to_have_count(0)
    playwright.expect(chat.latest.get_by_role("heading", level=3)).to_have_text(chosen)


def test_none_of_these_ends_in_who_knows_more(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat = Chat(page).open().ask("料金").press("この中にない")
    playwright.expect(chat.latest.get_by_role("link", name="0120-584-708")).to_be_visible()


def test_an_answer_shows_source_date_and_link(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    chat = Chat(page).open().ask(UNIT)
    source = chat.latest.get_by_role("listitem").filter(has_text="HD-31")
    playwright.expect(source.get_by_role("link")).to_be_visible()
    assert source.get_by_role("link").get_attribute("href").startswith("https://")
    playwright.expect(source.locator("time[datetime='2025-04-14']")).to_have_text("2025年4月14日（令和7年）")


def test_an_answer_that_a_newer_document_changed_leads_to_the_newer_one(opened: Opened, service: Service):
    page = opened()
    host(page, service, as_of="2026-11-22")
    chat = Chat(page).open().ask("2025年の案内では、フリーパスの対象になる事業所はどこでしたか。")
    playwright.expect(chat.latest).to_contain_text("資料で内容が変わりました")
    newer = chat.latest.get_by_role("link", name="新しい資料での回答を見る")
    playwright.expect(newer).to_have_attribute("href", f"{service.url}/entries/free-pass-who-extended")


def test_every_stop_of_the_keyboard_is_outlined_and_in_sight(opened: Opened, service: Service):
    page = opened()
    host(page, service)
    Chat(page).open().ask(FEE)
    page.get_by_role("button", name="閉じる").focus()
    stops = []
    while not stops or (stops[-1][0] != "送る" and len(stops) < 60):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(RING))
    assert len(stops) > 10
    assert [stop for stop in stops if stop[1:] != ["solid", "4px", True]] == []


RING = """() => { const e = document.activeElement.shadowRoot.activeElement, s = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  return [e.innerText || e.tagName, s.outlineStyle, s.outlineWidth, box.top >= 0 && box.bottom <= innerHeight]; }"""
