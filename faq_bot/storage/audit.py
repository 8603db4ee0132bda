"""Who of the staff did what, for good: nothing here is ever changed, and retention leaves it alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Row, insert, select

from faq_bot.storage.connections import reading
from faq_bot.storage.tables import audit


class Sought(NamedTuple):
    """Which actions: of an actor, of a kind, from `since` (included) until `until` (not included)."""

    actor: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def record(
    connection: Connection, at: datetime, actor: str, action: str, target: str, detail: Mapping[str, Any]
) -> None:
    """Write down an action, in the transaction of the action itself: neither is kept without the other."""
    row = {"at": at, "actor": actor, "action": action, "object": target, "detail": dict(detail)}
    connection.execute(insert(audit), row)


def latest(engine: Engine, limit: int = 100) -> Sequence[Row[Any]]:
    """Return the last actions, the newest first."""
    with reading(engine) as connection:
        return connection.execute(select(audit).order_by(audit.c.id.desc()).limit(limit)).all()


def found(engine: Engine, sought: Sought, limit: int, before: int | None = None) -> Sequence[Row[Any]]:
    """Return the last of some actions, the newest first; with `before` only those older than that number."""
    query = select(audit).order_by(audit.c.id.desc()).limit(limit)
    if sought.actor is not None:
        query = query.where(audit.c.actor == sought.actor)
    if sought.action is not None:
        query = query.where(audit.c.action == sought.action)
    if sought.since is not None:
        query = query.where(audit.c.at >= sought.since)
    if sought.until is not None:
        query = query.where(audit.c.at < sought.until)
    if before is not None:
        query = query.where(audit.c.id < before)
    with reading(engine) as connection:
        return connection.execute(query).all()


def actors(engine: Engine) -> Sequence[str]:
    """Return everybody who has done something, by name."""
    query = select(audit.c.actor).where(audit.c.actor != "").distinct().order_by(audit.c.actor)
    with reading(engine) as connection:
        return connection.execute(query).scalars().all()
