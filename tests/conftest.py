"""What every room's tests share: the real knowledge, a small one of our own, and the running service."""

import datetime
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings

from faq_bot.assembly import Assistant
from faq_bot.loading.knowledge import Knowledge, load_knowledge
from faq_bot.server.app import create_app
from faq_bot.settings import read_settings

if TYPE_CHECKING:
    from tests.postgresql import Server

ROOT = Path(__file__).parent.parent
KNOWLEDGE = ROOT / "knowledge"
WEB = ROOT / "web"
TODAY = datetime.date(2026, 11, 22)
NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC).timestamp()
SECRET = "a secret of the tests only"

# The same examples on every machine, and no clock: a slow machine is no failure.
hypothesis_settings.register_profile("suite", derandomize=True, deadline=None, database=None)
hypothesis_settings.load_profile("suite")


@pytest.fixture(scope="session", autouse=True)
def cache_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Indexes built here are kept for this run only, beside nobody else's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAQ_BOT_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("FAQ_BOT_DATA", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The real knowledge base."""
    return load_knowledge(KNOWLEDGE, today=TODAY)


@pytest.fixture(scope="session")
def assistant(knowledge: Knowledge) -> Assistant:
    """The real assistant; its clocks stand still."""
    return Assistant(knowledge, today=lambda: TODAY, secret=SECRET, seconds=lambda: NOON)


@pytest.fixture
def client(assistant: Assistant) -> FlaskClient:
    """A browser without a network in front of the real assistant, which counts no requests."""
    return create_app(assistant, WEB, read_settings({"RATE_LIMIT": "off"})).test_client()


@pytest.fixture
def small_knowledge(tmp_path: Path) -> Path:
    """A knowledge folder with four entries; documents, words and schemes are copies of the real ones."""
    return make_small_knowledge(tmp_path / "knowledge")


def make_small_knowledge(folder: Path) -> Path:
    """Write the small knowledge into a folder that is not there yet."""
    shutil.copytree(KNOWLEDGE, folder, ignore=shutil.ignore_patterns("entries", "topics.yaml", "notes.yaml"))
    shutil.copytree(ROOT / "tests" / "small_knowledge", folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def small_assistant(small_knowledge: Path) -> Assistant:
    """An assistant that only knows copper plates, a kettle and a feast in Matsudo."""
    return Assistant.load(small_knowledge, today=lambda: TODAY)


def plain_environment(**more: str) -> dict[str, str]:
    """This process's environment without anything that steers the service but its folders, and with `more`."""
    kept = {k: v for k, v in os.environ.items() if k not in ("HOST", "PORT") and not k.startswith("FAQ_BOT_")}
    folders = {name: os.environ[name] for name in ("FAQ_BOT_CACHE", "FAQ_BOT_DATA")}
    return {**kept, **folders, **more}


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Service:
    """A running `faq-bot serve`."""

    url: str
    process: subprocess.Popen[str]
    log: Path
    """Everything it has written: a pipe nobody reads would bring it to a halt."""

    def wait_until_ready(self) -> None:
        """Ask again and again until `/readyz` answers; a process that has ended is a failure."""
        while not self._is_ready():
            try:
                self.process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            pytest.fail(f"the service ended with {self.process.returncode}: {self.log.read_text()}")

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz") as reply:
                return bool(reply.status == 200)
        except (urllib.error.URLError, ConnectionError):
            return False


def start_service(**environment: str) -> Service:
    """Start `faq-bot serve` on a free port and wait until it is ready. The caller stops it."""
    service = launch_service(**environment)
    service.wait_until_ready()
    return service


def launch_service(**environment: str) -> Service:
    """Start `faq-bot serve` on a free port (or `PORT`) and do not wait. The caller stops it."""
    port = environment.setdefault("PORT", str(free_port()))
    handle, name = tempfile.mkstemp(suffix=".log", dir=os.environ["FAQ_BOT_DATA"])
    with open(handle, "wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "faq_bot", "serve"],
            env=plain_environment(**{"RATE_LIMIT": "off", **environment}),
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
        )
    return Service(f"http://127.0.0.1:{port}", process, Path(name))


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    """A running service with the real knowledge."""
    running = start_service()
    with running.process:
        yield running
        running.process.terminate()


@pytest.fixture(scope="session")
def postgresql() -> Iterator["Server"]:
    """A running PostgreSQL server."""
    from tests.postgresql import MISSING, PROGRAMS, Server

    if PROGRAMS is None:
        pytest.skip(MISSING)
    server = Server()
    yield server
    server.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'faq-bot.db'}"
    server: Server = request.getfixturevalue("postgresql")
    return server.new_database()
