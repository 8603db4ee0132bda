"""The journal never waits and never fails; what it loses, it counts."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence

import pytest

from faq_bot.errors import StorageError
from faq_bot.storage.journal import Journal
from tests.conftest import ROOT


class Book:
    """Takes batches until it is closed; waits where a test wants it to."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.open = threading.Event()
        self.open.set()
        self.down = False
        self.tries = 0

    def write(self, batch: Sequence[int]) -> None:
        self.open.wait()
        self.tries += 1
        if self.down:
            raise StorageError("", "OperationalError")
        if -1 in batch:
            raise ValueError("no database takes this")
        self.batches.append(list(batch))

    @property
    def written(self) -> list[int]:
        return [record for batch in self.batches for record in batch]


@pytest.fixture
def book() -> Book:
    return Book()


def test_records_are_written_in_order_and_in_few_batches(book: Book):
    journal = Journal(book.write)
    for number in range(700):
        journal.put(number)
    journal.settle()
    assert book.written == list(range(700))
    assert len(book.batches) < 10
    assert (journal.lost, journal.queued) == (0, 0)


def test_after_settling_the_next_record_is_written_too(book: Book):
    journal = Journal(book.write)
    for number in (1, 2):
        journal.put(number)
        journal.settle()
    assert book.written == [1, 2]


def test_a_full_queue_drops_records_and_counts_them(book: Book):
    book.open.clear()
    journal = Journal(book.write, room=5)
    for number in range(600):
        journal.put(number)
    lost = journal.lost
    assert lost >= 600 - 500 - 5  # one batch may be in hand
    book.open.set()
    journal.settle()
    assert len(book.written) == 600 - lost


def test_a_database_that_comes_back_in_time_loses_nothing(book: Book):
    book.down = True
    tried = threading.Event()
    write = book.write

    def comes_back(batch: Sequence[int]) -> None:
        try:
            write(batch)
        finally:
            book.down = False
            tried.set()

    journal = Journal(comes_back)
    journal.put(1)
    tried.wait()
    while journal.queued:
        threading.Event().wait(0.01)
    journal.settle()
    assert (book.written, book.tries, journal.lost) == ([1], 2, 0)


def test_a_database_that_stays_away_loses_and_says_so_once(book: Book, caplog: pytest.LogCaptureFixture):
    book.down = True
    journal = Journal(book.write, patience=0)
    with caplog.at_level(logging.WARNING):
        for number in range(3):
            journal.put(number)
            journal.settle()
        book.down = False
        journal.put(3)
        journal.settle()
    assert (book.written, journal.lost) == ([3], 3)
    assert [record.getMessage() for record in caplog.records] == [
        "replies are not kept: OperationalError",
        "replies are kept again; lost so far: 3",
    ]


def test_a_record_no_database_takes_does_not_take_the_others_along(book: Book):
    journal = Journal(book.write)
    for number in (1, -1, 2):
        journal.put(number)
    journal.settle()
    assert (book.written, journal.lost) == ([1, 2], 1)


def test_many_threads_may_write_at_once(book: Book):
    journal = Journal(book.write)
    threads = [
        threading.Thread(target=lambda: [journal.put(n) for n in range(200)])  # type: ignore[func-returns-value]
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    journal.settle()
    assert sorted(book.written) == sorted(list(range(200)) * 8)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform cannot fork")
@pytest.mark.parametrize("ending", ["", "os.kill(os.getpid(), signal.SIGTERM)"])
def test_a_process_and_its_forked_child_write_what_is_left_when_they_end(ending: str):
    program = f"""
import multiprocessing, os, signal, sys
from faq_bot.storage.journal import Journal
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
journal = Journal(lambda batch: os.write(1, ("".join(batch)).encode()))
def work():
    journal.put("child ")
    {ending or "pass"}
if __name__ == "__main__":
    child = multiprocessing.get_context("fork").Process(target=work)
    child.start()
    child.join()
    journal.put("parent")
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ended.stdout, ended.stderr) == ("child parent", "")
