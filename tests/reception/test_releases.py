"""Releases of the knowledge: published once, taken over by every replica."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from faq_bot.assembly import Assistant
from faq_bot.cli.main import run
from faq_bot.errors import InputError, KnowledgeError, StorageError
from faq_bot.loading.knowledge import load_knowledge
from faq_bot.loading.packing import pack
from faq_bot.reception import releases
from faq_bot.reception.desk import Desk
from faq_bot.reception.keeping import folded
from faq_bot.reception.releases import ReleasedKnowledge
from faq_bot.reception.renewal import Renewal
from faq_bot.storage import audit
from faq_bot.storage import releases as stored
from faq_bot.storage.connections import writing
from faq_bot.storage.records import Records
from faq_bot.storage.releases import Bell
from tests.conftest import SECRET, TODAY
from tests.postgresql import Server
from tests.reception.test_renewal import NEW, OLD, build, change, said

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.fixture
def records(address: str) -> Iterator[Records]:
    found = Records(address, folded)
    yield found
    found.close()


@pytest.fixture
def server_records(postgresql: Server) -> Iterator[Records]:
    """Records on PostgreSQL, which alone has a bell."""
    found = Records(postgresql.new_database(), folded)
    yield found
    found.close()


@pytest.fixture
def bell(server_records: Records) -> Iterator[Bell]:
    ringing = Bell(lambda: server_records.engine)
    ringing.wait(0)  # from here on it listens
    yield ringing
    ringing.hang_up()


@pytest.fixture
def desk(small_assistant: Assistant) -> Desk:
    return Desk(small_assistant, SECRET)


@pytest.fixture
def replica(desk: Desk, records: Records) -> Renewal:
    return Renewal(desk, ReleasedKnowledge(records), build, None, saved_whole=True)


def publish(records: Records, folder: Path) -> int:
    """Publish without the lint of the rules, which takes its time and is the same for all."""
    with writing(records.engine) as connection:
        return stored.publish(connection, load_knowledge(folder).version, pack(folder), "an editor", AT)


def test_a_replica_takes_over_each_release_at_its_next_look(
    replica: Renewal, desk: Desk, records: Records, small_knowledge: Path
):
    assert replica.look() is None
    publish(records, small_knowledge)
    assert replica.look() is True
    change(small_knowledge)
    publish(records, small_knowledge)
    assert [replica.look(), replica.look()] == [True, None]
    assert said(desk) == NEW


def test_an_earlier_release_can_be_put_in_force_again(
    replica: Renewal, desk: Desk, records: Records, small_knowledge: Path
):
    first = publish(records, small_knowledge)
    change(small_knowledge)
    publish(records, small_knowledge)
    assert replica.look() is True
    releases.roll_back(records, first, "an editor", AT)
    assert replica.look() is True
    assert said(desk) == OLD


def test_there_is_no_way_back_to_a_release_that_never_was(records: Records):
    with pytest.raises(InputError, match="7番"):
        releases.roll_back(records, 7, "an editor", AT)


def test_broken_knowledge_is_not_published(replica: Renewal, records: Records, small_knowledge: Path):
    (small_knowledge / "topics.yaml").write_text("- 話題\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"topics\.yaml:1"):
        releases.publish(records, small_knowledge, TODAY, "an editor", AT)
    assert replica.look() is None
    assert audit.latest(records.engine) == []


def test_a_release_this_program_cannot_load_leaves_the_old_one_in_force(
    desk: Desk, records: Records, small_knowledge: Path
):
    def too_old(_: Path) -> Assistant:
        raise KnowledgeError([])

    replica = Renewal(desk, ReleasedKnowledge(records), too_old, None, saved_whole=True)
    number = publish(records, small_knowledge)
    assert [replica.look(), replica.look()] == [False, None]
    assert said(desk) == OLD
    assert replica.refused is not None
    assert replica.refused.state == number


def test_who_published_what_is_written_down(records: Records, small_knowledge: Path):
    first, _ = releases.publish(records, small_knowledge, TODAY, "an editor", AT)
    again = releases.roll_back(records, first, "another editor", AT)[0]
    kept = [
        (row.actor, row.action, row.object, row.detail.get("again")) for row in audit.latest(records.engine)
    ]
    assert kept == [
        ("another editor", "knowledge.rollback", f"release:{again}", first),
        ("an editor", "knowledge.publish", f"release:{first}", None),
    ]


def test_the_commands_publish_list_and_go_back(
    address: str, small_knowledge: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("DATABASE_URL", address)
    assert run(["knowledge", "releases"]) == 0
    assert run(["knowledge", "publish", str(small_knowledge)]) == 0
    assert run(["knowledge", "rollback", "1"]) == 0
    assert run(["knowledge", "rollback", "9"]) == 2
    capsys.readouterr()
    assert run(["knowledge", "releases", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in listed] == [2, 1]
    assert listed[0]["version"] == listed[1]["version"]
    (small_knowledge / "topics.yaml").write_text("- 話題\n", encoding="utf-8")
    assert run(["knowledge", "publish", str(small_knowledge)]) == 3


def test_the_bell_rings_when_a_release_is_published(
    bell: Bell, server_records: Records, small_knowledge: Path
):
    with ThreadPoolExecutor(1) as waiting:
        rung = waiting.submit(bell.wait, 60)
        publish(server_records, small_knowledge)
        assert rung.result()


def test_the_bell_outlives_a_database_that_is_away(
    bell: Bell, server_records: Records, postgresql: Server, small_knowledge: Path
):
    postgresql.stop()
    while bell.listens:  # until it has noticed
        bell.wait(0.05)
    with pytest.raises(StorageError):
        ReleasedKnowledge(server_records).state()
    postgresql.start()
    while not bell.listens:
        bell.wait(0)
    assert publish(server_records, small_knowledge) == 1
    assert bell.wait(60)
