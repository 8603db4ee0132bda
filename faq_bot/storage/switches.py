"""Channels that are switched off, with the words shown instead."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from faq_bot.storage.connections import insert_or, reading
from faq_bot.storage.tables import switches


def turn(
    connection: Connection, channel: str, by: str, at: datetime, *, off: bool, notice: str | None
) -> None:
    """Switch a channel off or on."""
    values = {"off": off, "notice": notice, "by": by, "at": at}
    made = insert_or(connection, switches).values(channel=channel, **values)
    connection.execute(made.on_conflict_do_update(index_elements=["channel"], set_=values))


def listed(engine: Engine) -> Sequence[Row[Any]]:
    """Return every channel that was ever switched, by name."""
    with reading(engine) as connection:
        return connection.execute(select(switches).order_by(switches.c.channel)).all()
