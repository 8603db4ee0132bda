"""What is kept ends: by age, by conversation; and it can be taken out before."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Engine, Table, delete, select

from faq_bot.storage.connections import reading, writing
from faq_bot.storage.replies import Fold
from faq_bot.storage.tables import channel_threads, feedback, replies, seen_events, unanswered, uses

_AT_ONCE = 2000  # rows deleted in one transaction, so that nobody who writes waits for long


def prune(engine: Engine, before: datetime, events_before: datetime) -> dict[str, int]:
    """Delete what is older and return how many rows went from each table.

    Events and the threads of channels end earlier: nobody sends an event again, or goes on with a conversation,
    after a day. Staff's actions stay: nobody gets rid of his traces by a setting. So do ignored questions: they would come
    back as new ones.
    """
    old = unanswered.c.last_seen < before
    return {
        "replies": _delete(engine, replies, replies.c.id, replies.c.at < before),
        "feedback": _delete(engine, feedback, feedback.c.reply, feedback.c.at < before),
        "unanswered": _delete(engine, unanswered, unanswered.c.id, old & (unanswered.c.state != "ignored")),
        "uses": _delete(engine, uses, uses.c.id, uses.c.at < before),
        "seen_events": _delete(engine, seen_events, seen_events.c.key, seen_events.c.at < events_before),
        "channel_threads": _delete(
            engine, channel_threads, channel_threads.c.key, channel_threads.c.at < events_before
        ),
    }


def _delete(engine: Engine, table: Table, key: Column[Any], which: ColumnElement[bool]) -> int:
    some = delete(table).where(key.in_(select(key).where(which).limit(_AT_ONCE)))
    total = 0
    while True:
        with writing(engine) as connection:
            gone = connection.execute(some).rowcount
        total += gone
        if gone < _AT_ONCE:
            return total


def forget(connection: Connection, conversation: str, fold: Fold) -> dict[str, int]:
    """Delete a conversation and return how many rows went from each table.

    With the replies go their feedback and the questions without an answer that nobody else has asked.
    """
    theirs = replies.c.conversation == conversation
    questions = select(replies.c.question).where(theirs, replies.c.question.is_not(None))
    folds = [fold(question) for question in connection.execute(questions).scalars()]
    alone = (unanswered.c.count == 1) & (unanswered.c.state == "open")
    return {
        "unanswered": connection.execute(
            delete(unanswered).where(unanswered.c.folded.in_(folds), alone)
        ).rowcount,
        "feedback": connection.execute(
            delete(feedback).where(feedback.c.reply.in_(select(replies.c.id).where(theirs)))
        ).rowcount,
        "replies": connection.execute(delete(replies).where(theirs)).rowcount,
        "channel_threads": connection.execute(
            delete(channel_threads).where(channel_threads.c.kept == conversation)
        ).rowcount,
    }


def exported(
    engine: Engine, *, conversation: str | None = None, since: datetime | None = None
) -> Iterator[dict[str, Any]]:
    """Give replies with their feedback, the oldest first: those of a conversation, those since a moment, or all."""
    query = select(
        replies, feedback.c.verdict, feedback.c.comment, feedback.c.at.label("feedback_at")
    ).outerjoin(feedback, feedback.c.reply == replies.c.id)
    if conversation is not None:
        query = query.where(replies.c.conversation == conversation)
    if since is not None:
        query = query.where(replies.c.at >= since)
    with reading(engine) as connection:
        streamed = connection.execution_options(yield_per=500)
        for row in streamed.execute(query.order_by(replies.c.at, replies.c.id)).mappings():
            yield dict(row)
