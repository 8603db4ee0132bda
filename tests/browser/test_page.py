"""The page as people without JavaScript, without a mouse and with a small screen meet it."""

import shutil

import pytest

from tests.conftest import Service

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium がありません（apt-get install chromium）"),
]
playwright = pytest.importorskip("playwright.sync_api", reason="playwright がありません（test の追加部品）")
UNIT = "ライセンスはパソコンごとに買うの？"


def sideways(page: "playwright.Page") -> int:
    """How many pixels of the page stick out to the right of the window."""
    return int(page.locator("html").evaluate("e => e.scrollWidth - e.clientWidth"))


def ask_by_keyboard(page: "playwright.Page", question: str) -> None:
    """Tab to the field, type, tab to the button, press it."""
    field, button = page.locator("#q"), page.get_by_role("button", name="尋ねる")
    tab_to(page, field)
    page.keyboard.insert_text(question)
    tab_to(page, button)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page: "playwright.Page", element: "playwright.Locator", most: int = 20) -> None:
    """Press Tab until the element has the focus, `most` times at most."""
    focused = page.locator(":focus")
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused.count() and focused.bounding_box() == element.bounding_box():
            return
    pytest.fail("the keyboard does not reach the element")


def test_a_question_typed_by_keyboard_is_answered_with_its_source(page: "playwright.Page"):
    ask_by_keyboard(page, UNIT)
    playwright.expect(page.locator(".message")).to_contain_text("事業所番号ごとにかかります")
    playwright.expect(page.locator(".sources")).to_contain_text("HD-31")
    playwright.expect(page.locator(".sources time").first).to_be_visible()
    playwright.expect(page.locator(".asker")).to_contain_text(UNIT)


def test_nothing_scrolls_sideways(page: "playwright.Page"):
    assert sideways(page) <= 0
    ask_by_keyboard(page, UNIT)
    assert sideways(page) <= 0


def test_a_word_that_cannot_be_broken_does_not_widen_the_page(page: "playwright.Page", service: Service):
    word = "a" * 300
    page.goto(f"{service.url}/?entry={word}")
    playwright.expect(page.locator(".error")).to_contain_text(word)
    assert sideways(page) <= 0


def test_what_has_the_focus_is_outlined(page: "playwright.Page"):
    outlines = []
    for element in (page.get_by_label("質問", exact=True), page.get_by_role("button", name="尋ねる")):
        before = page.screenshot(animations="disabled", caret="hide")
        tab_to(page, element)
        playwright.expect(page.locator(":focus-visible")).to_have_count(1)
        style = element.evaluate(
            "e => [getComputedStyle(e).outlineStyle, parseFloat(getComputedStyle(e).outlineWidth)]"
        )
        outlines.append((*style, page.screenshot(animations="disabled", caret="hide") != before))
    assert [outline[0] for outline in outlines] == ["solid", "solid"]
    assert min(outline[1] for outline in outlines) >= 2
    assert [outline[2] for outline in outlines] == [True, True]


def test_a_candidate_is_chosen_by_keyboard(page: "playwright.Page"):
    ask_by_keyboard(page, "料金")
    button = page.locator(".candidates button").first
    question = button.inner_text()
    tab_to(page, button)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    playwright.expect(page.get_by_role("heading", level=2)).to_have_text(question)
    playwright.expect(page.locator(".sources li").first).to_be_visible()


def test_nothing_fails_to_load_and_nothing_comes_from_elsewhere(page: "playwright.Page", service: Service):
    loaded = []
    page.on("response", lambda response: loaded.append((response.url, response.status)))
    page.reload()
    ask_by_keyboard(page, UNIT)
    assert [url for url, status in loaded if status >= 400 and not url.endswith("/favicon.ico")] == []
    assert [url for url, _ in loaded if not url.startswith(service.url)] == []
    assert len(loaded) >= 3
