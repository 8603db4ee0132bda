"""Questions without an answer, each once however it was written, and what editors decided about it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Engine, Row, select, update

from faq_bot.storage.connections import insert_or, reading, writing
from faq_bot.storage.tables import unanswered

State = Literal["open", "alias", "draft", "not_ours", "ignored"]


class Gap(NamedTuple):
    """A masked question that found no answer; `folded` is equal for all ways of writing it."""

    folded: str
    question: str
    outcome: str
    nearest: Sequence[str]
    at: datetime


def note(connection: Connection, gaps: Sequence[Gap]) -> None:
    """Count questions without an answer. What editors decided stays: who is ignored stays ignored."""
    for gap in gaps:
        new = {**gap._asdict(), "nearest": list(gap.nearest), "count": 1, "state": "open"}
        at = new.pop("at")
        made = insert_or(connection, unanswered).values(**new, first_seen=at, last_seen=at)
        again = {"count": unanswered.c.count + 1, "last_seen": at, "nearest": made.excluded.nearest}
        connection.execute(made.on_conflict_do_update(index_elements=["folded"], set_=again))


def listed(engine: Engine, state: State = "open", limit: int = 100) -> Sequence[Row[Any]]:
    """Return the questions in a state, the most asked first."""
    order = (unanswered.c.count.desc(), unanswered.c.last_seen.desc(), unanswered.c.id)
    query = select(unanswered).where(unanswered.c.state == state).order_by(*order).limit(limit)
    with reading(engine) as connection:
        return connection.execute(query).all()


def decide(engine: Engine, identifier: int, state: State, by: str, at: datetime) -> bool:
    """Put a question into a state; False if there is no such question."""
    change = update(unanswered).where(unanswered.c.id == identifier).values(state=state, by=by, state_at=at)
    with writing(engine) as connection:
        return connection.execute(change).rowcount == 1
