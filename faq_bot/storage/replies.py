"""The journal of replies: what was asked, masked, and what came of it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from faq_bot.storage import unanswered
from faq_bot.storage.connections import insert_or
from faq_bot.storage.tables import replies
from faq_bot.storage.unanswered import Gap

Fold = Callable[[str], str]
"""A question to what is equal for all ways of writing it, at most 64 characters."""


class KeptReply(NamedTuple):
    """One reply. `question` is masked; `pressed` is the button where no question was typed."""

    id: str
    at: datetime
    channel: str
    question: str | None
    pressed: str | None
    outcome: str
    entry: str | None
    confidence: float
    nearest: list[str]
    municipality: str | None
    as_of: date | None
    decision: dict[str, Any]
    knowledge_version: str
    milliseconds: float
    conversation: str
    is_gap: bool = False
    """Whether the knowledge base had no answer to the question."""

    @property
    def refuses_all(self) -> bool:
        """Whether 「この中にない」 was pressed."""
        return self.pressed == "none"


def keep(connection: Connection, kept: Sequence[KeptReply], fold: Fold) -> None:
    """Write replies, and note the questions among them that found no answer. A reply kept before is left."""
    rows = [_row(reply) for reply in kept]
    connection.execute(insert_or(connection, replies).on_conflict_do_nothing(), rows)
    gaps = [gap for reply in kept if (gap := _gap(connection, reply, fold)) is not None]
    unanswered.note(connection, gaps)


def _row(reply: KeptReply) -> dict[str, Any]:
    row = reply._asdict()
    del row["is_gap"]
    return row


def _gap(connection: Connection, reply: KeptReply, fold: Fold) -> Gap | None:
    if reply.is_gap and reply.question:
        return Gap(fold(reply.question), reply.question, reply.outcome, reply.nearest, reply.at)
    if not reply.refuses_all:
        return None
    asked = connection.execute(
        select(replies.c.question, replies.c.outcome, replies.c.nearest)
        .where(replies.c.conversation == reply.conversation, replies.c.question.is_not(None))
        .order_by(replies.c.at.desc())
        .limit(1)
    ).one_or_none()
    if asked is None or asked.outcome != "choose":
        return None
    return Gap(fold(asked.question), asked.question, asked.outcome, asked.nearest, reply.at)
