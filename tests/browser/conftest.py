"""A browser in front of the running service: without JavaScript, wide and narrow, or with it in any look."""

import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import Service

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE, NARROW = (1280, 720), (320, 568)


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(params=[WIDE, NARROW], ids=["1280 wide", "320 wide"])
def page(chromium: "Browser", request: pytest.FixtureRequest, service: Service) -> Iterator["Page"]:
    width, height = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=False, locale="ja-JP"
    )
    page = context.new_page()
    page.goto(service.url)
    yield page
    context.close()


@pytest.fixture
def opened(chromium: "Browser", service: Service) -> Iterator[Callable[..., "Page"]]:
    """A function that opens pages with JavaScript, as `new_context` of playwright is told; errors there fail."""
    contexts, errors = [], []

    def page_of(**look: Any) -> "Page":
        context = chromium.new_context(**{"locale": "ja-JP", "viewport": _size(WIDE), **look})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(error))
        return page

    yield page_of
    for context in contexts:
        context.close()
    assert [str(error) for error in errors] == []


def _size(size: tuple[int, int]) -> dict[str, int]:
    return {"width": size[0], "height": size[1]}


@pytest.fixture(scope="session")
def axe() -> Callable[["Page"], list[str]]:
    """A function that returns what axe finds on a page as it is now: rule and place, best practices included."""
    checker = pytest.importorskip(
        "axe_playwright_python.sync_playwright",
        reason="axe-playwright-python がありません（test の追加部品）",
    )

    def found(page: "Page") -> list[str]:
        violations = checker.Axe().run(page).response["violations"]
        return [f"{one['id']}: {node['html'][:120]}" for one in violations for node in one["nodes"]]

    return found
