"""Figures of what was answered, counted by the database: outcomes, verdicts, entries, waits, gaps.

Every count is of a stretch of time, so the index on the moment is used; days are those of Tokyo, whatever the
database's own zone.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Engine, Select, String, case, func, literal, select

from faq_bot.storage.connections import reading
from faq_bot.storage.tables import feedback, replies, unanswered, uses

NOT_KNOWN = "unknown"
"""Stands for replies to askers whose city is not known."""
By = Literal["channel", "city", "day"]
_TOKYO = "Asia/Tokyo"
_AHEAD = "+9 hours"  # Japan has had no summer time since 1951
_OUTCOMES = ("answered", "choose", "no_answer")
_VERDICTS = ("resolved", "wrong_question", "outdated", "unclear")


class Which(NamedTuple):
    """Which replies: from `since` (included) until `until` (not included), of a channel, of a city."""

    since: datetime
    until: datetime
    channel: str | None = None
    city: str | None = None


class Outcomes(NamedTuple):
    """What came of some replies; `rated` and `resolved` are of the answered ones only."""

    key: str
    replies: int
    answered: int
    choose: int
    no_answer: int
    rated: int
    resolved: int

    @property
    def resolved_rate(self) -> float | None:
        """The share of the rated answers that resolved the question, None if none was rated."""
        return self.resolved / self.rated if self.rated else None


class EntryFigures(NamedTuple):
    """How often an entry was the answer, and what askers thought of it."""

    entry: str
    shown: int
    rated: int
    resolved: int
    wrong_question: int
    outdated: int
    unclear: int


class Waits(NamedTuple):
    """Milliseconds a reply took: half, 95 % and 99 % of the replies took no longer."""

    key: str
    replies: int
    median: float
    most: float
    nearly_all: float


class Gaps(NamedTuple):
    """Questions without an answer: how many different ones, and how often they have been asked so far."""

    questions: int
    asked: int


def overall(engine: Engine, which: Which) -> Outcomes:
    """Return what came of all replies."""
    return _outcomes(engine, which, literal("", String), grouped=False)[0]


def outcomes(engine: Engine, which: Which, by: By) -> list[Outcomes]:
    """Return what came of the replies of each channel, city or day, in the order of their names."""
    return _outcomes(engine, which, _key(by, engine.dialect.name), grouped=True)


def entries(engine: Engine, which: Which) -> list[EntryFigures]:
    """Return every entry that was an answer, the most shown first."""
    counts = [_count(feedback.c.verdict == verdict).label(verdict) for verdict in _VERDICTS]
    shown = func.count().label("shown")
    query = (
        _from(which)
        .with_only_columns(replies.c.entry, shown, func.count(feedback.c.verdict), *counts)
        .where(replies.c.entry.is_not(None))
        .group_by(replies.c.entry)
        .order_by(shown.desc(), replies.c.entry)
    )
    return [EntryFigures(*row) for row in _rows(engine, query)]


def used(engine: Engine, since: datetime, until: datetime) -> dict[str, int]:
    """Return how often the staff has used each entry."""
    query = (
        select(uses.c.entry, func.count().label("times"))
        .where(uses.c.at >= since, uses.c.at < until)
        .group_by(uses.c.entry)
        .order_by(uses.c.entry)
    )
    return {row.entry: row.times for row in _rows(engine, query)}


def waits(engine: Engine, which: Which) -> list[Waits]:
    """Return the waits of each channel; the figures are times that really occurred, never means of two."""
    share = func.cume_dist().over(partition_by=replies.c.channel, order_by=replies.c.milliseconds)
    return _waits(engine, which, replies.c.channel, share)


def waits_overall(engine: Engine, which: Which) -> Waits | None:
    """Return the waits of all replies, None if there were none."""
    share = func.cume_dist().over(order_by=replies.c.milliseconds)
    found = _waits(engine, which, literal("", String), share)
    return found[0] if found else None


def gaps(engine: Engine, since: datetime, until: datetime) -> dict[str, Gaps]:
    """Return the questions without an answer that were asked in a time, by what editors decided."""
    query = (
        select(unanswered.c.state, func.count(), func.sum(unanswered.c.count))
        .where(*_asked(since, until))
        .group_by(unanswered.c.state)
        .order_by(unanswered.c.state)
    )
    return {state: Gaps(questions, int(asked)) for state, questions, asked in _rows(engine, query)}


def top_gaps(engine: Engine, since: datetime, until: datetime, most: int) -> Sequence[Any]:
    """Return the open questions without an answer that were asked in a time, the most asked first."""
    order = (unanswered.c.count.desc(), unanswered.c.last_seen.desc(), unanswered.c.id)
    query = select(unanswered).where(unanswered.c.state == "open", *_asked(since, until)).order_by(*order)
    return _rows(engine, query.limit(most))


def midnight(day: date) -> datetime:
    """Return the moment a day begins in Tokyo."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(_TOKYO))


def of_days(first: date, last: date, channel: str | None = None, city: str | None = None) -> Which:
    """Return which replies are of some days, both included."""
    return Which(midnight(first), midnight(last + timedelta(days=1)), channel, city)


def _outcomes(engine: Engine, which: Which, key: ColumnElement[str], *, grouped: bool) -> list[Outcomes]:
    answered = replies.c.outcome == "answered"
    counts = [
        func.count(),
        *(_count(replies.c.outcome == outcome) for outcome in _OUTCOMES),
        _count(answered & feedback.c.verdict.is_not(None)),
        _count(answered & (feedback.c.verdict == "resolved")),
    ]
    query = _from(which).with_only_columns(key.label("key"), *counts)
    if grouped:
        query = query.group_by("key").order_by("key")
    return [Outcomes(*row) for row in _rows(engine, query)]


def _waits(engine: Engine, which: Which, key: ColumnElement[str], share: ColumnElement[Any]) -> list[Waits]:
    ranked = (
        select(key.label("key"), replies.c.milliseconds.label("ms"), share.label("share"))
        .where(*_of(which))
        .subquery()
    )

    def within(part: float) -> ColumnElement[float]:
        return func.min(case((ranked.c.share >= part, ranked.c.ms)))

    query = (
        select(ranked.c.key, func.count(), within(0.5), within(0.95), within(0.99))
        .group_by(ranked.c.key)
        .order_by(ranked.c.key)
    )
    return [Waits(*row) for row in _rows(engine, query)]


def _from(which: Which) -> Select[Any]:
    joined = replies.outerjoin(feedback, feedback.c.reply == replies.c.id)
    return select(replies.c.id).select_from(joined).where(*_of(which))


def _of(which: Which) -> list[ColumnElement[bool]]:
    found = [replies.c.at >= which.since, replies.c.at < which.until]
    if which.channel is not None:
        found.append(replies.c.channel == which.channel)
    if which.city == NOT_KNOWN:
        found.append(replies.c.municipality.is_(None))
    elif which.city is not None:
        found.append(replies.c.municipality == which.city)
    return found


def _asked(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return (unanswered.c.last_seen >= since, unanswered.c.first_seen < until)


def _key(by: By, dialect: str) -> ColumnElement[str]:
    if by == "channel":
        return replies.c.channel
    if by == "city":
        return func.coalesce(replies.c.municipality, NOT_KNOWN)
    if dialect == "postgresql":
        return func.to_char(func.timezone(_TOKYO, replies.c.at), "YYYY-MM-DD")
    return func.date(replies.c.at, _AHEAD)


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((which, 1)))


def _rows(engine: Engine, query: Any) -> Sequence[Any]:
    with reading(engine) as connection:
        return connection.execute(query).all()
