"""From a question nobody could answer to the published answer, by keyboard alone, with a real service."""

import json
import os
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser.desk import Desk as Search
from tests.browser.looks import NEEDS_CHROMIUM, SPACING, clipped
from tests.conftest import ROOT, Service, make_small_knowledge, plain_environment, start_service

pytestmark = NEEDS_CHROMIUM
playwright = pytest.importorskip("playwright.sync_api", reason="playwright がありません（test の追加部品）")

PASSWORD = "copper kettle feast"
ALIAS = "鉄瓶の蓋が欠けた"
DRAFT = "天気予報を見たい"
NOISE = "あいうえおかきくけこ"
KETTLE = "壊れたやかんはどこで直せますか。"
Opened = Callable[..., "playwright.Page"]


@dataclass(frozen=True)
class Desk:
    """A service of its own with a small knowledge base, and the browser of its administrator."""

    service: Service
    state: dict[str, Any]
    database: Path

    def ask(self, question: str) -> dict[str, Any]:
        request = urllib.request.Request(
            f"{self.service.url}/api/v1/ask",
            json.dumps({"question": question}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as reply:
            found: dict[str, Any] = json.load(reply)
        return found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, chromium: "playwright.Browser") -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("learning")
    knowledge = make_small_knowledge(home / "knowledge")
    settings = {
        "FAQ_BOT_KNOWLEDGE": str(knowledge),
        "FAQ_BOT_RELEASES": "database",
        "DATABASE_URL": f"sqlite:///{home / 'faq-bot.db'}",
        "PYTHONPATH": str(ROOT),
    }
    with add_member(settings, "hanako", "administrator"):
        service = start_service(**settings)
    with service.process:
        context = chromium.new_context(locale="ja-JP")
        page = context.new_page()
        page.goto(f"{service.url}/staff/login")
        page.get_by_label("名前").fill("hanako")
        page.get_by_label("合言葉").fill(PASSWORD)
        page.keyboard.press("Enter")
        playwright.expect(page.get_by_text("hanako さん")).to_be_visible()
        yield Desk(service, context.storage_state(), home / "faq-bot.db")
        service.process.terminate()


def add_member(settings: dict[str, str], name: str, role: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "faq_bot", "users", "add", name, "--role", role]
    environment = {**os.environ, **plain_environment(**settings)}
    made = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, text=True)
    made.communicate(f"{PASSWORD}\n")
    assert made.returncode == 0
    return made


def opened_at(page: "playwright.Page", desk: Desk, address: str) -> "playwright.Page":
    page.goto(desk.service.url + address)
    return page


def waits_for(desk: Desk, page: "playwright.Page", *questions: str) -> None:
    """Ask, and look again and again until the journal has written the questions."""
    for number, question in enumerate(questions):
        for _ in range(len(questions) - number):
            assert desk.ask(question)["outcome"] == "no_answer"
    while any(page.get_by_role("heading", name=question).count() == 0 for question in questions):
        opened_at(page, desk, "/staff/questions")


def tab_to(page: "playwright.Page", target: "playwright.Locator") -> None:
    """Press Tab until something has the focus, as people without a mouse do."""
    for _ in range(80):
        if target.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no Tab leads to {target}")


def test_a_whole_shift_by_keyboard_ends_with_the_public_answering_what_it_could_not_before(
    desk: Desk, opened: Opened, axe: Callable[["playwright.Page"], list[str]]
):
    page = opened(storage_state=desk.state, permissions=["clipboard-read", "clipboard-write"])
    looks_up_and_copies(desk, page)
    decides_a_fee(desk, page)
    opened_at(page, desk, "/staff/questions")
    waits_for(desk, page, ALIAS, DRAFT, NOISE)
    assert axe(page) == []

    playwright.expect(page.locator("#g0")).to_be_focused()
    page.keyboard.press("j")
    playwright.expect(page.locator("#g1")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("?")
    playwright.expect(page.get_by_role("row", name="今後も出さない")).to_be_visible()
    page.keyboard.press("?")
    playwright.expect(page.locator("#g0")).to_be_focused()

    page.keyboard.press("e")
    field = page.get_by_label("項目を探す")
    playwright.expect(field).to_be_focused()
    field.fill("やかん 修理")
    page.keyboard.press("Enter")
    tab_to(page, page.locator("button[value='alias:kettle-repair']"))
    assert axe(page) == []
    page.keyboard.press("Enter")
    playwright.expect(page.get_by_role("status")).to_contain_text(f"「{ALIAS}」：別の聞き方にした")

    playwright.expect(page.locator("#g0")).to_be_focused()
    page.keyboard.press("n")
    playwright.expect(page.get_by_role("status")).to_contain_text("下書きにした")
    page.keyboard.press("i")
    playwright.expect(page.get_by_role("status")).to_contain_text("今後も出さない")
    playwright.expect(page.get_by_text("当てはまる質問はありません")).to_be_visible()

    publishes(desk, page, axe)
    reply = desk.ask(ALIAS)
    while reply["outcome"] != "answered":  # the service takes the release over beside answering
        reply = desk.ask(ALIAS)
    assert reply["answer"]["id"] == "kettle-repair"
    opened_at(page, desk, "/staff/changes/history/1")
    playwright.expect(page.locator("ins").first).to_have_text(f"+{ALIAS}")
    assert {
        "question.alias",
        "question.draft",
        "question.ignored",
        "proposal.try",
        "knowledge.publish",
    } <= actions(desk)


def looks_up_and_copies(desk: Desk, page: "playwright.Page") -> None:
    """Find an entry by its reference, and copy it in the four forms."""
    opened_at(page, desk, "/staff")
    at = Search(page)
    playwright.expect(at.field).to_be_focused()
    page.keyboard.type("hd32")
    playwright.expect(at.question).to_have_text(KETTLE)
    at.press("Escape")
    forms = {"c": ("文字だけ", "text/plain", KETTLE), "m": ("メール", "text/plain", "■回答")}
    forms |= {"s": ("Slack", "text/plain", f"*{KETTLE}*"), "h": ("HTML", "text/html", "<strong>")}
    for key, (name, kind, said) in forms.items():
        at.press(key)
        playwright.expect(at.told).to_have_text(f"写しました（{name}、1件）")
        copied = at.clipboard(kind)
        assert said in copied
        assert "HD-32" in copied
        assert "2025年4月14日" in copied


def decides_a_fee(desk: Desk, page: "playwright.Page") -> None:
    """Follow the way to the fees, say which city it is, and copy the answer."""
    tab_to(page, page.get_by_role("link", name="料金の判定"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("#municipality-unknown"))
    page.keyboard.press("ArrowDown")
    playwright.expect(page.locator("#municipality-1")).to_be_checked()
    tab_to(page, page.get_by_role("button", name="判定する"))
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#decision")).to_be_focused()
    page.keyboard.press("c")
    playwright.expect(page.locator("#told")).to_have_text("理由つきの答えをコピーしました。")
    copied = Search(page).clipboard()
    assert copied.startswith("ライセンス料の判定（")
    assert "・市町村: 苫小牧市" in copied


def publishes(desk: Desk, page: "playwright.Page", axe: Callable[["playwright.Page"], list[str]]) -> None:
    """Look at the change, try it out, put it in force: with the Tab and Enter keys."""
    opened_at(page, desk, "/staff/changes")
    playwright.expect(page.get_by_text(f"+{ALIAS}").first).to_be_visible()
    assert axe(page) == []
    tab_to(page, page.get_by_role("button", name="確かめる"))
    page.keyboard.press("Enter")
    done = page.get_by_text("確かめました。点検の誤りはありません。")
    playwright.expect(done).to_be_visible(timeout=180_000)
    playwright.expect(page.get_by_role("row", name="取り入れた質問が")).to_contain_text("1 / 1")
    page.reload()
    assert axe(page) == []
    tab_to(page, page.get_by_role("button", name="公開する"))
    page.keyboard.press("Enter")
    playwright.expect(page.get_by_role("status")).to_contain_text("1番のリリースとして公開しました")
    assert axe(page) == []


def actions(desk: Desk) -> set[str]:
    """What the audit says the administrator has done."""
    with sqlite3.connect(desk.database) as connection:
        return {row[0] for row in connection.execute("SELECT action FROM audit WHERE actor = 'hanako'")}


STATES = {
    "queue": "/staff/questions",
    "ignored": "/staff/questions?state=ignored",
    "nothing found": "/staff/questions?q=xyzzy",
    "proposals": "/staff/changes",
    "form": "/staff/changes/new?entry=kettle-repair",
    "history": "/staff/changes/history",
}


@pytest.mark.parametrize(
    "look",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
        {"forced_colors": "active"},
    ],
    ids=["light", "dark", "forced colours"],
)
def test_axe_finds_nothing_in_any_state(
    look: dict[str, Any], desk: Desk, opened: Opened, axe: Callable[["playwright.Page"], list[str]]
):
    page = opened(storage_state=desk.state, **look)
    found = {name: axe(opened_at(page, desk, address)) for name, address in STATES.items()}
    opened_at(page, desk, "/staff/changes/new")
    page.get_by_label("質問", exact=True).fill("犬の予防注射はどこですか")
    page.get_by_role("button", name="提案に残す").click()
    playwright.expect(page.get_by_role("alert")).to_contain_text("書いたものは残しました")
    assert page.get_by_label("質問", exact=True).input_value() == "犬の予防注射はどこですか"
    found["mistakes"] = axe(page)
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_every_state_fits_a_narrow_screen_with_wide_spacing(desk: Desk, opened: Opened):
    page = opened(storage_state=desk.state, viewport={"width": 320, "height": 568}, bypass_csp=True)
    for name, address in STATES.items():
        opened_at(page, desk, address)
        page.add_style_tag(content=SPACING)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
        assert [where for where in clipped(page) if not where.startswith(("<pre", "<input"))] == [], name


def test_everything_works_without_a_script(desk: Desk, opened: Opened):
    question = "猫の名前の付け方を知りたい"
    page = opened(storage_state=desk.state, java_script_enabled=False)
    opened_at(page, desk, "/staff/questions")
    waits_for(desk, page, question)
    group = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=question))
    group.get_by_role("button", name="今後も出さない").click()
    playwright.expect(page.get_by_text(f"「{question}」：今後も出さない")).to_be_visible()
    page.get_by_role("button", name="取り消す").click()
    playwright.expect(page.get_by_role("heading", name=question)).to_be_visible()
