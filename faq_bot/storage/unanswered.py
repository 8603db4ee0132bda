"""Questions without an answer, each once however it was written, and what editors decided about it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Engine, Row, func, select, update

from faq_bot.storage.connections import insert_or, reading, writing
from faq_bot.storage.tables import feedback, replies, unanswered

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


def rated(engine: Engine, limit: int) -> Sequence[Row[Any]]:
    """Return the replies askers were not content with, the newest first: their questions with the verdict."""
    columns: tuple[Any, ...] = (
        *(replies.c.id, replies.c.question, replies.c.entry, replies.c.nearest),
        *(feedback.c.verdict, feedback.c.comment, feedback.c.at),
    )
    query = (
        select(*columns)
        .join(replies, replies.c.id == feedback.c.reply)
        .where(feedback.c.verdict != "resolved", replies.c.question.is_not(None))
        .order_by(feedback.c.at.desc(), replies.c.id)
        .limit(limit)
    )
    with reading(engine) as connection:
        return connection.execute(query).all()


def decided(engine: Engine) -> dict[str, tuple[State, datetime]]:
    """Return what has been decided about questions, by their folded text."""
    query = select(unanswered.c.folded, unanswered.c.state, unanswered.c.state_at)
    with reading(engine) as connection:
        rows = connection.execute(query.where(unanswered.c.state != "open")).all()
    return {row.folded: (row.state, row.state_at) for row in rows}


def counts(engine: Engine) -> dict[str, int]:
    """Return how many questions are in each state."""
    query = select(unanswered.c.state, func.count()).group_by(unanswered.c.state)
    with reading(engine) as connection:
        return {row[0]: int(row[1]) for row in connection.execute(query)}


def settle(connection: Connection, gaps: Sequence[Gap], state: State, by: str, at: datetime) -> None:
    """Put questions into a state, whether they are known already or only from a reply that was badly rated."""
    for gap in gaps:
        new = {**gap._asdict(), "nearest": list(gap.nearest), "count": 0}
        seen = new.pop("at")
        decision = {"state": state, "by": by, "state_at": at}
        made = insert_or(connection, unanswered).values(**new, first_seen=seen, last_seen=seen, **decision)
        connection.execute(made.on_conflict_do_update(index_elements=["folded"], set_=decision))


def decision(engine: Engine, by: str, at: datetime) -> Sequence[Row[Any]]:
    """Return the questions somebody decided at a moment, the most asked first."""
    query = select(unanswered).where(unanswered.c.by == by, unanswered.c.state_at == at)
    with reading(engine) as connection:
        return connection.execute(query.order_by(unanswered.c.count.desc(), unanswered.c.id)).all()


def reopen(connection: Connection, by: str, at: datetime) -> list[str]:
    """Take back all that somebody decided at a moment; return the questions."""
    whose = (unanswered.c.by == by, unanswered.c.state_at == at, unanswered.c.state != "open")
    found = connection.execute(
        select(unanswered.c.question).where(*whose).order_by(unanswered.c.id)
    ).scalars()
    questions = list(found)
    connection.execute(update(unanswered).where(*whose).values(state="open", by=None, state_at=None))
    return questions
