"""The service as a process: the same Flask app under granian."""

import multiprocessing
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from granian.log import LogLevels
from granian.server import Server

from faq_bot.errors import SettingsError
from faq_bot.server.doorman import Doorman
from faq_bot.server.gateway import listening
from faq_bot.settings import Settings, hand_down, share_metrics_folder, share_secret


def serve(settings: Settings) -> None:
    """Load everything, then listen until told to stop. KnowledgeError or SettingsError stop the start."""
    _refuse_taken_port(settings)
    hand_down(settings)
    _tell_of_secret(share_secret())
    with ExitStack() as stack:
        doorman = stack.enter_context(_doorman(settings))
        share_metrics_folder(stack.enter_context(_metrics_folder(settings)))
        # Not before: prometheus_client asks the environment while it is imported, and the door is manned first.
        from faq_bot.server import logs, worker  # noqa: PLC0415

        logs.configure_logging(settings.log_level)
        worker.load(doorman)
        Server(
            "faq_bot.server.worker:make_app",
            factory=True,
            address=settings.host,
            port=settings.port,
            workers=settings.workers,
            **listening(),
            log_level=LogLevels.debug if settings.log_level == "debug" else LogLevels.warning,
            log_dictconfig=logs.logging_config(settings.log_level),
        ).serve()


@contextmanager
def _doorman(settings: Settings) -> Iterator[Doorman | None]:
    if sys.platform != "linux":
        yield None
        return
    multiprocessing.set_start_method("fork", force=True)  # the workers share what is loaded before
    doorman = Doorman(settings.host, settings.port, settings.workers)
    doorman.start()
    try:
        yield doorman
    finally:
        doorman.dismiss()


@contextmanager
def _metrics_folder(settings: Settings) -> Iterator[Path | None]:
    """Give an empty folder in which several workers add up their numbers; one worker needs none."""
    if settings.workers == 1:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="faq-bot-metrics-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
