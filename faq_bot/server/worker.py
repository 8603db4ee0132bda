"""One worker of the service: the app, loaded once for all workers and made warm in each."""

import ctypes
import functools
import gc
import logging
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from faq_bot.assembly import Assistant
from faq_bot.errors import KnowledgeError, StorageError
from faq_bot.loading.watching import WatchedFolder
from faq_bot.reception.housekeeping import Housekeeping
from faq_bot.reception.keeping import folded
from faq_bot.reception.releases import ReleasedKnowledge
from faq_bot.reception.renewal import Renewal, Source
from faq_bot.server.app import create_app
from faq_bot.server.attending import attend
from faq_bot.server.channels.digest_sender import digest_sender
from faq_bot.server.doorman import Doorman, ShutDoor
from faq_bot.server.gateway import Gateway
from faq_bot.server.logs import line_log
from faq_bot.server.metrics import bring_up_to_date
from faq_bot.server.observing import REHEARSAL
from faq_bot.settings import Settings, read_settings
from faq_bot.storage.records import Records
from faq_bot.storage.releases import Bell

log = logging.getLogger(__name__)
_WARM_UP = ("ライセンス料はいくらですか", "フリーパス いつまで", "らいせんすりょう", "補助金の書類")
_PR_SET_PDEATHSIG = 1
_doorman: list[Doorman] = []  # inherited by the workers, as all else that is loaded before they are forked


@dataclass(frozen=True, slots=True)
class _Loaded:
    app: Flask
    renewal: Renewal | None
    wait: Callable[[float], object]


def load(doorman: Doorman | None) -> None:
    """Load everything before the workers are forked, so that they share it and a mistake stops the start."""
    if doorman is not None:
        _doorman.append(doorman)
    _loaded()


def make_app() -> Gateway:
    """Return the app of this worker, warm: called in each worker before it takes its first request."""
    _end_with_parent()
    loaded = _loaded()
    _warm_up(loaded.app)
    # What is loaded stays: without this the collector walks through all of it in the middle of some request.
    gc.collect()
    gc.freeze()
    bring_up_to_date(loaded.app)
    attend(loaded.app, loaded.renewal, loaded.wait)
    desk, settings = loaded.app.extensions["desk"], loaded.app.extensions["settings"]
    Housekeeping(desk.records, settings.retention_days).start()
    digest_sender(desk, settings).start()
    return Gateway(ShutDoor(loaded.app, _doorman[0]) if _doorman else loaded.app)


def _end_with_parent() -> None:
    """Have this worker told to stop when its parent is killed: alone it would hold the port for ever (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@functools.cache
def _loaded() -> _Loaded:
    """Load everything once; a platform that cannot fork loads again in each worker."""
    settings = read_settings()
    records = Records(settings.database_url, folded)
    build = functools.partial(_build, settings)
    released = ReleasedKnowledge(records)
    source: Source = released if settings.releases == "database" else WatchedFolder(settings.knowledge)
    assistant, state = _first_release(released, build) if source is released else (None, source.state())
    app = create_app(assistant or build(settings.knowledge), settings.web, settings, records)
    app.extensions["log"] = line_log(settings.log_level)
    _prepare(records)
    if settings.releases == "off":
        return _Loaded(app, None, time.sleep)
    desk, whole = app.extensions["desk"], source is released
    renewal = Renewal(desk, source, build, state, _rehearse, saved_whole=whole)
    rings = whole and not settings.database_url.startswith("sqlite")
    return _Loaded(app, renewal, Bell(lambda: records.engine).wait if rings else time.sleep)


def _prepare(records: Records) -> None:
    """Make the database ready, and let go of it as the last thing before the workers are forked.

    One that is away is no reason not to start: answers do not depend on it.
    """
    try:
        records.prepare()
    except StorageError as error:
        log.error("the database cannot be reached, nothing is kept until it can: %s", error.kind)


def _first_release(
    source: ReleasedKnowledge, build: Callable[[Path], Assistant]
) -> tuple[Assistant | None, object]:
    """Return the assistant of the release in force and its number; none and None if it cannot be had.

    Then the folder's knowledge answers, and the renewal tries on and says why.
    """
    try:
        state = source.state()
        if state is None:
            log.warning("no release has been published, the knowledge of the folder is in force")
            return None, None
        with source.folder(state) as folder:
            return build(folder), state
    except (StorageError, KnowledgeError) as error:
        log.error("the release in force cannot be had, the knowledge of the folder is: %s", error)
        return None, None


def _build(settings: Settings, folder: Path) -> Assistant:
    return Assistant.load(folder, semantic=settings.semantic)


def _rehearse(assistant: Assistant) -> None:
    """Ask a new assistant what visitors ask, so that the first of them waits no longer than the hundredth."""
    for question in _WARM_UP:
        assistant.ask(question)
        assistant.search(question)


def _warm_up(app: Flask) -> None:
    """Ask a few questions the way visitors do; nobody counts or keeps them."""
    client, desk = app.test_client(), app.extensions["desk"]
    with desk.rehearsing():
        for question in _WARM_UP:
            client.post("/api/v1/ask", json={"question": question}, environ_overrides=REHEARSAL).get_data()
            client.get("/api/v1/search", query_string={"q": question}, environ_overrides=REHEARSAL).get_data()
        client.get("/", query_string={"q": _WARM_UP[0]}, environ_overrides=REHEARSAL).get_data()
