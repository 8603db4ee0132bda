"""`faq-bot users` and `faq-bot switch`."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from faq_bot.storage import audit
from faq_bot.storage.engine import make_engine
from tests.conftest import plain_environment

PASSWORD = "copper kettle feast"
Ended = subprocess.CompletedProcess[str]
Command = Callable[..., Ended]


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'faq-bot.db'}"


@pytest.fixture
def faq_bot(database: str) -> Command:
    def command(*arguments: str, typed: str = "") -> Ended:
        return subprocess.run(
            [sys.executable, "-m", "faq_bot", *arguments],
            env=plain_environment(DATABASE_URL=database),
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )

    return command


def test_an_account_is_made_changed_and_closed_and_all_of_it_written_down(faq_bot: Command, database: str):
    assert "まだだれもいません" in faq_bot("users", "list").stdout
    added = faq_bot("users", "add", "sato", "--role", "editor", typed=f"{PASSWORD}\n")
    assert (added.returncode, added.stdout) == (0, "sato（編集者）を加えました。\n")
    assert faq_bot("users", "set-role", "sato", "administrator").returncode == 0
    assert faq_bot("users", "set-password", "sato", typed="another kettle feast\n").returncode == 0
    assert faq_bot("users", "disable", "sato").returncode == 0
    listed = json.loads(faq_bot("users", "list", "--json").stdout)
    assert listed == [{"name": "sato", "role": "administrator", "active": False}]
    engine = make_engine(database)
    actions = [row.action for row in audit.latest(engine)]
    text = json.dumps([list(map(str, row)) for row in audit.latest(engine)])
    engine.dispose()
    assert actions == ["user.disable", "user.password", "user.role", "user.add"]
    assert PASSWORD not in text


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (("users", "add", "sato"), "short\n", "12文字以上"),
        (("users", "add", "sato"), "", "12文字以上"),
        (("users", "add", "sa to"), PASSWORD, "名前は英字"),
        (("users", "add", "oidc:sato"), PASSWORD, "名前は英字"),
        (("users", "add", "sato", "--role", "emperor"), PASSWORD, "operator, editor, administrator"),
        (("users", "set-password", "nobody"), PASSWORD, "いません"),
        (("users", "disable", "nobody"), "", "いません"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], typed: str, said: str, faq_bot: Command):
    ended = faq_bot(*arguments, typed=typed)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_name_is_given_once(faq_bot: Command):
    faq_bot("users", "add", "sato", typed=PASSWORD)
    again = faq_bot("users", "add", "sato", typed=PASSWORD)
    assert again.returncode == 2
    assert "もう使われています" in again.stderr


def test_a_channel_is_switched_off_listed_and_on_again(faq_bot: Command):
    assert faq_bot("switch", "off", "widget", "--notice", "点検中です。").returncode == 0
    listed = faq_bot("switch", "list").stdout
    assert [line for line in listed.splitlines() if line.startswith("widget") and "点検中です。" in line]
    assert listed.count("動いています") == 4
    assert faq_bot("switch", "on", "widget").returncode == 0
    assert json.loads(faq_bot("switch", "list", "--json").stdout)["widget"] == {"on": True, "notice": None}


def test_a_database_that_is_not_reached_is_said(tmp_path: Path):
    ended = subprocess.run(
        [sys.executable, "-m", "faq_bot", "users", "list"],
        env=plain_environment(DATABASE_URL="postgresql://city:hidden-word@127.0.0.1:1/faq"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert "hidden-word" not in ended.stderr
