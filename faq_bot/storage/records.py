"""The database of a running service: it may be away for a while, and is brought up to date when it comes."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select

from faq_bot.errors import StorageError
from faq_bot.storage import replies
from faq_bot.storage.connections import UNREACHABLE, reading, writing
from faq_bot.storage.engine import file_of, make_engine
from faq_bot.storage.journal import ROOM, Journal
from faq_bot.storage.migrating import upgrade
from faq_bot.storage.replies import Fold, KeptReply
from faq_bot.storage.tables import jobs


@dataclass(frozen=True, slots=True)
class StorageState:
    """Whether the database answers, how many replies this process has lost, and how many wait to be written."""

    reachable: bool
    lost: int
    queued: int


class Records:
    """One database with its journal. Safe to share between threads; make it before the workers are forked."""

    def __init__(self, address: str, fold: Fold, *, room: int = ROOM, patience: float = 30.0):
        """Know the database; SettingsError for what no waiting would mend."""
        self._engine = make_engine(address)
        self._fold = fold
        self._file = file_of(self._engine)
        self._identity = self._file.stat().st_ino if self._file is not None else 0
        self._ready = False
        self._preparing = threading.Lock()
        self.journal: Journal[KeptReply] = Journal(self._keep, room=room, patience=patience)

    def prepare(self) -> None:
        """Bring the tables up to date before the workers are forked.

        Without it, and where StorageError says that the database is away, that is done when it is used first.
        """
        try:
            self._upgrade()
        finally:
            self._engine.dispose()  # a connection must not be shared with the workers

    @property
    def engine(self) -> Engine:
        """The engine, its tables up to date. StorageError while the database is away."""
        if self._file is not None:
            self._look_for(self._file)
        if not self._ready:
            self._upgrade()
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

    def _look_for(self, file: Path) -> None:
        """Let go of a file that was taken away or exchanged: what is written to it would be lost.

        Whoever took it away may bring it back, so no new one is made: that would hide what was kept.
        """
        try:
            identity = file.stat().st_ino
        except OSError as error:
            self._engine.dispose()
            raise StorageError(UNREACHABLE, type(error).__name__) from None
        if identity != self._identity:
            self._engine.dispose()
            self._identity, self._ready = identity, False

    def _upgrade(self) -> None:
        with self._preparing:
            if not self._ready:
                upgrade(self._engine)
                self._ready = True

    def _keep(self, batch: Sequence[KeptReply]) -> None:
        with writing(self.engine) as connection:
            replies.keep(connection, batch, self._fold)
