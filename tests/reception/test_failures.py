"""A database that is down, full, locked or taken away keeps nobody from an answer, and no lie is told about it."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from faq_bot.assembly import Assistant
from faq_bot.errors import StorageError
from faq_bot.reception.desk import Desk
from faq_bot.reception.keeping import folded
from faq_bot.storage import retention
from faq_bot.storage.records import Records
from tests.conftest import ROOT, SECRET

if TYPE_CHECKING:
    from tests.postgresql import Server

UNIT = "ライセンスはパソコンごとに買うの？"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "faq-bot.db"


@pytest.fixture
def desk(assistant: Assistant, file: Path) -> Iterator[Desk]:
    """A desk with a SQLite file, which loses at once what it cannot keep."""
    records = Records(f"sqlite:///{file}", folded, patience=0)
    yield Desk(assistant, SECRET, records)
    records.close()


def ask(desk: Desk) -> str:
    reply = desk.ask({"question": UNIT}, "api")
    assert reply.outcome == "answered"
    return reply.reply


def assert_not_acknowledged(desk: Desk, reply: str) -> None:
    with pytest.raises(StorageError):
        desk.feedback({"reply": reply, "verdict": "resolved"})


def kept(desk: Desk) -> list[str]:
    desk.records.journal.settle()
    return [row["id"] for row in retention.exported(desk.records.engine)]


def verdicts(desk: Desk) -> list[str]:
    return [row["verdict"] for row in retention.exported(desk.records.engine) if row["verdict"]]


def test_a_server_that_is_stopped_and_started_again_loses_nothing(assistant: Assistant, postgresql: "Server"):
    desk = Desk(assistant, SECRET, Records(postgresql.new_database(), folded))
    replies = [ask(desk)]
    desk.feedback({"reply": replies[0], "verdict": "outdated"})
    postgresql.stop()
    try:
        replies += [ask(desk) for _ in range(5)]
        assert_not_acknowledged(desk, replies[1])
        assert not desk.storage_state().reachable
    finally:
        postgresql.start()
    replies.append(ask(desk))
    desk.feedback({"reply": replies[1], "verdict": "resolved"})
    assert sorted(kept(desk)) == sorted(replies)
    assert sorted(verdicts(desk)) == ["outdated", "resolved"]
    state = desk.storage_state()
    assert (state.reachable, state.lost, state.queued) == (True, 0, 0)
    desk.records.close()


def test_a_server_that_stays_away_costs_records_and_they_are_counted(
    assistant: Assistant, postgresql: "Server"
):
    desk = Desk(assistant, SECRET, Records(postgresql.new_database(), folded, patience=0))
    ask(desk)
    desk.records.journal.settle()
    postgresql.stop()
    try:
        for _ in range(3):
            ask(desk)
        desk.records.journal.settle()
        assert desk.storage_state().lost == 3
    finally:
        postgresql.start()
    assert len(kept(desk)) == 1
    desk.records.close()


def test_a_server_that_is_away_at_the_start_is_used_when_it_comes(assistant: Assistant, postgresql: "Server"):
    address = postgresql.new_database()
    postgresql.stop()
    try:
        records = Records(address, folded)
        with pytest.raises(StorageError):
            records.prepare()
        desk = Desk(assistant, SECRET, records)
        reply = ask(desk)
        assert not desk.storage_state().reachable
    finally:
        postgresql.start()
    assert kept(desk) == [reply]
    records.close()


def test_a_file_another_program_has_locked_is_waited_for_by_the_journal_alone(desk: Desk, file: Path):
    assert kept(desk) == []
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    reply = ask(desk)
    writing = threading.Thread(target=desk.records.journal.settle)
    writing.start()
    other.execute("COMMIT")
    other.close()
    writing.join()
    assert kept(desk) == [reply]


def test_nothing_is_acknowledged_into_a_file_that_was_taken_away(desk: Desk, file: Path, tmp_path: Path):
    first = ask(desk)
    assert kept(desk) == [first]
    desk.records.close()  # the log goes into the file, as a copy needs it
    shutil.move(file, tmp_path / "away.db")
    second = ask(desk)
    assert_not_acknowledged(desk, second)
    desk.records.journal.settle()
    state = desk.storage_state()
    assert (state.reachable, state.lost) == (False, 1)
    assert not file.exists()
    shutil.copyfile(tmp_path / "away.db", file)
    desk.feedback({"reply": first, "verdict": "resolved"})
    assert (kept(desk), verdicts(desk)) == ([first], ["resolved"])


_FULL = """
import resource, sys
from faq_bot.errors import StorageError
from faq_bot.reception.keeping import folded
from faq_bot.storage import feedback, retention
from faq_bot.storage.records import Records
from tests.storage.conftest import NOON, kept_reply

records = Records(sys.argv[1], folded, patience=0)
feedback.keep(records.engine, "before", "resolved", None, NOON)
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))  # no file of this process may grow beyond: a full disk
for number in range(300):
    records.journal.put(kept_reply(number))
records.journal.settle()
try:
    feedback.keep(records.engine, "during", "resolved", "x" * 100_000, NOON)
except StorageError as error:
    print("refused", error.kind)
print("lost", records.state().lost)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
feedback.keep(records.engine, "after", "resolved", None, NOON)
records.journal.put(kept_reply(1000))
records.journal.settle()
print("kept", [row["id"] for row in retention.exported(records.engine)])
records.close()
"""


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_full_disk_costs_records_but_nothing_acknowledged_and_is_over_when_there_is_room(file: Path):
    ended = run(_FULL, f"sqlite:///{file}")
    assert ended.stdout.splitlines() == ["refused OperationalError", "lost 300", "kept ['reply-1000']"]
    connection = sqlite3.connect(file)
    assert connection.execute("SELECT reply FROM feedback ORDER BY reply").fetchall() == [
        ("after",),
        ("before",),
    ]
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


_READ_ONLY = """
import os, sys
from faq_bot.errors import SettingsError
from faq_bot.storage.engine import make_engine
import sqlalchemy.dialects.sqlite.pysqlite
if os.getuid() == 0:
    os.setuid(65534)  # root may write everywhere
try:
    make_engine(sys.argv[1])
except SettingsError as error:
    print(error)
"""


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_file_or_folder_that_may_only_be_read_is_told_at_the_start(what: str):
    folder = Path(tempfile.mkdtemp())
    try:
        file = folder / "faq-bot.db"
        Records(f"sqlite:///{file}", folded).prepare()
        folder.chmod(0o777 if what == "file" else 0o555)
        file.chmod(0o444 if what == "file" else 0o666)
        ended = run(_READ_ONLY, f"sqlite:///{file}")
        assert "読み書きの権限がありません" in ended.stdout, ended.stderr
        assert str(file) in ended.stdout
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)


_WRITER = """
import sys
from faq_bot.reception.keeping import folded
from faq_bot.storage import feedback
from faq_bot.storage.records import Records
from tests.storage.conftest import NOON, kept_reply

records, me = Records(sys.argv[1], folded), sys.argv[2]
for number in range(100):
    records.journal.put(kept_reply(number, id=f"{me}-{number}"))
    feedback.keep(records.engine, f"{me}-{number}", "resolved", None, NOON)
records.journal.settle()
print(records.state().lost)
records.close()
"""


def test_two_processes_write_the_same_database_and_nothing_is_lost(address: str):
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, address, name],
            cwd=ROOT,
            env=os.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("a", "b")
    ]
    assert [process.communicate() for process in writers] == [("0\n", "")] * 2
    records = Records(address, folded)
    rows = list(retention.exported(records.engine))
    records.close()
    assert {row["id"] for row in rows} == {f"{name}-{number}" for name in "ab" for number in range(100)}
    assert {row["verdict"] for row in rows} == {"resolved"}
