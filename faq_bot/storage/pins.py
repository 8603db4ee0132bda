"""The entries each member of the staff has pinned."""

from datetime import datetime

from sqlalchemy import Connection, Engine, delete, select

from faq_bot.storage.connections import insert_or, reading
from faq_bot.storage.tables import pins


def add(connection: Connection, member: str, entry: str, at: datetime) -> None:
    """Pin an entry; one that is pinned already keeps its place."""
    made = insert_or(connection, pins).values(member=member, entry=entry, at=at)
    connection.execute(made.on_conflict_do_nothing())


def remove(connection: Connection, member: str, entry: str) -> None:
    """Take a pin away, if there is one."""
    connection.execute(delete(pins).where(pins.c.member == member, pins.c.entry == entry))


def pinned(engine: Engine, member: str) -> list[str]:
    """Return what a member has pinned, in the order of pinning."""
    query = select(pins.c.entry).where(pins.c.member == member).order_by(pins.c.at, pins.c.entry)
    with reading(engine) as connection:
        return list(connection.execute(query).scalars())
