"""What tools for accessibility find in every state of the widget, and what a screen reader says of a conversation."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.widget_pages import FEE, LIST, SUMMER, UNIT, WINTER, Chat, host
from tests.conftest import Service

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        shutil.which("chromium") is None, reason="chromium がありません（apt-get install chromium）"
    ),
]
playwright = pytest.importorskip("playwright.sync_api", reason="playwright がありません（test の追加部品）")
Opened = Callable[..., "playwright.Page"]
TRANSCRIPT = Path(__file__).parent / "screen_reader.txt"
READER = "node_modules/@guidepup/virtual-screen-reader/lib/esm/index.browser.js"


def closed(chat: Chat) -> None:
    """Nothing pressed yet."""


def opened_panel(chat: Chat) -> None:
    chat.open()
    chat.page.get_by_role("heading", name="よくある質問").wait_for()


def answered(chat: Chat) -> None:
    chat.open().ask(UNIT)


def choosing(chat: Chat) -> None:
    chat.open().ask("料金")


def chosen(chat: Chat) -> None:
    choosing(chat)
    chat.press("この中にない")


def asked(chat: Chat) -> None:
    chat.open().ask(FEE)


def fee(chat: Chat) -> None:
    asked(chat)
    chat.answer_day("2025-05-12")
    chat.latest.get_by_role("button", name="（サービスの種類）").click()
    chat.latest.get_by_role("combobox").wait_for()
    for folded in chat.latest.locator("summary").all():
        folded.click()


def conditions(chat: Chat) -> None:
    chat.open().ask(LIST)
    chat.latest.get_by_text("当てはまらないものがある").click()


def failed(chat: Chat) -> None:
    chat.open()
    chat.page.context.set_offline(True)
    chat.field.fill(UNIT)
    chat.field.press("Enter")
    chat.page.get_by_role("button", name="もう一度送る").wait_for()


def too_long(chat: Chat) -> None:
    chat.open()
    chat.field.fill("あ" * 501)
    chat.field.press("Enter")


STATES = [closed, opened_panel, answered, choosing, chosen, asked, fee, conditions, failed, too_long]
LOOKS: dict[str, dict[str, Any]] = {
    "wide": {},
    "small": {"viewport": {"width": 320, "height": 568}},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_any_state(
    state: Callable[[Chat], None], look: dict[str, Any], opened: Opened, service: Service, axe: Any
):
    page = opened(reduced_motion="reduce", **look)
    host(page, service, as_of=WINTER if state is conditions else SUMMER)
    state(Chat(page))
    assert axe(page) == []


@pytest.mark.parametrize("address", ["/demo", "/embed?name=質問窓口"])
def test_axe_finds_nothing_on_the_pages_of_the_widget(
    address: str, opened: Opened, service: Service, axe: Any
):
    page = opened(reduced_motion="reduce")
    page.goto(f"{service.url}{address}")
    chat = Chat(page)
    if "demo" in address:
        chat.open()
    chat.ask(UNIT)
    assert axe(page) == []


def reader_script() -> Path:
    """The virtual screen reader, installed by `npm ci --prefix tests/browser`; none of the product needs it."""
    found = Path(__file__).parent / READER
    if not found.exists():
        reason = "仮想スクリーンリーダーがありません（npm ci --prefix tests/browser）"
        (pytest.fail if os.environ.get("REQUIRE_ALL") == "1" else pytest.skip)(reason)
    return found


def test_a_conversation_reads_well_in_a_screen_reader(opened: Opened, service: Service):
    script = reader_script().read_text(encoding="utf-8")
    page = opened(reduced_motion="reduce")
    page.route(
        f"{service.url}/reader.js",
        lambda route: route.fulfill(body=script, content_type="text/javascript"),
    )
    host(page, service)
    chat = Chat(page).open()
    chat.page.get_by_role("heading", name="よくある質問").wait_for()
    page.evaluate(
        "async () => { const { virtual } = await import('/reader.js'); window.reader = virtual;"
        " await virtual.start({ container: document.querySelector('careplan-faq').shadowRoot.querySelector('.panel') }); }"
    )
    said = [heard(page)]
    chat.ask(UNIT)
    said.append(f"（「{UNIT}」と入力して送る）\n{heard(page)}")
    chat.ask(FEE)
    said.append(f"（「{FEE}」と入力して送る）\n{heard(page)}")
    chat.answer_day("2025-05-12")
    said.append(f"（2025年5月12日と答える）\n{heard(page)}")
    said.append(f"（最新の回答を始めから読む）\n{read_through(page)}")
    text = "\n\n".join(said) + "\n"
    if os.environ.get("WRITE_TRANSCRIPT") == "1":
        TRANSCRIPT.write_text(text, encoding="utf-8")
    assert text == TRANSCRIPT.read_text(encoding="utf-8")


def heard(page: "playwright.Page") -> str:
    """What was said since the last time."""
    lines = page.evaluate(
        "async () => { const said = await reader.spokenPhraseLog(); await reader.clearSpokenPhraseLog(); return said; }"
    )
    return "\n".join(lines)


def read_through(page: "playwright.Page") -> str:
    """All of the latest answer, line by line."""
    lines = page.evaluate(
        """async () => { await reader.stop();
          const articles = document.querySelector('careplan-faq').shadowRoot.querySelectorAll('article');
          await reader.start({ container: articles[articles.length - 1] });
          const lines = [];
          for (let i = 0; i < 400; i++) { const line = await reader.lastSpokenPhrase();
            if (i && line === lines[0]) break; lines.push(line); await reader.next(); }
          await reader.stop(); return lines; }"""
    )
    return "\n".join(lines)
