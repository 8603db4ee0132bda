"""A whole conversation by plain forms: from a question to the amounts, in every look a screen may have."""

import io
import shutil
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.browser.looks import SCREENS
from tests.browser.test_page import sideways, tab_to
from tests.conftest import Service

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        shutil.which("chromium") is None, reason="chromium がありません（apt-get install chromium）"
    ),
]
playwright = pytest.importorskip("playwright.sync_api", reason="playwright がありません（test の追加部品）")
images = pytest.importorskip("PIL.Image", reason="pillow がありません（test の追加部品）")
FEE = "苫小牧でデイをやってます。5月の連休明けに申し込んだんだけど、うちはいくら払うの？"
OWN = "千葉市の訪問介護です。番号は3つです。9月1日に新しく始めます。フリーパスは使ったことがありません。うちはいくらですか。"
LIST = (
    "松戸市の通所介護です。番号は1つで、みなし指定ではありません。2025年1月10日に新規で利用を始めて、"
    "補助の申請書は2025年2月10日に市に届いています。うちは補助の対象になりますか。"
)
SUMMER, WINTER = "2025-08-01", "2025-02-19"
SMALLEST_TARGET = 44
LOOKED_AT = 100  # pixels of an element's width: a few letters among much ground would count as none
TEXT, EDGE = 4.5, 3.0
"""The contrasts WCAG asks of letters, and of what is no letter."""


def ask(page: "playwright.Page", service: Service, question: str, as_of: str = SUMMER) -> None:
    page.goto(f"{service.url}/?{urlencode({'q': question, 'as_of': as_of})}")


def fee(page: "playwright.Page", service: Service) -> None:
    """Ask for the fee and answer the one question back."""
    ask(page, service, FEE)
    page.get_by_label("日付で答える").first.fill("2025-05-12")
    page.get_by_role("button", name="これで答える").first.click()


def own(page: "playwright.Page", service: Service) -> None:
    ask(page, service, OWN)


def with_every_form_open(page: "playwright.Page", service: Service) -> None:
    fee(page, service)
    for summary in page.locator("summary").all():
        summary.click()


def conditions(page: "playwright.Page", service: Service) -> None:
    ask(page, service, LIST, WINTER)
    page.get_by_text("当てはまらないものがある").click()


def to_choose(page: "playwright.Page", service: Service) -> None:
    ask(page, service, "料金")


PLACES = [fee, own, with_every_form_open, conditions, to_choose]
Place = Callable[["playwright.Page", Service], None]


def cells(page: "playwright.Page") -> list[list[str]]:
    """The amounts of the table: payer, what is paid, certain or expected, of each year."""
    page.wait_for_load_state()  # before the style sheet is there, the columns' names stand beside what they name
    rows = page.locator("tbody tr").all()
    return [[cell.inner_text().split("\n")[-1] for cell in row.locator("td").all()] for row in rows]


def test_a_fee_conversation_ends_in_the_table_of_the_amounts(page: "playwright.Page", service: Service):
    ask(page, service, FEE)
    playwright.expect(page.get_by_role("heading", level=2)).to_contain_text("何日ですか")
    playwright.expect(page.locator(".facts")).to_contain_text("通所介護")
    page.get_by_label("日付で答える").first.fill("2025-05-12")
    page.get_by_role("button", name="これで答える").first.click()
    assert page.url == f"{service.url}/#reply"
    assert cells(page) == [
        ["21,000円", "苫小牧市", "0円", "見込み"],
        ["21,000円", "国（フリーパスキャンペーン）", "0円", "見込み"],
    ]
    playwright.expect(page.locator(".asker")).to_contain_text("2025年5月12日")
    playwright.expect(page.get_by_role("img", name="2025年5月12日から2026年5月11日までは0円")).to_be_visible()


def test_a_correction_changes_the_amounts(page: "playwright.Page", service: Service):
    fee(page, service)
    page.locator("summary").filter(has_text="利用を始める日").click()
    form = page.locator("details[open]")
    playwright.expect(form.get_by_label("日付で答える")).to_have_value("2025-05-12")
    form.get_by_label("日付で答える").fill("2025-06-01")
    form.get_by_role("button", name="これで答える").click()
    assert [row[2] for row in cells(page)] == ["0円", "21,000円"]


def test_several_numbers_are_added_up(page: "playwright.Page", service: Service):
    own(page, service)
    assert cells(page)[1] == ["21,000円", "事業所", "21,000円", "63,000円", "見込み"]


def test_a_service_is_picked_from_the_list(page: "playwright.Page", service: Service):
    fee(page, service)
    page.locator("summary").filter(has_text="サービスの種類").click()
    page.locator("details[open] select").select_option("訪問介護")
    page.locator("details[open]").get_by_role("button", name="これで答える").click()
    playwright.expect(page.locator(".facts")).to_contain_text("訪問介護")


def test_a_list_of_conditions_is_answered_one_by_one(page: "playwright.Page", service: Service):
    conditions(page, service)
    for choice in ("休止していない", "予定はない", "申告済みで滞納はない", "いない", "受けていない"):
        page.get_by_label(choice, exact=True).check()
    page.get_by_role("button", name="この内容で答える").click()
    assert cells(page)[0][:3] == ["21,000円", "松戸市", "0円"]


def test_the_whole_conversation_by_keyboard(page: "playwright.Page", service: Service):
    ask(page, service, FEE)
    tab_to(page, page.get_by_label("言葉で答える").first)
    page.keyboard.insert_text("5月12日")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    playwright.expect(page.locator("#reply:focus")).to_have_count(1)
    city = page.locator("summary").filter(has_text="市町村")
    tab_to(page, city, most=40)
    page.keyboard.press("Enter")
    tab_to(page, page.locator("details[open]").get_by_role("button", name="千葉市"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert [row[2] for row in cells(page)] == ["21,000円", "0円"]
    tab_to(page, page.get_by_role("button", name="最初から"), most=60)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    playwright.expect(page.locator(".facts")).to_have_count(0)


@pytest.mark.parametrize("place", PLACES)
def test_no_turn_scrolls_sideways_and_every_button_is_large(
    place: Place, page: "playwright.Page", service: Service
):
    place(page, service)
    assert sideways(page) <= 0
    targets = page.locator("button:visible, summary:visible, .radio:visible, main select:visible").all()
    heights = {target.inner_text()[:20]: target.bounding_box()["height"] for target in targets}
    assert len(heights) > 3
    assert {name: height for name, height in heights.items() if height < SMALLEST_TARGET} == {}


def test_letters_of_the_picture_do_not_touch(page: "playwright.Page", service: Service):
    own(page, service)
    boxes = [text.bounding_box() for text in page.locator(".bar text").all() if text.text_content()]
    assert len(boxes) == 12
    touching = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if _overlap(a, b)]
    assert touching == []
    width = page.viewport_size["width"]
    assert [box for box in boxes if box["x"] < 0 or box["x"] + box["width"] > width] == []


def _overlap(a: dict[str, float], b: dict[str, float]) -> bool:
    """Whether two boxes share more than the space between two lines."""
    across = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
    down = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
    return across > 0 and down > 5


@pytest.mark.parametrize(
    "look",
    [*SCREENS.values(), {"color_scheme": "dark", "media": "print"}],
    ids=[*SCREENS, "print"],
)
def test_letters_and_bar_are_seen_in_every_look(
    look: dict[str, Any], page: "playwright.Page", service: Service
):
    own(page, service)
    page.emulate_media(**look)
    seen = {
        ".sentence": TEXT, ".facts .detail": TEXT, "tbody strong": TEXT, ".bar .amount": TEXT,
        ".segment.campaign": EDGE, ".segment.operator": EDGE, ".detail": TEXT,
    }  # fmt: skip
    found = {selector: contrast(page, page.locator(selector).first) for selector in seen}
    assert {selector: found[selector] for selector, least in seen.items() if found[selector] < least} == {}


def contrast(page: "playwright.Page", element: "playwright.Locator") -> float:
    """The contrast between the ground of an element, with a little around it, and what stands out most."""
    element.scroll_into_view_if_needed()
    box = element.bounding_box()
    clip = {"x": box["x"] - 3, "y": box["y"] - 3, "width": box["width"] + 6, "height": box["height"] + 6}
    clip["width"] = min(clip["width"], LOOKED_AT)
    picture = images.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")
    counted = picture.getcolors(picture.width * picture.height)
    ground = luminance(max(counted)[1])
    least = picture.width * picture.height * 0.005
    others = [luminance(colour) for count, colour in counted if count >= least]
    return max((max(one, ground) + 0.05) / (min(one, ground) + 0.05) for one in others)


def luminance(colour: tuple[int, int, int]) -> float:
    """The relative luminance of WCAG."""
    parts = [c / 255 for c in colour]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_what_is_printed_is_the_answer_and_no_form(page: "playwright.Page", service: Service):
    fee(page, service)
    page.emulate_media(media="print")
    for shown in (".sentence", ".bar", "table", ".facts", ".steps"):
        playwright.expect(page.locator(shown)).to_be_visible()
    forms = page.locator("button:visible, input:visible, select:visible, summary:visible")
    playwright.expect(forms).to_have_count(0)


def test_a_wrong_value_comes_back_in_its_form(page: "playwright.Page", service: Service):
    page.set_content(
        f'<form method="post" action="{service.url}/#reply"><input name="fact" value="start_date">'
        '<input name="value" value="2025-02-30"><input name="municipality" value="chiba"><button>go</button></form>'
    )
    page.get_by_role("button").click()
    playwright.expect(page.locator("#reply:focus")).to_have_text("入力を確かめてください")
    playwright.expect(page.locator(".error")).to_contain_text("利用を始める日")
    assert sideways(page) <= 0
    page.get_by_label("日付で答える").fill("2025-06-01")
    page.get_by_role("button", name="これで答える").click()
    playwright.expect(page.locator(".facts")).to_contain_text("千葉市")
