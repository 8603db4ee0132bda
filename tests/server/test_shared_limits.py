"""Limits that several processes share, with a real Redis or Valkey."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from faq_bot.reception.limits import Limits
from tests.conftest import NOON, free_port

PROGRAM = shutil.which("redis-server") or shutil.which("valkey-server")


class Store:
    """A server that can be stopped and started again."""

    def __init__(self, folder: Path):
        self.port, self._folder = free_port(), folder
        self.address = f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [str(PROGRAM), "--port", str(self.port), "--save", "", "--dir", str(self._folder)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        while "eady to accept connections" not in self._process.stdout.readline():
            assert self._process.poll() is None

    def stop(self) -> None:
        with self._process:
            self._process.terminate()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    if PROGRAM is None:
        pytest.skip("redis-server か valkey-server がありません")
    running = Store(tmp_path)
    running.start()
    yield running
    running.stop()


def allowed(limits: Limits) -> bool:
    verdict = limits.allow("ask", "192.0.2.1")
    assert verdict is not None
    return verdict.allowed


def test_two_processes_count_together(store: Store):
    here, there = (Limits(store.address, {"ask": "3/minute"}, lambda: NOON) for _ in range(2))
    assert [allowed(here), allowed(there), allowed(here), allowed(there)] == [True, True, True, False]
    assert (here.lost, there.lost) == (0, 0)


def test_when_the_store_goes_away_everybody_is_answered_and_each_counts_alone(store: Store):
    limits = Limits(store.address, {"ask": "2/minute"}, lambda: NOON)
    assert [allowed(limits) for _ in range(3)] == [True, True, False]
    store.stop()
    assert [allowed(limits) for _ in range(3)] == [True, True, False]
    assert limits.lost == 3
    store.start()


def test_a_store_that_is_back_is_asked_again_after_a_rest(store: Store, monkeypatch: pytest.MonkeyPatch):
    moment = [0.0]
    monkeypatch.setattr("faq_bot.reception.limits.time.monotonic", lambda: moment[0])
    limits = Limits(store.address, {"ask": "9/minute"}, lambda: NOON)
    store.stop()
    allowed(limits)
    store.start()
    allowed(limits)
    assert limits.lost == 2
    moment[0] += 6
    allowed(limits)
    assert limits.lost == 2
