"""Proposed changes of the knowledge base, from the first word of an editor to their publication."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, insert, select, update

from faq_bot.storage.connections import reading
from faq_bot.storage.tables import proposals

Kind = Literal["alias", "draft", "edit"]
State = Literal["open", "published", "withdrawn"]


def add(
    connection: Connection, kind: Kind, entry: str, body: Mapping[str, Any], questions: Sequence[Mapping[str, Any]],
    by: str, at: datetime,
) -> int:  # fmt: skip
    """Keep a proposal and return its number."""
    row = {"kind": kind, "entry": entry, "body": dict(body), "questions": [dict(q) for q in questions]}
    made = insert(proposals).returning(proposals.c.id)
    return int(connection.execute(made, {**row, "state": "open", "by": by, "at": at}).scalar_one())


def listed(engine: Engine, state: State = "open", limit: int = 200) -> Sequence[Row[Any]]:
    """Return the proposals in a state: open ones in the order they were made, others the latest first."""
    order = proposals.c.id if state == "open" else proposals.c.state_at.desc()
    query = select(proposals).where(proposals.c.state == state).order_by(order, proposals.c.id).limit(limit)
    with reading(engine) as connection:
        return connection.execute(query).all()


def find(engine: Engine, number: int) -> Row[Any] | None:
    """Return a proposal, None if there is none of that number."""
    with reading(engine) as connection:
        return connection.execute(select(proposals).where(proposals.c.id == number)).one_or_none()


def change(connection: Connection, number: int, entry: str, body: Mapping[str, Any]) -> bool:
    """Write an open proposal anew; False if it is not open any more."""
    which = (proposals.c.id == number, proposals.c.state == "open")
    return (
        connection.execute(update(proposals).where(*which).values(entry=entry, body=dict(body))).rowcount == 1
    )


def put(
    connection: Connection,
    numbers: Sequence[int],
    before: Sequence[State],
    state: State,
    by: str,
    at: datetime,
) -> int:
    """Put those of some proposals that are in one of the states `before` into another; return how many were."""
    which = (proposals.c.id.in_(numbers), proposals.c.state.in_(before))
    return connection.execute(
        update(proposals).where(*which).values(state=state, state_by=by, state_at=at)
    ).rowcount


def withdraw_made(connection: Connection, by: str, at: datetime, when: datetime) -> None:
    """Withdraw what somebody proposed at the moment `at`, unless it has been published."""
    which = (proposals.c.by == by, proposals.c.at == at, proposals.c.state == "open")
    connection.execute(update(proposals).where(*which).values(state="withdrawn", state_by=by, state_at=when))
