"""What trials of proposed changes have shown, so that every replica knows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, select, update

from faq_bot.storage.connections import insert_or, reading
from faq_bot.storage.tables import trials


def begin(connection: Connection, key: str, by: str, at: datetime, stale: datetime) -> bool:
    """Note that a trial begins; False if one of the same changes goes on and has moved since `stale`."""
    new = {"by": by, "at": at, "progress": {}, "result": None}
    made = insert_or(connection, trials).values(key=key, **new)
    idle = (trials.c.at < stale) | trials.c.result.is_not(None)
    begun = made.on_conflict_do_update(index_elements=["key"], set_=new, where=idle).returning(trials.c.key)
    return connection.execute(begun).one_or_none() is not None


def move(connection: Connection, key: str, at: datetime, progress: Mapping[str, Any]) -> None:
    """Note how far a trial has come."""
    connection.execute(update(trials).where(trials.c.key == key).values(at=at, progress=dict(progress)))


def end(connection: Connection, key: str, at: datetime, result: Mapping[str, Any]) -> None:
    """Keep what a trial has shown."""
    connection.execute(update(trials).where(trials.c.key == key).values(at=at, result=dict(result)))


def find(engine: Engine, key: str) -> Row[Any] | None:
    """Return the trial of some changes, None if there was none."""
    with reading(engine) as connection:
        return connection.execute(select(trials).where(trials.c.key == key)).one_or_none()
