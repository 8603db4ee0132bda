"""Releases of the knowledge base, as every replica takes them from the database."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, insert, select, update

from faq_bot.storage.connections import reading
from faq_bot.storage.tables import releases

State = Literal["published", "withdrawn"]


def publish(connection: Connection, version: str, content: bytes, by: str, at: datetime) -> int:
    """Keep a release that is in force from now on, and return its number."""
    row = {"version": version, "content": content, "created": at, "by": by, "state": "published"}
    return int(connection.execute(insert(releases).returning(releases.c.id), row).scalar_one())


def withdraw(connection: Connection, number: int) -> bool:
    """Take a release back: the one before it is in force again. False if there is none of that number."""
    change = update(releases).where(releases.c.id == number).values(state="withdrawn")
    return connection.execute(change).rowcount == 1


def number_in_force(engine: Engine) -> int | None:
    """Return the number of the release in force, None if there is none; cheap enough to ask every second."""
    query = select(releases.c.id).where(releases.c.state == "published").order_by(releases.c.id.desc())
    with reading(engine) as connection:
        return connection.execute(query.limit(1)).scalar_one_or_none()


def find(engine: Engine, number: int) -> Row[Any] | None:
    """Return a release with its content, None if there is none of that number."""
    with reading(engine) as connection:
        return connection.execute(select(releases).where(releases.c.id == number)).one_or_none()
