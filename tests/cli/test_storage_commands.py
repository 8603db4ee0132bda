"""`faq-bot storage` as an operator types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from faq_bot.assembly import Assistant
from faq_bot.conversation.reply import Reply
from faq_bot.reception.desk import Desk
from faq_bot.reception.keeping import folded
from faq_bot.storage import audit
from faq_bot.storage.records import Records
from tests.conftest import SECRET, plain_environment


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def replies(data: Path, assistant: Assistant) -> list[Reply]:
    """Two replies of one conversation and one of another, the first with feedback."""
    records = Records(f"sqlite:///{data / 'faq-bot.db'}", folded)
    desk = Desk(assistant, SECRET, records)
    first = desk.ask({"question": "090-1234-5678です。料金は"}, "api")
    second = desk.ask({"question": "いつまで無料ですか", "conversation": first.conversation}, "widget")
    third = desk.ask({"question": "猫の飼い方"}, "page")
    desk.feedback({"reply": first.reply, "verdict": "unclear", "comment": "長い"})
    records.close()
    return [first, second, third]


def run(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "faq_bot", "storage", *arguments],
        env=plain_environment(FAQ_BOT_DATA=os.fspath(data), SECRET_KEY=SECRET, **environment),
        capture_output=True,
        text=True,
        check=False,
    )


def exported(data: Path, *arguments: str) -> list[dict[str, object]]:
    ended = run(data, "export", *arguments)
    assert (ended.returncode, ended.stderr) == (0, "")
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_all_is_taken_out_without_anything_personal(data: Path, replies: list[Reply]):
    rows = exported(data)
    assert [row["id"] for row in rows] == [reply.reply for reply in replies]
    assert rows[0]["question"] == "【電話番号】です。料金は"
    assert (rows[0]["verdict"], rows[0]["comment"], rows[2]["verdict"]) == ("unclear", "長い", None)


def test_a_conversation_is_taken_out_and_deleted_by_its_token(data: Path, replies: list[Reply]):
    token = replies[1].conversation
    assert len(exported(data, "--conversation", token)) == 2
    ended = run(data, "delete", "--conversation", token)
    assert (ended.returncode, ended.stdout) == (
        0,
        "会話を消しました: 答えのなかった質問 0件、評価 1件、返事 2件、Slack と Teams の続き 0件\n",
    )
    assert [row["id"] for row in exported(data)] == [replies[2].reply]
    again = run(data, "delete", "--conversation", token)
    assert (again.returncode, again.stdout) == (2, "")
    assert "この会話の記録はありません" in again.stderr


def test_a_deletion_is_written_down_with_who_did_it(data: Path, replies: list[Reply]):
    [row] = exported(data, "--conversation", replies[2].conversation)
    run(data, "delete", "--conversation", str(row["conversation"]))
    records = Records(f"sqlite:///{data / 'faq-bot.db'}", folded)
    [action] = audit.latest(records.engine)
    records.close()
    assert (action.action, action.object) == ("delete", row["conversation"])
    assert action.actor.startswith("cli:")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("delete", "--conversation", "nonsense"), "--conversation: この会話は読み取れません"),
        (("export", "--conversation", "nonsense"), "--conversation: この会話は読み取れません"),
        (("export", "--since", "yesterday"), "--since が「yesterday」になっています"),
        (("export", "--since", "2026-02-30"), "YYYY-MM-DD"),
        (("delete",), "--conversation"),
        ((), "引数が正しくありません"),
    ],
)
def test_what_cannot_be_used_is_named(arguments: tuple[str, ...], says: str, data: Path):
    ended = run(data, *arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr


def test_what_is_older_than_the_setting_is_deleted(data: Path, replies: list[Reply]):
    ended = run(data, "prune", FAQ_BOT_RETENTION_DAYS="1")
    assert (ended.returncode, ended.stdout) == (
        0,
        "1日より古い記録を消しました: 返事 0件、評価 0件、答えのなかった質問 0件、職員が使った項目 0件、"
        "受け取り済みの印 0件、Slack と Teams の続き 0件\n",
    )
    assert len(exported(data)) == 3


def test_a_database_that_is_away_is_told_in_one_line(data: Path):
    ended = run(data, "prune", DATABASE_URL="postgresql://nobody:hidden-word@127.0.0.1:1/nothing")
    assert ended.returncode == 1
    assert ended.stderr.startswith("データベースを読み書きできません")
    assert "hidden-word" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
