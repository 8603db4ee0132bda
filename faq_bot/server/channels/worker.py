"""Work that follows an acknowledgement, on a few threads and with a bounded queue; what failed for now is tried again."""

import itertools
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

log = logging.getLogger(__name__)
THREADS, ROOM = 4, 200
TRIES, LONGEST = 6, 180.0  # seconds after which nobody waits for an answer any more
_FIRST_REST, _LOOK = 0.5, 0.5  # seconds
Job = Callable[[], None]


class Again(Exception):  # noqa: N818 - no error: it surely was not done, and may be done later
    """Raised by a job that had no effect and shall be tried again, not before `after` seconds have passed."""

    def __init__(self, after: float = 0.0):
        self.after = after
        super().__init__(after)


@dataclass(slots=True)
class _Task:
    """A job in its lane, how often it was tried, when it is due, and what to do when it is given up."""

    job: Job
    given_up: Job
    lane: str
    number: int
    began: float = field(default_factory=time.monotonic)
    due: float = 0.0
    tries: int = 0


class Worker:
    """Does jobs on its threads; those of one lane one after another, in their order. Starts with the first job.

    When the process ends, what waits is done first; what waits for its next try is given up.
    """

    def __init__(self, room: int = ROOM, threads: int = THREADS):
        """Take at most `room` jobs at a time. Made before the workers are forked."""
        self._room, self._threads = room, threads
        self._tasks: list[_Task] = []
        self._lanes: set[str] = set()
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._process, self._busy, self._closed = 0, 0, False

    def submit(
        self, job: Job, given_up: Job = lambda: None, *, lane: str | None = None, goes_on: bool = False
    ) -> bool:
        """Take a job; False if there is no room. One that `goes_on` with an accepted job always has room."""
        with self._changed:
            if len(self._tasks) >= self._room and not goes_on:
                return False
            self._start()
            number = next(self._order)
            self._put(_Task(job, given_up, f"job {number}" if lane is None else lane, number))
            return True

    def settle(self) -> None:
        """Return when nothing is left to do."""
        with self._changed:
            self._changed.wait_for(lambda: not self._tasks and not self._busy)

    def close(self) -> None:
        """Do what is left and end the threads."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def _ending(self) -> bool:
        return self._closed or not threading.main_thread().is_alive()

    def _start(self) -> None:
        if self._process != os.getpid():
            self._process = os.getpid()
            for number in range(self._threads):
                threading.Thread(target=self._run, name=f"channel-{number}").start()

    def _put(self, task: _Task) -> None:
        self._tasks.append(task)
        self._tasks.sort(key=lambda one: one.number)
        self._changed.notify_all()

    def _run(self) -> None:
        while (task := self._next()) is not None:
            again = False
            try:
                again = self._do(task)
            finally:
                with self._changed:
                    self._busy -= 1
                    self._lanes.discard(task.lane)
                    if again:
                        self._put(task)
                    self._changed.notify_all()

    def _next(self) -> _Task | None:
        with self._changed:
            while self._tasks or not self._ending:
                task = self._ready()
                if task is not None:
                    self._tasks.remove(task)
                    self._lanes.add(task.lane)
                    self._busy += 1
                    return task
                rest = min((one.due for one in self._tasks), default=float("inf")) - time.monotonic()
                self._changed.wait(min(rest, _LOOK) if rest > 0 else _LOOK)
            return None

    def _ready(self) -> _Task | None:
        """Return the first task that is due and has nobody before it in its lane."""
        taken, now = set(self._lanes), time.monotonic()
        for task in self._tasks:
            if task.lane not in taken and (task.due <= now or self._ending):
                return task
            taken.add(task.lane)
        return None

    def _do(self, task: _Task) -> bool:
        """Do a task; return whether it is to be tried again."""
        try:
            if task.tries and self._ending:
                raise TimeoutError
            task.job()
        except Again as later:
            task.tries += 1
            task.due = time.monotonic() + max(later.after, _FIRST_REST * 2.0**task.tries)
            if task.tries < TRIES and task.due - task.began <= LONGEST:
                return True
            task.given_up()
        except Exception as error:
            log.error("work after an acknowledgement failed: %s", type(error).__name__)
            task.given_up()
        return False
