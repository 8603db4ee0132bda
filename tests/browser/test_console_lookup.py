"""Looking up as an operator does it: by keyboard only, with the clipboard, on any screen, and without a script."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.desk import Desk, desk_service, log_in
from tests.browser.looks import NEEDS_CHROMIUM, clipped
from tests.conftest import Service

pytestmark = NEEDS_CHROMIUM
playwright = pytest.importorskip("playwright.sync_api", reason="playwright がありません（test の追加部品）")
expect = playwright.expect
UNIT = "ライセンス料は何を単位にかかりますか。"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with desk_service(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture
def desk(opened: Callable[..., Any], service: Service) -> Callable[..., Desk]:
    """A function that logs in and opens the search, as `new_context` of playwright is told."""

    def at(role: str = "operator", **look: Any) -> Desk:
        page = opened(permissions=["clipboard-read", "clipboard-write"], **look)
        log_in(page, service, role)
        expect(page.get_by_role("button", name="キー")).to_be_visible()
        return Desk(page)

    return at


def test_the_answer_is_there_after_the_last_letter_without_enter(desk: Callable[..., Desk]):
    at = desk()
    expect(at.field).to_be_focused()
    at.page.keyboard.type("hd31")
    expect(at.question).to_have_text(UNIT)
    expect(at.field).to_be_focused()
    expect(at.page.get_by_text("電話では")).to_be_visible()
    expect(at.told).to_contain_text(f"1番目: {UNIT}")
    assert at.page.url.endswith("/staff?q=hd31")
    at.page.reload()
    expect(at.question).to_have_text(UNIT)


def test_a_shift_of_looking_up_by_keyboard_alone(desk: Callable[..., Desk], service: Service):
    at = desk()
    at.page.keyboard.type("ライセンス 単位")
    expect(at.current).to_contain_text(UNIT)
    at.press("ArrowDown")
    second = at.rows.nth(1).locator(".asks").inner_text()
    expect(at.question).to_have_text(second)
    expect(at.field).to_be_focused()
    at.press("ArrowUp")
    expect(at.question).to_have_text(UNIT)
    at.press("Enter")
    expect(at.question).to_be_focused()
    at.press("3")
    third = at.rows.nth(2).locator(".asks").inner_text()
    expect(at.question).to_have_text(third)
    at.press("1")
    expect(at.question).to_have_text(UNIT)

    at.press("c")
    expect(at.told).to_have_text("写しました（文字だけ、1件）")
    plain = at.clipboard()
    assert plain.startswith(UNIT)
    assert all(said in plain for said in ("HD-31", "2025年4月14日", "の時点", "licence-unit"))
    at.press("m")
    expect(at.told).to_have_text("写しました（メール、1件）")
    assert all(said in at.clipboard() for said in ("■回答", "公表日: 2025年4月14日", "URL: https://"))
    at.press("s")
    expect(at.told).to_have_text("写しました（Slack、1件）")
    assert f"*{UNIT}*" in at.clipboard()
    assert "<https://www.careplan-renkei-support.jp/index.html|" in at.clipboard()
    at.press("h")
    expect(at.told).to_have_text("写しました（HTML、1件）")
    assert "<strong>" in at.clipboard("text/html")
    assert 'href="https://www.careplan-renkei-support.jp/index.html"' in at.clipboard("text/html")
    assert at.clipboard().startswith(UNIT)

    at.press("p")
    expect(at.told).to_have_text("ピン留めしました")
    at.press("/")
    expect(at.field).to_be_focused()
    at.press("Delete")
    expect(at.page.get_by_role("heading", name="ピン留め")).to_be_visible()
    expect(at.rows.first).to_contain_text(UNIT)
    expect(at.page.get_by_role("heading", name="最近使った項目")).to_be_visible()


def test_several_are_collected_and_copied_without_losing_what_is_typed(desk: Callable[..., Desk]):
    at = desk()
    at.page.keyboard.type("hd31")
    expect(at.question).to_have_text(UNIT)
    at.press("Escape", "t")
    expect(at.tray).to_contain_text("控え（1件）")
    at.press("/")
    at.page.keyboard.type("電子証明書 費用")
    expect(at.question).to_contain_text("電子証明書")
    second = at.question.inner_text()
    at.press("Escape", "t")
    expect(at.tray).to_contain_text("控え（2件）")
    at.press("/", "End")
    at.page.keyboard.type(" いくら")
    at.page.get_by_role("link", name="キーの設定").press("Enter")
    expect(at.page.get_by_role("heading", name="キーの設定")).to_be_visible()
    at.page.get_by_role("link", name="調べる").press("Enter")
    expect(at.field).to_have_value("電子証明書 費用 いくら")
    expect(at.tray).to_contain_text("控え（2件）")
    at.press("Escape", "a")
    expect(at.told).to_have_text("写しました（文字だけ、2件）")
    assert UNIT in at.clipboard()
    assert second in at.clipboard()
    at.tray.get_by_role("button", name="メール").press("Enter")
    expect(at.told).to_have_text("写しました（メール、2件）")
    assert "【2】" in at.clipboard()
    expect(at.field).to_have_value("電子証明書 費用 いくら")
    at.tray.get_by_role("button", name="空にする").press("Enter")
    expect(at.tray).to_have_count(0)


def test_a_conversion_asks_nothing_before_it_is_over(desk: Callable[..., Desk], opened: Callable[..., Any]):
    at = desk()
    asked: list[str] = []
    at.page.on("request", lambda request: asked.append(request.url))
    session = at.page.context.new_cdp_session(at.page)
    for text in ("ｒ", "り", "りょう", "りょうきん"):
        session.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )
    expect(at.field).to_have_value("りょうきん")
    assert [url for url in asked if "/staff/results" in url] == []
    session.send("Input.insertText", {"text": "料金"})
    expect(at.question).to_be_visible()
    assert len({url for url in asked if "/staff/results" in url}) == 1


def test_only_the_newest_question_is_shown(desk: Callable[..., Desk]):
    at = desk()
    held: list[Any] = []

    def hold(route: Any) -> None:
        if "q=hd31" in route.request.url:
            route.continue_()
        else:
            held.append(route)

    at.page.route("**/staff/results?*", hold)
    expect(at.page.get_by_role("button", name="キー")).to_be_visible()  # the script is there
    for letter in "hd3":  # each is asked for before the next is typed
        with at.page.expect_request("**/staff/results?*"):
            at.press(letter)
    at.press("1")
    expect(at.question).to_have_text(UNIT)
    assert len(held) == 3
    for route in held:
        route.fulfill(body="<p>too late</p>", content_type="text/html")
    at.press("Escape")
    expect(at.question).to_have_text(UNIT)
    expect(at.page.get_by_text("too late")).to_have_count(0)


def test_keys_can_be_changed_and_switched_off(desk: Callable[..., Desk], service: Service):
    at = desk("editor")
    at.press("Escape")
    at.page.keyboard.type("hd31")
    expect(at.question).to_have_text(UNIT)
    at.press("Escape", "?")
    expect(at.page.get_by_role("dialog", name="キーの一覧")).to_be_visible()
    at.press("Escape")
    expect(at.page.get_by_role("dialog")).to_have_count(0)
    at.page.goto(f"{service.url}/staff/keys")
    at.page.get_by_label("答えを文字だけで写す").fill("Alt+x")
    at.page.get_by_label("キーの一覧", exact=True).fill("")
    at.page.get_by_label("番号の項目の答えへ移る").select_option("")
    at.page.get_by_role("button", name="保存する").press("Enter")
    expect(at.page.get_by_role("status")).to_have_text("保存しました。")
    at.page.goto(f"{service.url}/staff?q=hd31")
    expect(at.page.get_by_role("button", name="文字だけ")).to_be_visible()
    at.press("Escape", "c", "?", "1")
    expect(at.page.get_by_role("dialog")).to_have_count(0)
    expect(at.told).not_to_contain_text("写しました")
    at.press("/", "Alt+x")  # a key with Alt works while typing
    expect(at.told).to_have_text("写しました（文字だけ、1件）")
    expect(at.field).to_have_value("hd31")


def test_letters_are_letters_while_typing(desk: Callable[..., Desk]):
    at = desk()
    at.page.keyboard.type("c?1/t")
    expect(at.field).to_have_value("c?1/t")
    expect(at.page.get_by_role("dialog")).to_have_count(0)


def test_who_was_logged_out_meanwhile_comes_back_to_what_was_typed(
    desk: Callable[..., Desk], service: Service
):
    at = desk()
    at.page.context.clear_cookies()
    at.page.keyboard.type("hd31")
    expect(at.told).to_contain_text("ログインが切れました。入力したものは残っています。")
    expect(at.field).to_have_value("hd31")
    at.press("Enter")
    expect(at.page.get_by_role("heading", name="職員のログイン")).to_be_visible()
    at.page.get_by_label("名前").fill("operator")
    at.page.get_by_label("合言葉").fill("copper kettle feast")
    at.press("Enter")
    expect(at.field).to_have_value("hd31")
    expect(at.question).to_have_text(UNIT)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(scheme: str, desk: Callable[..., Desk], axe: Any, service: Service):
    at = desk("administrator", color_scheme=scheme)
    states = {"begin": axe(at.page)}
    at.page.keyboard.type("苫小牧 前から使っている")
    expect(at.told).to_contain_text("番目")
    states["found"] = axe(at.page)
    at.press("Enter", "t")
    expect(at.tray).to_be_visible()
    states["tray"] = axe(at.page)
    at.press("?")
    states["keys"] = axe(at.page)
    at.press("Escape")
    for name, address in {
        "changed": "?entry=free-pass-period-announced", "nothing": "?q=x&as_of=2020-01-01", "error": "?q=x&as_of=x",
        "settings": "/keys", "copies": "/copies?entry=licence-unit", "no copies": "/copies",
    }.items():  # fmt: skip
        at.page.goto(f"{service.url}/staff{address}")
        states[name] = axe(at.page)
    assert {name: found for name, found in states.items() if found} == {}


@pytest.mark.parametrize("spaced", [False, True])
def test_nothing_is_wider_than_a_small_screen(spaced: bool, desk: Callable[..., Desk], service: Service):
    at = desk(viewport={"width": 320, "height": 568}, bypass_csp=spaced)
    at.page.keyboard.type("苫小牧 前から使っている")
    expect(at.question).to_be_visible()
    at.press("Enter", "t")
    expect(at.tray).to_be_visible()
    addresses = ("", "?q=料金", "?entry=free-pass-period-announced", "/keys", "/copies?entry=licence-unit")
    for address in addresses:
        at.page.goto(f"{service.url}/staff{address}")
        if spaced:
            from tests.browser.looks import SPACING

            at.page.add_style_tag(content=SPACING)
        assert at.page.evaluate("document.documentElement.scrollWidth") == 320, address
        assert clipped(at.page) == [], address


def test_everything_works_without_a_script(opened: Callable[..., Any], service: Service, tmp_path: Path):
    page = opened(java_script_enabled=False)
    log_in(page, service, "editor")
    at = Desk(page)
    expect(at.field).to_be_focused()
    at.field.fill("HD-31")
    at.press("Enter")
    expect(at.question).to_have_text(UNIT)
    page.get_by_role("button", name="ピン留めする").press("Enter")
    expect(page.get_by_role("button", name="ピン留めを外す")).to_be_visible()
    page.get_by_role("link", name="4つの形の文を見る").press("Enter")
    expect(page.get_by_role("textbox", name="メール")).to_have_value(re.compile("■回答"))
    page.get_by_label("一緒に写す項目の id").fill("licence-fee")
    at.press("Enter")
    expect(page.get_by_role("textbox", name="文字だけ")).to_have_value(re.compile("licence-fee"))
    page.goto(f"{service.url}/staff?q=料金")
    at.rows.nth(2).press("Enter")
    expect(at.question).to_have_text(at.rows.nth(2).locator(".asks").inner_text())
