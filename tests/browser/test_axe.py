"""What a program can check of accessibility, on every page and state; and that the strict policy holds."""

from collections.abc import Iterator

import pytest

from tests.browser.looks import ADDRESSES, NEEDS_CHROMIUM, SCREENS
from tests.conftest import Service

pytestmark = NEEDS_CHROMIUM
playwright = pytest.importorskip("playwright.sync_api", reason="playwright がありません（test の追加部品）")
axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe がありません（test の追加部品）"
)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "iframes": False,
}
"""Frames hold the widget, which has tests of its own."""


@pytest.fixture(params=["light", "dark", "forced colours"])
def scripted(chromium: "playwright.Browser", request: pytest.FixtureRequest) -> Iterator["playwright.Page"]:
    """A page in which the checker's script runs; the pages themselves have none."""
    context = chromium.new_context(locale="ja-JP", **SCREENS[request.param])
    yield context.new_page()
    context.close()


def found(page: "playwright.Page") -> list[str]:
    results = axe.Axe().run(page, options=RULES)
    return [f"{v['id']}: {node['html'][:120]}" for v in results.response["violations"] for node in v["nodes"]]


def test_axe_finds_nothing_on_any_page(scripted: "playwright.Page", service: Service):
    violations = {}
    for name, address in ADDRESSES.items():
        scripted.goto(service.url + address)
        for summary in scripted.locator("main summary").all():
            summary.click()
        if here := found(scripted):
            violations[name] = here
    assert violations == {}


def test_axe_finds_nothing_in_a_conversation(scripted: "playwright.Page", service: Service):
    scripted.goto(
        f"{service.url}/?q=苫小牧でデイをやってます。5月の連休明けに申し込んだんだけど、うちはいくら払うの？&as_of=2025-08-01"
    )
    assert found(scripted) == []
    scripted.get_by_label("日付で答える").first.fill("2025-05-12")
    scripted.get_by_role("button", name="これで答える").first.click()
    playwright.expect(scripted.locator("table")).to_be_visible()
    for summary in scripted.locator("main summary").all():
        summary.click()
    assert found(scripted) == []
    scripted.get_by_role("button", name="分かりにくい").click()
    playwright.expect(scripted.locator("#thanks:focus")).to_have_text("お知らせありがとうございます")
    assert found(scripted) == []


def test_the_checker_does_find_what_is_wrong(scripted: "playwright.Page"):
    scripted.set_content("<html lang=ja><title>a</title><main><h1>a</h1><img src='/a.png'><input></main>")
    assert {finding.split(":")[0] for finding in found(scripted)} >= {"image-alt", "label"}


def test_the_policy_lets_the_data_block_be_and_stops_a_script(
    chromium: "playwright.Browser", service: Service
):
    """A data block is no script to a browser, so the strict policy needs neither nonce nor hash for it."""
    context = chromium.new_context(locale="ja-JP")
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    address = f"{service.url}/entries/licence-unit"
    page.goto(address)
    assert page.locator("script[type='application/ld+json']").count() == 1
    assert [text for text in told if "Content Security Policy" in text] == []

    def with_a_script(route: "playwright.Route") -> None:
        answer = route.fetch()
        html = answer.text().replace("</head>", "<script>document.title = 'run'</script></head>")
        route.fulfill(response=answer, body=html)

    page.route(address, with_a_script)
    page.goto(address)
    assert page.title() != "run"
    assert [text for text in told if "Content Security Policy" in text]
    context.close()
