"""Whether an event of a channel is new: the same one sent twice is answered once, by whichever replica is first."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from faq_bot.assembly import now
from faq_bot.errors import StorageError
from faq_bot.reception.desk import Desk
from faq_bot.reception.keeping import hashed
from faq_bot.storage import seen

log = logging.getLogger(__name__)
_REMEMBERED = 10_000


class Events:
    """Knows what was taken already: together with the other replicas, alone while the database is away."""

    def __init__(self, desk: Desk, clock: Callable[[], datetime] = now):
        self._desk = desk
        self._clock = clock
        self._here: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def is_new(self, channel: str, *names: str) -> bool:
        """Note an event by everything it may be known by; False if it was noted by one of them before."""
        keys = [f"{channel}/{hashed(name)}" for name in names]
        with self._lock:
            known = any(key in self._here for key in keys)
            self._here.update(dict.fromkeys(keys))
            while len(self._here) > _REMEMBERED:
                self._here.popitem(last=False)
        fresh = [self._is_new_everywhere(key) for key in keys]  # all are noted, whichever is known
        return not known and all(fresh)

    def _is_new_everywhere(self, key: str) -> bool:
        try:
            return seen.is_new(self._desk.records.engine, key, self._clock())
        except StorageError as error:
            log.warning("an event is known to this process alone: %s", error.kind)
            return True
