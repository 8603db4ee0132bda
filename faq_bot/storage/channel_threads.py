"""How far the conversation of a thread in Slack or Teams has got; any replica reads and writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select

from faq_bot.storage.connections import insert_or, reading, writing
from faq_bot.storage.tables import channel_threads


@dataclass(frozen=True, slots=True)
class ThreadState:
    """The signed conversation, which kept conversation it is, and what a channel wants to find again."""

    conversation: str
    kept: str
    extra: Mapping[str, Any] = field(default_factory=dict)


def find(engine: Engine, key: str) -> ThreadState | None:
    """Return the state of a thread, None if it is a new one."""
    columns = channel_threads.c
    query = select(columns.conversation, columns.kept, columns.extra).where(columns.key == key)
    with reading(engine) as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else ThreadState(*row)


def keep(engine: Engine, key: str, state: ThreadState, at: datetime) -> None:
    """Write the state of a thread in place of the one before."""
    values = {
        "conversation": state.conversation,
        "kept": state.kept,
        "extra": dict(state.extra),
        "at": at,
    }
    with writing(engine) as connection:
        made = insert_or(connection, channel_threads).values(key=key, **values)
        connection.execute(made.on_conflict_do_update(index_elements=["key"], set_=values))
