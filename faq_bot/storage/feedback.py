"""What askers thought of replies, one word a reply."""

from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Engine

from faq_bot.storage.connections import insert_or, writing
from faq_bot.storage.tables import feedback

Verdict = Literal["resolved", "wrong_question", "outdated", "unclear"]
VERDICTS: tuple[str, ...] = get_args(Verdict)


def keep(engine: Engine, reply: str, verdict: Verdict, comment: str | None, at: datetime) -> None:
    """Write a verdict with its masked comment; it takes the place of an earlier one. Kept when this returns."""
    values = {"verdict": verdict, "comment": comment, "at": at}
    with writing(engine) as connection:
        made = insert_or(connection, feedback).values(reply=reply, **values)
        connection.execute(made.on_conflict_do_update(index_elements=["reply"], set_=values))
