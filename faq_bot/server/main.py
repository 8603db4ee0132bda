"""The service as a process: the same Flask app under granian."""

import functools
import gc
import socket
from pathlib import Path

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from faq_bot.assembly import Assistant
from faq_bot.errors import SettingsError
from faq_bot.reception.keeping import folded
from faq_bot.server.app import create_app
from faq_bot.settings import Settings, hand_down, read_settings, share_secret
from faq_bot.storage.records import Records

THREADS = 4  # Python answers one request at a time; the others wait in threads instead of being refused
_WARM_UP = ("ライセンス料はいくらですか", "フリーパス いつまで", "らいせんすりょう", "補助金の書類")


def make_app() -> Flask:
    """Return the app of this worker, warm: called in each worker before it takes its first request."""
    app = _loaded_app()
    _warm_up(app)
    # What is loaded stays: without this the collector walks through all of it in the middle of some request.
    gc.collect()
    gc.freeze()
    return app


@functools.cache
def _loaded_app() -> Flask:
    """Load everything once.

    Called before the workers are forked, so that they share dictionary and index and a mistake stops the
    start; a platform that cannot fork loads again in each worker.
    """
    settings = read_settings()
    assistant = Assistant.load(settings.knowledge, semantic=settings.semantic)
    return create_app(assistant, settings.web, settings, Records(settings.database_url, folded))


def _warm_up(app: Flask) -> None:
    """Ask a few questions the way visitors do, so that the first visitor waits no longer than the hundredth."""
    client, desk = app.test_client(), app.extensions["desk"]
    with desk.rehearsing():
        for question in _WARM_UP:
            client.post("/api/v1/ask", json={"question": question}).get_data()
        client.get("/", query_string={"q": _WARM_UP[0]}).get_data()


def serve(settings: Settings) -> None:
    """Load everything, then listen until told to stop. KnowledgeError or SettingsError stop the start."""
    _refuse_taken_port(settings)
    hand_down(settings)
    _tell_of_secret(share_secret())
    _loaded_app()
    Server(
        "faq_bot.server.main:make_app",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


def _tell_of_secret(made: Path | None) -> None:
    if made is not None:
        print(
            f"会話の署名に使う鍵を作りました: {made}（複数台で動かすときは SECRET_KEY を同じ値にしてください）"
        )


def _refuse_taken_port(settings: Settings) -> None:
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            place = f"{settings.host}:{settings.port}"
            raise SettingsError(
                f"{place} で待ち受けられません。使用中なら PORT を、アドレスが違うなら HOST を変えてください。"
            ) from None
