"""Which channels are switched off, known without asking the database for each request."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from faq_bot.errors import InputError, StorageError
from faq_bot.storage import audit, switches
from faq_bot.storage.connections import writing

CHANNELS = {
    "api": "ほかのプログラム（API）",
    "widget": "サイトに置く部品",
    "page": "質問窓口のページ",
    "slack": "Slack",
    "teams": "Teams",
}
USUAL_NOTICE = "ただいまこの窓口を止めています。お急ぎのときは、ヘルプデスクにお尋ねください。"
LONGEST_NOTICE = 500
EVERY = 2.0  # seconds until all replicas know
log = logging.getLogger(__name__)


class Switchboard:
    """The switches of all channels. Safe to share between threads and made before the workers are forked.

    While the database is away, what was known last holds.
    """

    def __init__(self, engine: Callable[[], Engine], every: float = EVERY):
        """Read the switches again each `every` seconds, from the first question on."""
        self._engine = engine
        self._every = every
        self._notices: dict[str, str] = {}
        self._starting = threading.Lock()
        self._watcher: threading.Thread | None = None
        self._ended = threading.Event()
        self._away = False

    def notice(self, channel: str) -> str | None:
        """Return the words to show instead of answers, None while the channel is on."""
        if self._watcher is None:
            self._watch()
        return self._notices.get(channel)

    def turn(self, channel: str, by: str, at: datetime, *, off: bool, notice: str = "") -> None:
        """Switch a channel off or on, audited. InputError for what cannot be; StorageError if it was not kept."""
        if channel not in CHANNELS:
            raise InputError("channel", f"窓口は {', '.join(CHANNELS)} のどれかにしてください。")
        words = notice.strip()
        if len(words) > LONGEST_NOTICE:
            raise InputError("notice", f"お知らせは{LONGEST_NOTICE}文字までにしてください。")
        with writing(self._engine()) as connection:
            switches.turn(connection, channel, by, at, off=off, notice=words or None)
            detail = {"notice": words} if off else {}
            audit.record(connection, at, by, "switch.off" if off else "switch.on", channel, detail)
        self.refresh()

    def refresh(self) -> None:
        """Read the switches now."""
        rows = switches.listed(self._engine())
        self._notices = {row.channel: row.notice or USUAL_NOTICE for row in rows if row.off}

    def close(self) -> None:
        """Read no more."""
        self._ended.set()
        if self._watcher is not None:
            self._watcher.join()

    def _watch(self) -> None:
        with self._starting:
            if self._watcher is None:
                self._try()
                self._watcher = threading.Thread(target=self._keep_watching, name="switchboard", daemon=True)
                self._watcher.start()

    def _keep_watching(self) -> None:
        while not self._ended.wait(self._every):
            self._try()

    def _try(self) -> None:
        try:
            self.refresh()
            self._away = False
        except StorageError as error:
            if not self._away:
                log.warning("the switches cannot be read, the last known ones hold: %s", error.kind)
            self._away = True
