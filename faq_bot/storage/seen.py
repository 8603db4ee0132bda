"""Events that were taken already: the same one sent twice is answered once, whichever replica it reaches."""

from datetime import datetime

from sqlalchemy import Engine

from faq_bot.storage.connections import insert_or, writing
from faq_bot.storage.tables import seen_events


def is_new(engine: Engine, key: str, at: datetime) -> bool:
    """Note an event by its key; False if it was noted before, here or by another replica."""
    with writing(engine) as connection:
        made = insert_or(connection, seen_events).values(key=key, at=at).on_conflict_do_nothing()
        return connection.execute(made.returning(seen_events.c.key)).one_or_none() is not None
