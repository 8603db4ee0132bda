"""Three replicas behind a proxy: what breaks, breaks for nobody who asks."""

import http.client
import json
import shutil
import threading
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select

from faq_bot.assembly import Assistant
from faq_bot.loading.knowledge import load_knowledge
from faq_bot.loading.packing import pack
from faq_bot.storage import releases
from faq_bot.storage.connections import writing
from faq_bot.storage.tables import feedback
from tests.postgresql import Server
from tests.reception.test_renewal import change
from tests.server.cluster import MISSING, NGINX, REDIS, UPSTREAM, Cluster

CALLERS = 6
AS_OF = "2026-03-20"
DIALOGUES: tuple[tuple[dict[str, Any], ...], ...] = (
    ({"select": {"entry": "kettle-repair"}}, {"question": "銅の皿の値段はいくらですか"}),
    (
        {"question": "うちはいくら払いますか", "municipality": "matsudo"},
        {"select": {"fact": "status", "value": "new"}},
        {"select": {"fact": "start_date", "value": "2026-03-25"}},
        {"select": {"entry": "kettle-repair"}},
    ),
    ({"question": "やかんが壊れた"}, {"select": {"none": True}}, {"select": {"restart": True}}),
)
Told = dict[tuple[str, int, int], dict[str, Any]]
"""What is right: by knowledge version, dialogue and turn."""


@dataclass
class Seen:
    """What the callers saw, gathered from all threads."""

    replies: int = 0
    wrong: list[Any] = field(default_factory=list)
    failed: list[Any] = field(default_factory=list)
    versions: Counter[str] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)
    refused_feedback: int = 0
    alternating: int = 0
    progress: threading.Condition = field(default_factory=threading.Condition)

    def more(self, count: int) -> None:
        """Return when so many more replies have come."""
        with self.progress:
            goal = self.replies + count
            assert self.progress.wait_for(lambda: self.replies >= goal, 120), self.failed[:3]


def right(*folders: Path) -> Told:
    """Play every dialogue alone with every knowledge."""
    told: Told = {}
    for folder in folders:
        assistant = Assistant.load(folder)
        for d, turns in enumerate(DIALOGUES):
            conversation = None
            for t, turn in enumerate(turns):
                reply = assistant.ask_mapping({**turn, "as_of": AS_OF, "conversation": conversation})
                conversation = reply.conversation
                told[assistant.knowledge.version, d, t] = comparable(reply.to_dict())
    return told


def comparable(reply: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in reply.items() if name not in ("reply", "conversation")}


class Caller:
    """Plays the dialogues through the proxy, and says of each reply that it helped."""

    def __init__(self, port: int, told: Told, seen: Seen, ending: threading.Event):
        self._port, self._told, self._seen, self._ending = port, told, seen, ending

    def run(self) -> None:
        while not self._ending.is_set():
            for d in range(len(DIALOGUES)):
                self._play(d)

    def _play(self, d: int) -> None:
        conversation, servers = None, set()
        for t, turn in enumerate(DIALOGUES[d]):
            status, body, server = self._post("ask", {**turn, "as_of": AS_OF, "conversation": conversation})
            if status != 200:
                self._seen.failed.append((d, t, status, body))
                return
            servers.add(server)
            conversation = body["conversation"]
            self._judge(d, t, body)
            status, _, _ = self._post("feedback", {"reply": body["reply"], "verdict": "resolved"})
            if status == 204:
                self._seen.acknowledged.append(body["reply"])
            elif status == 503:
                self._seen.refused_feedback += 1
            else:
                self._seen.failed.append((d, t, "feedback", status))
        self._seen.alternating += len(servers) > 1

    def _judge(self, d: int, t: int, body: dict[str, Any]) -> None:
        version = body["knowledge_version"]
        with self._seen.progress:
            self._seen.replies += 1
            self._seen.versions[version] += 1
            if self._told.get((version, d, t)) != comparable(body):
                self._seen.wrong.append((version, d, t, body))
            self._seen.progress.notify_all()

    def _post(self, what: str, body: dict[str, Any]) -> tuple[int, Any, str | None]:
        line = http.client.HTTPConnection("127.0.0.1", self._port)
        try:
            line.request("POST", f"/api/v1/{what}", json.dumps(body), {"Content-Type": "application/json"})
            reply = line.getresponse()
            text = reply.read()
            return (
                reply.status,
                json.loads(text) if text.startswith(b"{") else text,
                reply.getheader(UPSTREAM),
            )
        except (OSError, http.client.HTTPException) as cut:
            return 0, repr(cut), None
        finally:
            line.close()


@pytest.fixture
def database(postgresql: Server) -> str:
    return postgresql.new_database()


@pytest.fixture
def newer(small_knowledge: Path, tmp_path: Path) -> Path:
    """A folder with what will be published: one answer is another."""
    folder = tmp_path / "newer"
    shutil.copytree(small_knowledge, folder)
    change(folder)
    return folder


@pytest.fixture
def told(small_knowledge: Path, newer: Path) -> Told:
    """What is right; made before the replicas start, so that they find the indexes built."""
    return right(small_knowledge, newer)


@pytest.fixture
def cluster(told: Told, tmp_path: Path, database: str, small_knowledge: Path) -> Iterator[Cluster]:
    if NGINX is None or REDIS is None:
        pytest.skip(MISSING)
    folder = tmp_path / "cluster"
    folder.mkdir()
    folder.chmod(0o777)  # nginx' worker is nobody
    running = Cluster(folder, database, small_knowledge, 3)
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.mark.cluster
def test_one_killed_the_database_away_and_new_knowledge_in_the_middle_of_load(
    cluster: Cluster, told: Told, postgresql: Server, database: str, newer: Path
):
    old, new = dict.fromkeys(version for version, _, _ in told)
    seen, ending = Seen(), threading.Event()
    callers = [threading.Thread(target=Caller(cluster.port, told, seen, ending).run) for _ in range(CALLERS)]
    for caller in callers:
        caller.start()
    try:
        seen.more(60)
        cluster.kill(0)
        seen.more(60)
        cut_by_the_kill = len(seen.failed)
        cluster.restart(0)
        seen.more(60)
        postgresql.stop()
        seen.more(60)
        postgresql.start()
        seen.more(60)
        publish(database, newer)
        seen.more(60)
        until(seen, lambda: all(version_of(replica.url) == new for replica in cluster.replicas))
        seen.more(60)
    finally:
        ending.set()
        for caller in callers:
            caller.join()
    assert seen.wrong == []
    assert cut_by_the_kill <= CALLERS, seen.failed
    assert seen.failed[cut_by_the_kill:] == []
    assert set(seen.versions) == {old, new}
    assert seen.alternating > 0
    assert seen.refused_feedback > 0, "the database was never really away"
    assert set(seen.acknowledged) - kept(database) == set()


def until(seen: Seen, holds: Callable[[], bool]) -> None:
    """Look again with every few replies until something holds."""
    while not holds():
        seen.more(5)


def version_of(url: str) -> str:
    with urllib.request.urlopen(f"{url}/version") as reply:
        return str(json.load(reply)["knowledge_version"])


def publish(database: str, folder: Path) -> None:
    engine = create_engine(database)
    with writing(engine) as connection:
        releases.publish(connection, load_knowledge(folder).version, pack(folder), "test", datetime.now(UTC))
    engine.dispose()


def kept(database: str) -> set[str]:
    engine = create_engine(database)
    with engine.connect() as connection:
        found = set(connection.execute(select(feedback.c.reply)).scalars())
    engine.dispose()
    return found
