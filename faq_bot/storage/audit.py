"""Who of the staff did what, for good: nothing here is ever changed, and retention leaves it alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select

from faq_bot.storage.connections import reading
from faq_bot.storage.tables import audit


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
