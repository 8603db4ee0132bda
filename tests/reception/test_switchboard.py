"""Switches as several processes and a failing database see them."""

import datetime
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine

from faq_bot.errors import InputError, StorageError
from faq_bot.reception.switchboard import Switchboard
from faq_bot.storage.engine import make_engine
from faq_bot.storage.migrating import upgrade

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


def opened(address: str) -> Engine:
    engine = make_engine(address)
    upgrade(engine)
    return engine


class Watched:
    """The way to a database: counts who goes it, and can be shut."""

    def __init__(self, engine: Engine):
        self.engine = engine
        self.shut = False
        self.asked = 0
        self._again = threading.Condition()

    def __call__(self) -> Engine:
        with self._again:
            self.asked += 1
            self._again.notify_all()
        if self.shut:
            raise StorageError("away", "away")
        return self.engine

    def wait(self) -> None:
        """Wait until a reading that has begun after this call is over: the one before the next but one."""
        with self._again:
            soon = self.asked + 2
            self._again.wait_for(lambda: self.asked >= soon)


@pytest.fixture
def way(address: str) -> Iterator[Watched]:
    engine = opened(address)
    yield Watched(engine)
    engine.dispose()


@pytest.fixture
def other(address: str) -> Iterator[Switchboard]:
    """The switchboard of another process."""
    engine = make_engine(address)
    yield Switchboard(lambda: engine)
    engine.dispose()


@contextmanager
def watching(way: Watched, every: float) -> Iterator[Switchboard]:
    switchboard = Switchboard(way, every)
    yield switchboard
    switchboard.close()


def turned(switchboard: Switchboard, *, off: bool) -> None:
    switchboard.turn("page", "test", NOON, off=off, notice="点検中です。")


def test_another_process_knows_before_long(way: Watched, other: Switchboard):
    with watching(way, every=0.01) as here:
        assert here.notice("page") is None
        turned(other, off=True)
        way.wait()
        assert here.notice("page") == "点検中です。"
        turned(other, off=False)
        way.wait()
        assert here.notice("page") is None


def test_requests_do_not_ask_the_database(way: Watched):
    with watching(way, every=3600) as here:
        for _ in range(1000):
            here.notice("page")
    assert way.asked == 1


def test_while_the_database_is_away_the_last_known_state_holds(way: Watched, other: Switchboard):
    turned(other, off=True)
    with watching(way, every=0.01) as here:
        assert here.notice("page") == "点検中です。"
        way.shut = True
        way.wait()
        assert here.notice("page") == "点検中です。"
        turned(other, off=False)
        way.shut = False
        way.wait()
        assert here.notice("page") is None


def test_a_start_without_a_database_answers_all_the_same(way: Watched):
    way.shut = True
    with watching(way, every=3600) as here:
        assert here.notice("page") is None


def test_a_switch_that_was_not_kept_is_an_error(way: Watched):
    way.shut = True
    with pytest.raises(StorageError):
        turned(Switchboard(way), off=True)


def test_a_channel_there_is_not_cannot_be_switched(other: Switchboard):
    with pytest.raises(InputError, match="slack"):
        other.turn("fax", "test", NOON, off=True)
