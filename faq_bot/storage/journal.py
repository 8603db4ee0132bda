"""Records are put into a queue and written in batches by one thread, so that no answer waits for a database."""

import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from faq_bot.errors import StorageError

log = logging.getLogger(__name__)
T = TypeVar("T")

ROOM = 10_000  # records that may wait: some ten megabytes
_BATCH = 500
_GATHER = 0.2  # seconds in which records come together
_IDLE = 0.5  # seconds between two looks whether the process ends
_PAUSE = 0.5  # seconds before the next try


class Journal(Generic[T]):
    """Keeps records with `write`, which takes a batch and raises StorageError if it cannot be kept just now.

    A batch that cannot be kept is tried again for `patience` seconds (a restart of the database), then it is
    lost; so is a record that finds the queue full. What is lost is counted, never waited for. The thread starts
    with the first record of a process, and when the process ends it writes what is left.
    """

    def __init__(self, write: Callable[[Sequence[T]], None], *, room: int = ROOM, patience: float = 30.0):
        self._write = write
        self._room = room
        self._patience = patience
        self._queue: SimpleQueue[T | None] = SimpleQueue()  # None wakes the thread that is to end
        self._in_hand = 0
        self._lost = 0
        self._losing = False
        self._down_since: float | None = None
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._process = 0

    @property
    def lost(self) -> int:
        """How many records of this process were lost."""
        return self._lost

    @property
    def queued(self) -> int:
        """How many records wait to be written."""
        return self._queue.qsize() + self._in_hand

    def put(self, record: T) -> None:
        """Take a record; never waits, never fails."""
        if self._process != os.getpid():
            self._start()
        if self._queue.qsize() >= self._room:
            self._lose(1, "the queue is full")
        else:
            self._queue.put(record)

    def settle(self) -> None:
        """Write what waits and end the thread; the next record starts another."""
        with self._lock:
            thread, self._thread, self._process = self._thread, None, 0
            self._ending.set()
        if thread is not None:
            self._queue.put(None)
            thread.join()

    def _start(self) -> None:
        """Start the thread of this process: one that was forked has none, whatever its parent had."""
        with self._lock:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
            self._ending = threading.Event()
            # Not a daemon: the interpreter waits for it, and it sees that the main thread has come to its end.
            self._thread = threading.Thread(
                target=self._run, args=(self._ending,), name="journal", daemon=False
            )
            self._thread.start()

    def _run(self, ending: threading.Event) -> None:
        while True:
            first = self._next()
            if first is not None:
                self._in_hand = 1
                ending.wait(_GATHER)
                self._keep([first, *self._waiting(_BATCH - 1)], ending)
                self._in_hand = 0
            if self._queue.empty() and _ends(ending):
                return

    def _next(self) -> T | None:
        """Return the next record, None if there is none for a while."""
        try:
            return self._queue.get(timeout=_IDLE)
        except Empty:
            return None

    def _waiting(self, most: int) -> list[T]:
        found: list[T | None] = []
        try:
            while len(found) < most:
                found.append(self._queue.get_nowait())
        except Empty:
            pass
        return [record for record in found if record is not None]

    def _keep(self, batch: list[T], ending: threading.Event) -> None:
        self._in_hand = len(batch)
        while True:
            try:
                self._write(batch)
            except StorageError as error:
                if self._gives_up(ending):
                    self._lose(len(batch), error.kind)
                    return
                ending.wait(_PAUSE)
            except (
                Exception
            ) as error:  # a record no database takes must not end the thread, nor take others along
                if len(batch) == 1:
                    self._lose(1, type(error).__name__)
                else:
                    for record in batch:
                        self._keep([record], ending)
                return
            else:
                self._down_since = None
                self._told_that_all_is_well()
                return

    def _gives_up(self, ending: threading.Event) -> bool:
        now = time.monotonic()
        if self._down_since is None:
            self._down_since = now
        return now - self._down_since >= self._patience or _ends(ending)

    def _lose(self, count: int, why: str) -> None:
        with self._lock:
            self._lost += count
            told, self._losing = self._losing, True
        if not told:
            log.error("replies are not kept: %s", why)

    def _told_that_all_is_well(self) -> None:
        with self._lock:
            told, self._losing = self._losing, False
        if told:
            log.warning("replies are kept again; lost so far: %d", self._lost)


def _ends(ending: threading.Event) -> bool:
    return ending.is_set() or not threading.main_thread().is_alive()
