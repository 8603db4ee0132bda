"""Internal notes reach the staff and nobody else: a marked note is looked for on every way out."""

import ast
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from faq_bot.access.accounts import Accounts
from faq_bot.assembly import Assistant
from faq_bot.cli.main import run
from faq_bot.errors import KnowledgeError
from faq_bot.loading.knowledge import load_knowledge
from faq_bot.loading.packing import pack
from faq_bot.reception.releases import publish
from faq_bot.reception.renewal import Refused
from faq_bot.server.app import create_app
from faq_bot.server.logs import line_log
from faq_bot.settings import read_settings
from faq_bot.storage import releases
from faq_bot.storage.records import Records
from tests.conftest import ROOT, TODAY, WEB
from tests.server.staff.conftest import NOON, log_in

MARK = "内緒のやかんの話"
REST = "先に型を聞くこと"
"""The rest of the note: what was asked is said back here and there, so the questions hold only its beginning."""
ENTRY = "kettle-repair"
QUESTIONS = ("やかんは修理できますか", MARK, "料金", "")
BODIES = (
    {"question": QUESTIONS[0]},
    {"question": MARK},
    {"select": {"entry": ENTRY}},
    {"as_of": "2026-11-22"},
    {"reply": "none", "verdict": "resolved"},
)


@pytest.fixture
def noted(small_knowledge: Path) -> Path:
    """A knowledge folder with a note that is marked."""
    note = f"- entry: {ENTRY}\n  note: {MARK}。先に型を聞くこと。\n"
    (small_knowledge / "notes.yaml").write_text(note, encoding="utf-8")
    return small_knowledge


@pytest.fixture
def log() -> io.BytesIO:
    return io.BytesIO()


@pytest.fixture
def app(noted: Path, records: Records, accounts: Accounts, log: io.BytesIO) -> Iterator[Flask]:
    assistant = Assistant.load(noted, today=lambda: TODAY)
    made = create_app(assistant, WEB, read_settings({"RATE_LIMIT": "off", "FAQ_BOT_LOG": "debug"}), records)
    made.extensions["accounts"] = accounts
    made.extensions["log"] = line_log("debug", log)
    yield made
    made.extensions["switchboard"].close()


def addresses(app: Flask) -> list[tuple[str, str]]:
    """Every rule with every method; a place in it is filled with an entry, a city, a topic, and nonsense."""
    fillings = (ENTRY, "matsudo", "basics", "1", "nothing")
    return [
        (method, address)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})
        for address in dict.fromkeys(re.sub("<[^>]+>", filling, rule.rule) for filling in fillings)
    ]


def everything_said(browser: FlaskClient, method: str, address: str) -> Iterator[str]:
    """What an address answers to plausible and implausible requests, headers included."""
    accepts = ("*/*", "text/html", "application/json", "")
    sent: list[dict[str, Any]] = [
        {"query_string": {"q": q, "entry": ENTRY, "as_of": "2026-11-22"}, "headers": {"Accept": accept}}
        for q, accept in zip(QUESTIONS, accepts, strict=True)
    ]
    if method == "POST":
        sent += [{"json": body} for body in BODIES]
        sent += [{"data": {"q": q, "entry": ENTRY, "reply": "x", "verdict": "unclear"}} for q in QUESTIONS]
        sent += [{"data": b"{", "content_type": "application/json"}]
    for request in sent:
        response = browser.open(address, method=method, **request)
        yield f"{address} {response.headers}\n{response.get_data(as_text=True)}"


def test_no_address_says_the_note_to_who_is_not_logged_in(
    app: Flask, log: io.BytesIO, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("DEBUG")
    browser = app.test_client()
    told = []
    for method, address in addresses(app):
        told += [
            f"{method} {said[:200]}" for said in everything_said(browser, method, address) if REST in said
        ]
    assert told == []
    assert len(addresses(app)) > 60
    assert REST not in log.getvalue().decode()
    assert b'"route":"/api/v1/ask"' in log.getvalue()
    assert REST not in caplog.text


def test_the_operator_does_see_it(app: Flask):
    browser = app.test_client()
    log_in(browser, "operator")
    for address in (f"/staff?entry={ENTRY}", f"/staff/results?entry={ENTRY}", "/staff?q=やかん 修理"):
        page = browser.get(address).get_data(as_text=True)
        assert (page.count(MARK), page.count(REST)) == (1, 1)


def test_what_the_operator_copies_does_not_hold_it(app: Flask):
    browser = app.test_client()
    log_in(browser, "operator")
    page = browser.get(f"/staff?entry={ENTRY}").get_data(as_text=True)
    assert [text for text in re.findall('data-text="([^"]*)"', page) if REST in text] == []
    for address in (f"/staff/copies?entry={ENTRY}", f"/staff/tray?entry={ENTRY}"):
        said = browser.get(address).get_data(as_text=True)
        assert ENTRY in said
        assert REST not in said


def test_the_note_is_not_searched(app: Flask):
    assistant: Assistant = app.extensions["desk"].assistant
    words = assistant.matcher.engine.index.words
    assert "内緒" not in words


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "--json"],
        ["ask", "やかんは修理できますか"],
        ["ask", "やかんは修理できますか", "--json"],
        ["search", "やかん"],
        ["search", "やかん", "--json"],
        ["explain", "やかんは修理できますか"],
        ["check"],
        ["confusions"],
        ["schema"],
    ],
    ids=" ".join,
)
def test_no_command_prints_it(
    arguments: list[str], noted: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("FAQ_BOT_KNOWLEDGE", str(noted))
    run(arguments)
    printed = capsys.readouterr()
    assert printed.out != ""
    assert REST not in printed.out + printed.err


def test_a_file_that_is_handed_on_lacks_it_and_a_release_has_it(
    noted: Path, records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    out = tmp_path / "packed.zip"
    run(["knowledge", "pack", str(noted), str(out)])
    assert "notes.yaml" not in zipfile.ZipFile(out).namelist()
    assert pack(noted) == out.read_bytes()
    number, _ = publish(records, noted, TODAY, "test", NOON)
    found = releases.find(records.engine, number)
    assert found is not None
    assert "notes.yaml" in zipfile.ZipFile(io.BytesIO(found.content)).namelist()


def test_the_version_that_everybody_sees_does_not_tell_of_notes(noted: Path):
    with_note = load_knowledge(noted)
    (noted / "notes.yaml").unlink()
    assert load_knowledge(noted).version == with_note.version
    assert with_note.internal_notes.of(ENTRY) is not None


@pytest.mark.parametrize(
    "broken",
    [
        f"- entry: nothing\n  note: {REST}",
        f"- {REST}",
        f"{REST}: 1",
        f"- entry: {ENTRY}\n  note: [{REST}]",
        f"- entry: {ENTRY}\n  {REST}: x",
        f"- entry: {REST}\n  note: x",
        f'- entry: {ENTRY}\n  note: "{REST}',
        f"- entry: {ENTRY}\n  {REST}: 1\n  {REST}: 2",
        f"- entry: {ENTRY}\n  note: &x {REST}\n- *x",
        f"- entry: {ENTRY}\n  note: {REST * 60}",
    ],
)
def test_a_broken_note_is_told_without_its_words(broken: str, noted: Path, app: Flask):
    (noted / "notes.yaml").write_text(broken, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(noted)
    assert "notes.yaml" in str(caught.value)
    assert REST not in str(caught.value)
    refused = Refused("state", tuple(str(problem) for problem in caught.value.problems))
    assert REST not in json.dumps(refused.problems, ensure_ascii=False)


def test_printing_the_knowledge_does_not_print_notes(noted: Path):
    assert REST not in repr(load_knowledge(noted))


def test_nothing_of_it_is_kept_in_the_database(app: Flask, records: Records, tmp_path: Path):
    browser = app.test_client()
    log_in(browser, "operator")
    browser.get(f"/staff?entry={ENTRY}")
    browser.get(f"/staff/copies?entry={ENTRY}")
    browser.post("/api/v1/ask", json={"question": QUESTIONS[0]})
    records.journal.settle()
    with sqlite3.connect(tmp_path / "faq-bot.db") as database:
        assert REST not in "\n".join(database.iterdump())


def test_one_place_gives_notes_out():
    """Whoever else reads them must be named here, and have a reason."""
    naming = {
        str(path.relative_to(ROOT / "faq_bot"))
        for path in (ROOT / "faq_bot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "internal_notes"
    }
    assert naming == {"server/staff/internal_notes.py"}
