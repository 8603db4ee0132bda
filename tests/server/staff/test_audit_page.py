"""Who did what, as administrators read it; and that every action there is has a name in Japanese."""

import ast
import csv
import datetime
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from faq_bot.server.staff.audit_pages import PAGE
from faq_bot.server.staff.audit_words import LABELS
from faq_bot.storage import audit
from faq_bot.storage.connections import writing
from faq_bot.storage.records import Records
from tests.conftest import ROOT
from tests.server.site_pages import squeezed
from tests.server.staff.conftest import NOON
from tests.server.test_page import Page

Entered = Callable[[str], FlaskClient]
AUDIT = "/staff/audit"
PACKAGE = ROOT / "faq_bot"


def note(records: Records, number: int = 1, **changes: object) -> None:
    row = {"at": NOON, "actor": "hanako", "action": "switch.off", "target": f"object-{number}", "detail": {}}
    with writing(records.engine) as connection:
        audit.record(connection, **{**row, **changes})  # type: ignore[arg-type]


def shown(browser: FlaskClient, query: str = "", status: int = 200) -> str:
    response = browser.get(f"{AUDIT}?{query}")
    assert response.status_code == status
    return squeezed(Page(response.get_data(as_text=True)).text)


def test_it_says_who_did_what_when_and_with_what(records: Records, logged_in: Entered):
    note(records, detail={"notice": "点検中です。"})
    assert (
        "2026-11-22 21:00:00 だれがhanako 何をした窓口を切った 何にobject-1 くわしくお知らせ: 点検中です。"
        in shown(logged_in("administrator"))
    )


def test_it_is_narrowed_by_member_action_and_day(records: Records, logged_in: Entered):
    midnight_in_tokyo = datetime.datetime(2026, 11, 22, 15, tzinfo=datetime.UTC)
    note(records, 1, actor="taro", at=midnight_in_tokyo - datetime.timedelta(seconds=1))
    note(records, 2, actor="taro", action="switch.on", at=midnight_in_tokyo)
    note(records, 3)
    browser = logged_in("administrator")

    def found(query: str) -> list[str]:
        return re.findall(r"object-\d", shown(browser, query))

    assert found("actor=taro") == ["object-2", "object-1"]
    assert found("action=switch.on") == ["object-2"]
    assert found("day=2026-11-23") == ["object-2"]
    assert found("actor=taro&day=2026-11-22") == ["object-1"]
    assert "当てはまる記録はありません。" in shown(browser, "actor=nobody")


def test_it_is_turned_page_by_page_and_keeps_its_filter(records: Records, logged_in: Entered):
    for number in range(PAGE + 2):
        note(records, number, actor="taro")
    browser = logged_in("administrator")
    first = browser.get(f"{AUDIT}?actor=taro").get_data(as_text=True)
    [address] = re.findall(r'href="/staff/audit\?([^"]+)">もっと前', first)
    assert len(re.findall(r"object-\d+", first)) == PAGE
    assert "最新から" not in first
    second = shown(browser, address.replace("&amp;", "&"))
    assert re.findall(r"object-\d+", second) == ["object-1", "object-0"]
    assert "最新から" in second
    assert "もっと前" not in second


def test_the_file_holds_what_was_chosen_and_no_formula(records: Records, logged_in: Entered):
    note(records, 1, actor="taro", target="=cmd|' /C calc'!A0", detail={"notice": "@SUM(A1)"})
    note(records, 2)
    response = logged_in("administrator").get(f"{AUDIT}.csv?actor=taro")
    assert response.headers["Content-Disposition"] == 'attachment; filename="audit.csv"'
    rows = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert rows[0] == ["日時", "だれが", "何をした", "何に", "くわしく"]
    assert rows[1:] == [
        ["2026-11-22 21:00:00", "taro", "窓口を切った", "'=cmd|' /C calc'!A0", "お知らせ: @SUM(A1)"]
    ]


@pytest.mark.parametrize("role", ["operator", "editor"])
def test_it_is_for_administrators_only(role: str, logged_in: Entered):
    browser = logged_in(role)
    assert [browser.get(address).status_code for address in (AUDIT, f"{AUDIT}.csv")] == [403, 403]
    assert AUDIT not in browser.get("/staff/figures").get_data(as_text=True)
    assert AUDIT in logged_in("administrator").get("/staff/figures").get_data(as_text=True)


@pytest.mark.parametrize(
    ("query", "says"), [("day=2026-02-30", "「日」は、実在する日付"), ("before=x", "ページの番号")]
)
def test_what_cannot_be_used_is_said(query: str, says: str, logged_in: Entered):
    assert says in shown(logged_in("administrator"), query, 422)


def test_a_script_in_a_name_is_shown_as_text(records: Records, logged_in: Entered):
    note(records, target="<script>alert(1)</script>")
    page = logged_in("administrator").get(AUDIT).get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


# Every action has a name


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield node, name


def texts(node: ast.expr) -> set[str] | None:
    """The texts an expression may be, None if that cannot be read from it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        parts = [texts(node.body), texts(node.orelse)]
        return None if None in parts else {text for part in parts for text in part or ()}
    return None


def recorded_actions(paths: list[Path]) -> tuple[set[str], list[str]]:
    """Every action handed to `audit.record`, through functions of the same file too; and where one cannot be read."""
    found: set[str] = set()
    unread: list[str] = []
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        recorders = {"record": ("action", 3)}
        imports = any(
            isinstance(node, ast.ImportFrom) and any(alias.name == "audit" for alias in node.names)
            for node in ast.walk(tree)
        )
        if not imports:
            continue
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        for _ in range(4):  # a recorder calls a recorder calls …
            for function in functions:
                names = [argument.arg for argument in function.args.args if argument.arg != "self"]
                for call, name in calls(function):
                    action = handed(call, recorders.get(name))
                    if isinstance(action, ast.Name) and action.id in names:
                        recorders[function.name] = (action.id, names.index(action.id))
        for function in functions:
            for call, name in calls(function):
                action = handed(call, recorders.get(name))
                if action is None or (isinstance(action, ast.Name) and function.name in recorders):
                    continue
                read = texts(action)
                found |= read or set()
                if read is None:
                    unread.append(f"{path.name}:{call.lineno}")
    return found, unread


def handed(call: ast.Call, place: tuple[str, int] | None) -> ast.expr | None:
    if place is None:
        return None
    named = [keyword.value for keyword in call.keywords if keyword.arg == place[0]]
    return named[0] if named else call.args[place[1]] if len(call.args) > place[1] else None


def test_every_action_that_is_written_down_has_a_name_in_japanese():
    paths = sorted(PACKAGE.rglob("*.py"))
    actions, unread = recorded_actions(paths)
    assert unread == []
    assert {"login", "login.failed", "switch.off", "knowledge.rollback", "user.disable", "prune"} <= actions
    assert actions - set(LABELS) == set()
    assert [label for label in LABELS.values() if not re.search("[ぁ-ん]", label)] == []


def test_an_action_without_a_name_would_be_found(tmp_path: Path):
    file = tmp_path / "pinning.py"
    file.write_text(
        "from faq_bot.storage import audit\n\n"
        "def pin(c): _note(c, 'pin.add' if c else 'pin.remove')\n"
        "def _note(c, action): audit.record(c, 1, 'me', action, 'x', {})\n"
        "def odd(c): audit.record(c, 1, 'me', f'{c}.x', 'x', {})\n"
    )
    assert recorded_actions([file]) == ({"pin.add", "pin.remove"}, ["pinning.py:5"])
