"""The way from the network into Flask: a request comes in whole, and in time, before it takes a thread.

granian's own WSGI reads a body in the thread that answers, without a time limit: as many slow senders as
there are threads would silence the service. Here the event loop collects the body, gives up on slow ones,
and only complete requests reach the threads.
"""

import asyncio
import io
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol
from wsgiref.types import WSGIApplication

from flask import Flask, request
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from faq_bot.server.problems import RequestError

THREADS = 4  # Python answers one request at a time; the others wait in threads instead of being refused
BODY_SECONDS = 15.0  # for the whole body: 64 kB at 35 kbit/s
HEAD_MILLISECONDS = 10_000  # also the longest rest between two requests of one connection
LARGEST_BODY = LARGEST_HEAD = 64 * 1024
LARGER_BODIES = {"/channels/slack": 256 * 1024}
"""A press in Slack brings its whole message along, each Japanese character as nine."""
_LATE = "faq_bot.late"
_PLAIN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
_FIXED: dict[str, Any] = {
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,
    "SCRIPT_NAME": "",
}


def listening() -> dict[str, Any]:
    """Return how granian has to listen for a gateway: RSGI, and no patience with slow or endless heads."""
    return {
        "interface": Interfaces.RSGI,
        "websockets": False,
        "http": HTTPModes.http1,
        "http1_settings": HTTP1Settings(header_read_timeout=HEAD_MILLISECONDS, max_buffer_size=LARGEST_HEAD),
    }


def refuse_late_bodies(app: Flask) -> None:
    """Have the app answer 408 where the gateway has given up on a body."""
    app.before_request(_refuse_late_body)


def _refuse_late_body() -> None:
    if _LATE in request.environ:
        raise RequestError(408)


class Headers(Protocol):
    """The headers of a request: names in lower case, repeated ones one by one."""

    def get(self, key: str, default: str) -> str:
        """Return the first of a name."""

    def __contains__(self, key: str) -> bool: ...

    def items(self) -> Iterable[tuple[str, str]]:
        """Return all."""


class Scope(Protocol):
    """What granian tells of a request (RSGI)."""

    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    headers: Headers


class Gateway:
    """An RSGI application around a WSGI one."""

    def __init__(self, app: WSGIApplication):
        self._app = app
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="answer")

    async def __rsgi__(self, scope: Scope, protocol: Any) -> None:
        """Answer one request."""
        environ = await self._arrived(scope, protocol)
        loop = asyncio.get_running_loop()
        protocol.response_bytes(*await loop.run_in_executor(self._threads, self._answer, environ))

    async def _arrived(self, scope: Scope, protocol: Any) -> dict[str, Any]:
        """Return the environment of a request once its body is here, or given up on."""
        if "content-length" not in scope.headers and "transfer-encoding" not in scope.headers:
            return _environ(scope, b"", 0)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                return _environ(scope, *await _body(scope, protocol))
        except TimeoutError:
            return _environ(scope, b"", 0) | {_LATE: True}

    def _answer(self, environ: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
        """Return status, headers and body."""
        told: list[tuple[int, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], _: object = None) -> Any:
            told.append((int(status[:3]), headers))

        parts = self._app(environ, start)
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        return (*told[-1], body)


async def _body(scope: Scope, protocol: Any) -> tuple[bytes, int]:
    """Return the body and its length. Of one that is too large only the length: Flask refuses it by that."""
    largest = LARGER_BODIES.get(scope.path, LARGEST_BODY)
    stated = scope.headers.get("content-length", "")
    if stated.isdigit() and int(stated) > largest:
        return b"", int(stated)
    if stated.isdigit() and "transfer-encoding" not in scope.headers:
        whole: bytes = await protocol()  # in one piece: the server takes no more than was stated
        return whole, len(whole)
    received = bytearray()
    async for chunk in protocol:
        received += chunk
        if len(received) > largest:
            return b"", len(received)
    return bytes(received), len(received)


def _environ(scope: Scope, body: bytes, length: int) -> dict[str, Any]:
    """Return the WSGI environment. A name with `_` is left out: it could pass for one with `-`."""
    server, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        **_FIXED,
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
    }
    for name, value in scope.headers.items():
        if "_" in name or name == "transfer-encoding":  # the body is whole by now
            continue
        key = _PLAIN.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
        between = "; " if name == "cookie" else ","
        environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    if length or "CONTENT_LENGTH" in environ:
        environ["CONTENT_LENGTH"] = str(length)
    return environ
