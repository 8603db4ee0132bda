"""Releases of the knowledge base, as every replica takes them from the database."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, insert, select, text, update

from faq_bot.storage.connections import reading
from faq_bot.storage.tables import releases

State = Literal["published", "withdrawn"]
_CHANNEL = "faq_bot_release"


def publish(connection: Connection, version: str, content: bytes, by: str, at: datetime) -> int:
    """Keep a release that is in force from now on, and return its number."""
    row = {"version": version, "content": content, "created": at, "by": by, "state": "published"}
    number = int(connection.execute(insert(releases).returning(releases.c.id), row).scalar_one())
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"NOTIFY {_CHANNEL}"))  # heard when the transaction is through
    return number


def listed(engine: Engine) -> Sequence[Row[Any]]:
    """Return all releases without their content, the newest first."""
    columns = [column for column in releases.c if column is not releases.c.content]
    with reading(engine) as connection:
        return connection.execute(select(*columns).order_by(releases.c.id.desc())).all()


def withdraw(connection: Connection, number: int) -> bool:
    """Take a release back: the one before it is in force again. False if there is none of that number."""
    change = update(releases).where(releases.c.id == number).values(state="withdrawn")
    return connection.execute(change).rowcount == 1


def number_in_force(engine: Engine) -> int | None:
    """Return the number of the release in force, None if there is none; cheap enough to ask every second."""
    query = select(releases.c.id).where(releases.c.state == "published").order_by(releases.c.id.desc())
    with reading(engine) as connection:
        return connection.execute(query.limit(1)).scalar_one_or_none()


def lock_in_force(connection: Connection) -> int | None:
    """Return the number of the release in force; nobody else publishes until the transaction ends."""
    if connection.dialect.name == "postgresql":  # in SQLite whoever writes is alone anyway
        connection.execute(text("LOCK TABLE releases IN SHARE ROW EXCLUSIVE MODE"))
    query = select(releases.c.id).where(releases.c.state == "published").order_by(releases.c.id.desc())
    return connection.execute(query.limit(1)).scalar_one_or_none()


def find(engine: Engine, number: int) -> Row[Any] | None:
    """Return a release with its content, None if there is none of that number."""
    with reading(engine) as connection:
        return connection.execute(select(releases).where(releases.c.id == number)).one_or_none()


class Bell:
    """Rings when PostgreSQL says that there is a new release. For one thread."""

    def __init__(self, engine: Callable[[], Engine]):
        """Listen on a connection of its own, opened when it is first waited for."""
        self._engine = engine
        self._line: Connection | None = None

    @property
    def listens(self) -> bool:
        """Whether it would hear a ring now."""
        return self._line is not None

    def wait(self, seconds: float) -> bool:
        """Return True when it rings, False after `seconds`: whoever waits looks for himself, a ring may be missed."""
        began = time.monotonic()
        try:
            if self._line is None:
                self._line = self._listening()
            for _ in self._line.connection.driver_connection.notifies(timeout=seconds, stop_after=1):  # type: ignore[union-attr]
                return True
        except Exception:  # the driver is only known by the address, and so are its errors
            self.hang_up()
            time.sleep(max(0.0, seconds - (time.monotonic() - began)))
        return False

    def _listening(self) -> Connection:
        line = self._engine().connect().execution_options(isolation_level="AUTOCOMMIT")
        line.execute(text(f"LISTEN {_CHANNEL}"))
        return line

    def hang_up(self) -> None:
        """Let go of the connection; the next wait opens another."""
        if self._line is not None:
            self._line.invalidate()
            self._line.close()
        self._line = None
