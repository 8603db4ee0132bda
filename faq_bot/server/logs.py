"""Logs: one line of JSON for each thing that happened, whoever writes it, to standard output."""

import json
import logging
import logging.config
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

import structlog
from flask import g, has_request_context
from structlog.typing import EventDict, FilteringBoundLogger, Processor

_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
_STAMPS: tuple[Processor, ...] = (
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
)


def line_log(level: str, stream: BinaryIO | None = None) -> FilteringBoundLogger:
    """Return the log of requests: each call is a line on the stream (standard output if there is none)."""
    made = structlog.wrap_logger(
        structlog.BytesLogger(stream or sys.stdout.buffer),
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
