"""The widget on a page of another origin, with a real service behind it: only where the service allows it."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser.widget_pages import UNIT, Chat
from tests.conftest import Service, start_service

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        shutil.which("chromium") is None, reason="chromium がありません（apt-get install chromium）"
    ),
]
playwright = pytest.importorskip("playwright.sync_api", reason="playwright がありません（test の追加部品）")
Opened = Callable[..., "playwright.Page"]
POLICY = "default-src 'none'; script-src {0}; connect-src {0}; frame-src {0}"
PAGE = """<!doctype html><html lang="ja"><meta charset="utf-8"><title>市のページ</title>
<script type="module" src="{0}/widget.js"></script><h1>市のページ</h1>{1}</html>"""
ELEMENT = '<careplan-faq><a href="/">窓口</a></careplan-faq>'


@dataclass
class City:
    """A city's own web server, with one page at each address."""

    url: str
    service: str = ""
    pages: dict[str, str] = field(default_factory=dict)

    def page(self, path: str) -> tuple[bytes, str]:
        body = PAGE.format(self.service, self.pages.get(path, ELEMENT))
        return body.encode(), POLICY.format(self.service)


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body, policy = found.page(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        found = City(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield found
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def allowing(city: City) -> Iterator[Service]:
    """A service that allows the city's pages."""
    running = start_service(FAQ_BOT_ORIGINS=city.url)
    with running.process:
        yield running
        running.process.terminate()


def test_an_allowed_city_s_visitors_ask_and_say_what_they_think(
    city: City, allowing: Service, opened: Opened
):
    city.service = allowing.url
    page = opened()
    page.goto(city.url)
    chat = Chat(page).open().ask(UNIT)
    playwright.expect(chat.latest).to_contain_text("事業所番号ごとにかかります")
    with page.expect_response("**/api/v1/feedback") as sent:
        chat.latest.get_by_role("button", name="解決した").click()
    assert sent.value.status == 204
    playwright.expect(chat.latest.get_by_text("ありがとうございました。")).to_be_visible()


def test_an_allowed_city_s_frame_holds_the_conversation(city: City, allowing: Service, opened: Opened):
    city.service = allowing.url
    city.pages["/frame"] = (
        f'<iframe src="{allowing.url}/embed" title="質問チャット" width="400" height="640"></iframe>'
    )
    page = opened()
    page.goto(f"{city.url}/frame")
    frame = page.frame_locator("iframe")
    frame.get_by_role("textbox", name="質問", exact=True).fill(UNIT)
    frame.get_by_role("button", name="送る", exact=True).click()
    playwright.expect(frame.get_by_role("article")).to_contain_text("事業所番号ごとにかかります")


def test_elsewhere_the_visitor_is_told_and_keeps_what_was_typed(city: City, service: Service, opened: Opened):
    city.service = service.url
    page = opened()
    page.goto(city.url)
    chat = Chat(page).open()
    chat.field.fill(UNIT)
    chat.field.press("Enter")
    playwright.expect(page.get_by_text("つながりませんでした").first).to_be_visible()
    playwright.expect(page.get_by_text(UNIT)).to_be_visible()
    playwright.expect(page.get_by_role("button", name="もう一度送る")).to_be_visible()


def test_elsewhere_the_frame_stays_empty(city: City, service: Service, opened: Opened):
    city.service = service.url
    city.pages["/frame"] = f'<iframe src="{service.url}/embed" title="質問チャット"></iframe>'
    page = opened()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{city.url}/frame")
    assert [text for text in said if "frame-ancestors" in text]
    playwright.expect(page.frame_locator("iframe").get_by_role("textbox")).to_have_count(0)
