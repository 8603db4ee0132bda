"""A browser without JavaScript, wide and narrow, in front of the running service."""

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

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
