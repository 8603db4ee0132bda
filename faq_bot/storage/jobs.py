"""Work done once in a while by whichever replica comes first."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, update

from faq_bot.storage.connections import insert_or, writing
from faq_bot.storage.tables import jobs


def claim(engine: Engine, name: str, now: datetime, every: timedelta) -> bool:
    """Whether the caller shall do the job now: it is due, and nobody else has claimed it."""
    due = update(jobs).where(jobs.c.name == name, jobs.c.last_run <= now - every).values(last_run=now)
    with writing(engine) as connection:
        if connection.execute(due).rowcount == 1:
            return True
        first = insert_or(connection, jobs).values(name=name, last_run=now).on_conflict_do_nothing()
        return connection.execute(first.returning(jobs.c.name)).one_or_none() is not None


def hand_back(engine: Engine, name: str, claimed: datetime, last_run: datetime) -> None:
    """Let a claimed job be done again, as if it had been done last at `last_run`, unless another has claimed it since."""
    ours = (jobs.c.name == name) & (jobs.c.last_run == claimed)
    with writing(engine) as connection:
        connection.execute(update(jobs).where(ours).values(last_run=last_run))
