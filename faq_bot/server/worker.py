"""One worker of the service: the app, loaded once for all workers and made warm in each."""

import functools
import gc
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from faq_bot.assembly import Assistant
from faq_bot.loading.watching import WatchedFolder
from faq_bot.reception.keeping import folded
from faq_bot.reception.renewal import Renewal
from faq_bot.server.app import create_app
from faq_bot.server.attending import attend
from faq_bot.server.doorman import Doorman, ShutDoor
from faq_bot.server.logs import line_log
from faq_bot.server.metrics import bring_up_to_date
from faq_bot.server.observing import REHEARSAL
from faq_bot.settings import Settings, read_settings
from faq_bot.storage.records import Records

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_WARM_UP = ("ライセンス料はいくらですか", "フリーパス いつまで", "らいせんすりょう", "補助金の書類")
_doorman: list[Doorman] = []  # inherited by the workers, as all else that is loaded before they are forked


@dataclass(frozen=True, slots=True)
class _Loaded:
    app: Flask
    renewal: Renewal | None


def load(doorman: Doorman | None) -> None:
    """Load everything before the workers are forked, so that they share it and a mistake stops the start."""
    if doorman is not None:
        _doorman.append(doorman)
    _loaded()


def make_app() -> "WSGIApplication":
    """Return the app of this worker, warm: called in each worker before it takes its first request."""
    loaded = _loaded()
    _warm_up(loaded.app)
    # What is loaded stays: without this the collector walks through all of it in the middle of some request.
    gc.collect()
    gc.freeze()
    bring_up_to_date(loaded.app)
    attend(loaded.app, loaded.renewal)
    return ShutDoor(loaded.app, _doorman[0]) if _doorman else loaded.app


@functools.cache
def _loaded() -> _Loaded:
    """Load everything once; a platform that cannot fork loads again in each worker."""
    settings = read_settings()
    source = WatchedFolder(settings.knowledge)
    state = source.state()
    assistant = Assistant.load(settings.knowledge, semantic=settings.semantic)
    app = create_app(assistant, settings.web, settings, Records(settings.database_url, folded))
    app.extensions["log"] = line_log(settings.log_level)
    if settings.releases == "off":
        return _Loaded(app, None)
    renewal = Renewal(app.extensions["desk"], source, functools.partial(_build, settings), state, _rehearse)
    return _Loaded(app, renewal)


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
