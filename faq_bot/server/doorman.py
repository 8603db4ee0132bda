"""Somebody at the door while everything is loaded: `/livez` is answered, all else is asked to wait.

The doorman is a small process of its own that listens where the workers will listen, beside them (SO_REUSEPORT).
Each worker keeps its own door shut, saying the same as the doorman, until the last of them listens and the
doorman has gone: nobody is refused a connection, and nobody is told first yes and then no. Only Linux spreads
connections over several listeners; elsewhere `/livez` answers once the workers listen.
"""

import contextlib
import json
import multiprocessing
import os
import secrets
import select
import signal
import socket
import threading
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

WAIT = "1"  # seconds until it is worth asking again
_LOOK = 0.05  # seconds between two looks whether to go
_SLOW = 1.0  # seconds a caller may take to say what he wants


def answer_while_starting(path: str) -> tuple[HTTPStatus, list[tuple[str, str]], bytes]:
    """Return status, headers and body for a path while nothing is loaded yet."""
    body: dict[str, Any]
    if path == "/livez":
        status, kind, body = HTTPStatus.OK, "application/json", {"status": "ok"}
    elif path == "/readyz":
        status, kind = HTTPStatus.SERVICE_UNAVAILABLE, "application/json"
        body = {"status": "starting", "reasons": ["ナレッジと辞書を読み込んでいます。"]}
    else:
        status, kind = HTTPStatus.SERVICE_UNAVAILABLE, "application/problem+json"
        detail = "起動しているところです。少し待ってからもう一度お試しください。"
        body = {"type": "about:blank", "title": "準備をしています", "status": status.value, "detail": detail}
    text = json.dumps(body, ensure_ascii=False).encode()
    headers = [("Content-Type", kind), ("Content-Length", str(len(text))), ("Cache-Control", "no-store")]
    return status, headers if status == HTTPStatus.OK else [*headers, ("Retry-After", WAIT)], text


class Doorman:
    """The process at the door, and what it agrees with the workers about."""

    def __init__(self, host: str, port: int, workers: int):
        """Prepare; nobody stands at the door before `start`."""
        self.address = (host, port)
        self._workers = workers
        context = multiprocessing.get_context("fork")
        self._listening = context.Value("i", 0)
        self._gone = context.Event()
        self._process = context.Process(target=self._stand, args=(os.getpid(),), name="doorman", daemon=True)

    def start(self) -> None:
        """Listen from now on."""
        self._process.start()

    def dismiss(self) -> None:
        """Let it go whatever the workers are at: the start has failed, or the service ends."""
        if self._process.is_alive():
            self._process.terminate()
        self._process.join()

    def has_gone(self) -> bool:
        """Whether nobody stands at the door any more."""
        return self._gone.is_set()

    def relieve(self) -> None:
        """Say that one more worker listens; when all do, the doorman goes."""
        with self._listening.get_lock():
            self._listening.value += 1

    def _stand(self, parent: int) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the whole group; the parent decides
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        with _listener(self.address) as listener:
            while os.getppid() == parent and self._listening.value < self._workers:
                if select.select([listener], [], [], _LOOK)[0]:
                    _serve(listener)
            listener.setblocking(False)
            while _serve(listener):  # whoever stood in line already
                pass
        self._gone.set()


class ShutDoor:
    """The app of one worker behind its door, which opens once all workers listen and the doorman has gone."""

    def __init__(self, app: "WSGIApplication", doorman: Doorman):
        """Knock from outside until the knocking is heard in here: only then does this worker listen."""
        self._app = app
        self._doorman = doorman
        self._answer: WSGIApplication = self._wait
        self._token = secrets.token_hex(16)
        self._heard = threading.Event()
        threading.Thread(target=self._knock, name="door", daemon=True).start()

    def __call__(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        """Answer as the app does, or as the doorman does while the door is shut."""
        return self._answer(environ, start_response)

    def _wait(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        if environ.get("HTTP_X_DOOR") == self._token:
            self._heard.set()
        if self._doorman.has_gone():
            self._answer = self._app
            return self._app(environ, start_response)
        status, headers, text = answer_while_starting(environ["PATH_INFO"])
        start_response(f"{status.value} {status.phrase}", headers)
        return [text]

    def _knock(self) -> None:
        host, port = self._doorman.address
        inside = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
        request = f"GET /livez HTTP/1.1\r\nHost: door\r\nX-Door: {self._token}\r\nConnection: close\r\n\r\n"
        while not self._heard.wait(0.005):
            with contextlib.suppress(OSError), socket.create_connection((inside, port), _SLOW) as line:
                line.sendall(request.encode())
                line.recv(1024)
        self._doorman.relieve()


def _listener(address: tuple[str, int]) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind(address)
    listener.listen()
    return listener


def _serve(listener: socket.socket) -> bool:
    """Answer one caller. False if nobody is there."""
    try:
        line, _ = listener.accept()
    except BlockingIOError:
        return False
    with contextlib.suppress(OSError), line:
        line.settimeout(_SLOW)
        words = line.recv(4096).split(b" ", 2)
        path = words[1].decode("latin-1").partition("?")[0] if len(words) > 2 else ""
        status, headers, text = answer_while_starting(path)
        head = "".join(f"{name}: {value}\r\n" for name, value in [*headers, ("Connection", "close")])
        line.sendall(f"HTTP/1.1 {status.value} {status.phrase}\r\n{head}\r\n".encode() + text)
    return True
