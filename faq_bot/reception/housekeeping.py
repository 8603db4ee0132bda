"""What is older than it may be is deleted once a day, by whichever replica comes first."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from faq_bot.assembly import now
from faq_bot.errors import StorageError
from faq_bot.storage import audit, jobs, retention
from faq_bot.storage.connections import writing
from faq_bot.storage.records import Records

TABLES = {
    "replies": "返事",
    "feedback": "評価",
    "unanswered": "答えのなかった質問",
    "uses": "職員が使った項目",
    "seen_events": "受け取り済みの印",
    "channel_threads": "Slack と Teams の続き",
}
"""What the tables are called from which records go."""
log = logging.getLogger(__name__)
_DAY = timedelta(days=1)
_LOOKS = 600  # seconds between two looks whether it is due
_EVENTS = timedelta(days=2)  # nobody sends an event again, or goes on with a conversation, after that


def prune(records: Records, days: int, at: datetime, actor: str) -> dict[str, int]:
    """Delete what is older than some days, and write down that it was; returns the rows gone by table."""
    gone = retention.prune(records.engine, at - days * _DAY, at - _EVENTS)
    with writing(records.engine) as connection:
        audit.record(connection, at, actor, "prune", f"{days} days", gone)
    return gone


class Housekeeping:
    """Prunes in the background of a service."""

    def __init__(self, records: Records, days: int, clock: Callable[[], datetime] = now):
        """Keep `days` days of records."""
        self._records = records
        self._days = days
        self._clock = clock

    def start(self) -> None:
        """Look from now on whether there is something to do, until the process ends."""
        threading.Thread(target=self._keep_looking, name="housekeeping", daemon=True).start()

    def look(self) -> bool:
        """Prune if it is due and nobody else does; returns whether it was."""
        at = self._clock()
        try:
            if not jobs.claim(self._records.engine, "prune", at, _DAY):
                return False
            gone = prune(self._records, self._days, at, "faq-bot")
        except StorageError as error:
            log.error("old records are not deleted: %s", error.kind)
            return False
        log.info("deleted what is older than %d days: %s", self._days, gone)
        return True

    def _keep_looking(self) -> None:
        while True:
            self.look()
            threading.Event().wait(_LOOKS)
