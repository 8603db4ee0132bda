"""Which entries the staff have shown and copied, and which are wanted most."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Engine, func, insert, select, union_all

from faq_bot.storage.connections import reading, writing
from faq_bot.storage.tables import replies, uses

UseKind = Literal["shown", "copy_plain", "copy_mail", "copy_slack", "copy_html", "copy_page"]
KINDS: tuple[UseKind, ...] = get_args(UseKind)


def note(engine: Engine, member: str, entries: Sequence[str], kind: UseKind, at: datetime) -> None:
    """Write that a member has used entries in one way."""
    rows = [{"at": at, "member": member, "entry": entry, "kind": kind} for entry in entries]
    if rows:
        with writing(engine) as connection:
            connection.execute(insert(uses), rows)


def last_used(engine: Engine, member: str, limit: int) -> list[str]:
    """Return the entries a member has used last, the last first."""
    latest = func.max(uses.c.at)
    query = select(uses.c.entry).where(uses.c.member == member).group_by(uses.c.entry)
    with reading(engine) as connection:
        return list(connection.execute(query.order_by(latest.desc(), uses.c.entry).limit(limit)).scalars())


def frequent(engine: Engine, since: datetime, limit: int) -> list[tuple[str, int]]:
    """Return the entries wanted most since a moment, with how often: answered to askers, or shown at the desk."""
    answered = select(replies.c.entry).where(replies.c.at >= since, replies.c.entry.is_not(None))
    shown = select(uses.c.entry).where(uses.c.at >= since, uses.c.kind == "shown")
    wanted = union_all(answered, shown).subquery()
    times = func.count()
    query = select(wanted.c.entry, times).group_by(wanted.c.entry).order_by(times.desc(), wanted.c.entry)
    with reading(engine) as connection:
        return [(entry, count) for entry, count in connection.execute(query.limit(limit))]
