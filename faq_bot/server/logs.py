"""Logs: one line of JSON for each thing that happened, whoever writes it, to standard output."""

import json
import logging
import logging.config
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, BinaryIO

import structlog
from flask import g, has_request_context
from structlog.typing import EventDict, FilteringBoundLogger, Processor

_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
_LOOK, _GATHER = 0.5, 0.1  # seconds: between two looks whether the process ends; in which lines come together
_STAMPS: tuple[Processor, ...] = (
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
)


class Lines:
    """Writes lines to a stream a few times a second, from a thread of its own.

    A write lets other threads run, and the one that writes waits for its turn again: doing it for each line
    would cost a busy server more than the line itself. The thread begins with the first line of a process, and
    when the process ends it writes what is left; only a kill loses the lines of the last moment.
    """

    def __init__(self, stream: BinaryIO):
        """Write to `stream`; nothing happens before the first line."""
        self._stream = stream
        self._waiting: deque[bytes] = deque()
        self._some = threading.Event()
        self._lock = threading.Lock()
        self._process = 0

    def msg(self, line: bytes) -> None:
        """Take a line; never waits."""
        self._waiting.append(line)
        if not self._some.is_set():
            self._wake()

    debug = info = warning = error = critical = msg

    def _wake(self) -> None:
        with self._lock:
            self._some.set()
            if self._process != os.getpid():
                self._process = os.getpid()
                threading.Thread(target=self._run, name="lines").start()

    def _run(self) -> None:
        while threading.main_thread().is_alive() or self._waiting:
            if self._some.wait(_LOOK):
                time.sleep(_GATHER)
                self._some.clear()
                waiting = [self._waiting.popleft() for _ in range(len(self._waiting))]
                self._stream.write(b"\n".join([*waiting, b""]))
                self._stream.flush()


def line_log(level: str, stream: BinaryIO | None = None) -> FilteringBoundLogger:
    """Return the log of requests: each call is a line on standard output, or at once on a stream that is given."""
    made = structlog.wrap_logger(
        structlog.BytesLogger(stream) if stream is not None else Lines(sys.stdout.buffer),
        processors=[*_STAMPS, _line],
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )
    bound: FilteringBoundLogger = made.bind()  # built once: a lazy one would be built anew for each line
    return bound


def logging_config(level: str) -> dict[str, Any]:
    """Return the set-up that gives lines of the standard library (granian, alembic, our own) the same form.

    What others say at length (each connection, each statement) is only let through at `debug`.
    """
    names = {"handlers": [], "propagate": True}
    wordy = {**names, "level": "DEBUG" if level == "debug" else "WARNING"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": _formatter}},
        "handlers": {
            "lines": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stdout"}
        },
        "root": {"handlers": ["lines"], "level": level.upper()},
        "loggers": {
            "_granian": dict(wordy),
            "granian.access": dict(wordy),
            "alembic": dict(wordy),
            "sqlalchemy": dict(wordy),
        },
    }


def configure_logging(level: str) -> None:
    """Give every line of the standard library the form of `logging_config`."""
    logging.config.dictConfig(logging_config(level))


def _formatter() -> logging.Formatter:
    render: Callable[..., str] = lambda _logger, _name, event: _dump(event)  # noqa: E731
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*_STAMPS, structlog.stdlib.add_logger_name, _with_request],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            render,
        ],
    )


def _line(_logger: Any, _name: str, event: EventDict) -> bytes:
    return _dump(event).encode(errors="replace")


def _with_request(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """Name the request in whose course something was said, so that its lines can be found together."""
    if has_request_context() and "request_id" in g:
        event["request_id"] = g.request_id
    return event
