"""`faq-bot digest` as somebody types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from faq_bot.reception.keeping import folded
from faq_bot.storage import feedback, replies
from faq_bot.storage.connections import writing
from faq_bot.storage.records import Records
from tests.conftest import plain_environment
from tests.storage.conftest import NOON, kept_reply


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two answers of the week of 2026-11-22, one of them rated, and a question without an answer."""
    folder = tmp_path / "data"
    records = Records(f"sqlite:///{folder / 'faq-bot.db'}", folded)
    with writing(records.engine) as connection:
        gap = kept_reply(3, outcome="no_answer", entry=None, is_gap=True, question="【電話番号】は？")
        replies.keep(connection, [kept_reply(1), kept_reply(2), gap], folded)
    feedback.keep(records.engine, "reply-1", "resolved", None, NOON)
    records.close()
    return folder


def run(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "faq_bot", "digest", *arguments],
        env=plain_environment(FAQ_BOT_DATA=os.fspath(data), **environment),
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_week_is_told_in_japanese(data: Path):
    ended = run(data, "--week", "2026-W47")
    assert (ended.returncode, ended.stderr) == (0, "")
    lines = ended.stdout.splitlines()
    assert lines[:3] == [
        "週のまとめ 2026-W47（2026年11月16日〜2026年11月22日）",
        "解決率 100.0%（評価された回答 1件のうち 1件）。前の週は評価がなく、比べられません。",
        "返事 3件（回答 2、選択 0、答えなし 1）",
    ]
    assert "答えられなかった質問 1件" in lines
    assert [line for line in lines if line.startswith("・【電話番号】は？（これまで1回、近い項目: ")]


def test_the_week_is_told_as_json(data: Path):
    ended = run(data, "--week", "2026-W47", "--json")
    found = json.loads(ended.stdout)
    assert (found["week"], found["first"], found["replies"], found["resolved_rate"]) == (
        "2026-W47",
        "2026-11-16",
        3,
        1.0,
    )
    assert found["gaps"][0]["nearest"]["entry"] == "licence-unit"


def test_a_week_that_is_none_is_named(data: Path):
    ended = run(data, "--week", "2026-W99")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "2026-W48" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_that_is_away_is_told_in_one_line(data: Path):
    ended = run(data, DATABASE_URL="postgresql://nobody:hidden-word@127.0.0.1:1/nothing")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "hidden-word" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
