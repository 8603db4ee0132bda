"""The database of a running service: it may be away for a while, and is brought up to date when it comes."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, select

from faq_bot.errors import StorageError
from faq_bot.storage import replies
from faq_bot.storage.connections import UNREACHABLE, reading, writing
from faq_bot.storage.engine import file_of, make_engine
from faq_bot.storage.journal import ROOM, Journal
from faq_bot.storage.migrating import upgrade
from faq_bot.storage.replies import Fold, KeptReply
from faq_bot.storage.tables import jobs

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StorageState:
    """Whether the database answers, how many replies this process has lost, and how many wait to be written."""

    reachable: bool
    lost: int
    queued: int


class Records:
    """One database with its journal. Safe to share between threads; make it before the workers are forked."""

    def __init__(self, address: str, fold: Fold, *, room: int = ROOM, patience: float = 30.0):
        """Open the database and bring its tables up to date, if it can be reached.

        SettingsError for what no waiting would mend; a server that is away is tried again with each record.
        """
        self._engine = make_engine(address)
        self._fold = fold
        self._file = file_of(self._engine)
        self._ready = False
        self._preparing = threading.Lock()
        self.journal: Journal[KeptReply] = Journal(self._keep, room=room, patience=patience)
        try:
            self._prepare()
        except StorageError as error:
            log.error("the database cannot be reached, replies are given all the same: %s", error.kind)
        self._engine.dispose()  # a connection must not be shared with the workers that are forked from here

    @property
    def engine(self) -> Engine:
        """The engine, its tables up to date. StorageError while the database is away."""
        if self._file is not None and not self._file.exists():
            # Whoever took the file away may bring it back: a new one would hide what was kept.
            self._engine.dispose()
            raise StorageError(UNREACHABLE, "FileNotFoundError")
        if not self._ready:
            self._prepare()
        return self._engine

    def state(self) -> StorageState:
        """Return how the database is; asks it."""
        try:
            with reading(self.engine) as connection:
                connection.execute(select(jobs.c.name).limit(1))
            reachable = True
        except StorageError:
            reachable = False
        return StorageState(reachable, self.journal.lost, self.journal.queued)

    def close(self) -> None:
        """Write what waits and let go of the database."""
        self.journal.settle()
        self._engine.dispose()

    def _prepare(self) -> None:
        with self._preparing:
            if not self._ready:
                upgrade(self._engine)
                self._ready = True

    def _keep(self, batch: Sequence[KeptReply]) -> None:
        with writing(self.engine) as connection:
            replies.keep(connection, batch, self._fold)
