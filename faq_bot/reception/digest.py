"""The week in one page: what was answered, what could not be, and which entries want an editor.

`digest` makes it from counts without asking anybody; pages, the command line and channels draw the same data.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Engine

from faq_bot.errors import InputError
from faq_bot.loading.knowledge import Knowledge
from faq_bot.reception.entry_care import badly_rated, never_shown, stale
from faq_bot.storage import figures
from faq_bot.storage.figures import EntryFigures, Outcomes

MOST = 10
"""Lines of each list: what does not fit is counted."""
UNSEEN_WEEKS = 13
"""An entry counts as never shown when it was not for so many weeks: a single week shows few entries."""
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


class Week(NamedTuple):
    """A week of the calendar (ISO 8601), from Monday to Sunday."""

    first: date

    @property
    def last(self) -> date:
        """The Sunday."""
        return self.first + timedelta(days=6)

    @property
    def before(self) -> "Week":
        """The week before."""
        return Week(self.first - timedelta(days=7))

    @property
    def after(self) -> "Week":
        """The week after."""
        return Week(self.first + timedelta(days=7))

    def __str__(self) -> str:
        year, number, _ = self.first.isocalendar()
        return f"{year}-W{number:02}"


class Question(NamedTuple):
    """A masked question without an answer, how often it was asked so far, and the nearest entries' ids."""

    text: str
    asked: int
    nearest: tuple[str, ...]


class Counted(NamedTuple):
    """What the database counted for a digest; `shown` are the entries shown in the last `UNSEEN_WEEKS` weeks."""

    week: Outcomes
    before: Outcomes
    entries: Sequence[EntryFigures]
    shown: frozenset[str]
    open_gaps: int
    top_gaps: Sequence[Question]


@dataclass(frozen=True, slots=True)
class Named:
    """An entry by its id and question."""

    entry: str
    question: str


@dataclass(frozen=True, slots=True)
class GapLine:
    """A question without an answer, and the entry nearest to it."""

    question: str
    asked: int
    nearest: Named | None


@dataclass(frozen=True, slots=True)
class RatedLine:
    """An entry some askers were not content with."""

    entry: str
    question: str
    rated: int
    resolved: int
    wrong_question: int
    outdated: int
    unclear: int


@dataclass(frozen=True, slots=True)
class StaleLine:
    """An entry whose day has passed; `why` is review or ended."""

    entry: str
    question: str
    why: str
    day: date


@dataclass(frozen=True, slots=True)
class Digest:
    """The week as data. Rates are shares of the rated answers (None: none was rated), `change` their difference."""

    week: str
    first: date
    last: date
    replies: int
    answered: int
    choose: int
    no_answer: int
    rated: int
    resolved: int
    resolved_rate: float | None
    rate_before: float | None
    rated_before: int
    change: float | None
    open_gaps: int
    gaps: tuple[GapLine, ...]
    badly_rated: tuple[RatedLine, ...]
    badly_rated_count: int
    stale: tuple[StaleLine, ...]
    stale_count: int
    never_shown: tuple[Named, ...]
    never_shown_count: int

    def to_dict(self) -> dict[str, Any]:
        """Return the digest as JSON has it."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def week_of(text: str | None, today: date) -> Week:
    """Return the week a text like `2026-W48` names; for None the last one that is over. InputError for others."""
    if not text:
        return Week(today - timedelta(days=today.weekday() + 7))
    named = _WEEK.fullmatch(text)
    try:
        if named is None:
            raise ValueError
        return Week(date.fromisocalendar(int(named[1]), int(named[2]), 1))
    except ValueError:
        raise InputError(
            "week", f"週は「2026-W48」のように、年と週番号で書いてください（今は「{text}」）。"
        ) from None


def counted(engine: Engine, week: Week) -> Counted:
    """Ask the database what a digest needs. StorageError while it is away."""
    days = figures.of_days(week.first, week.last)
    long = figures.of_days(week.last - timedelta(days=7 * UNSEEN_WEEKS - 1), week.last)
    open_gaps = figures.gaps(engine, days.since, days.until).get("open")
    shown = {one.entry for one in figures.entries(engine, long)}
    return Counted(
        week=figures.overall(engine, days),
        before=figures.overall(engine, figures.of_days(week.before.first, week.before.last)),
        entries=figures.entries(engine, days),
        shown=frozenset(shown | set(figures.used(engine, long.since, long.until))),
        open_gaps=open_gaps.questions if open_gaps else 0,
        top_gaps=[
            Question(row.question, row._mapping["count"], tuple(row.nearest))
            for row in figures.top_gaps(engine, days.since, days.until, MOST)
        ],
    )


def digest(week: Week, found: Counted, knowledge: Knowledge) -> Digest:
    """Return the digest of a week: nothing is asked and nothing is read but what is given."""
    rate, before = found.week.resolved_rate, found.before.resolved_rate
    names = {entry.id: entry.question for entry in knowledge.entries}
    bad = badly_rated(found.entries)
    first = week.last - timedelta(days=7 * UNSEEN_WEEKS - 1)
    unseen = never_shown(knowledge, found.shown, first, week.last)
    # what ended long ago is no news; what is overdue stays so until somebody has looked
    old = [one for one in stale(knowledge, week.after.first) if one.why == "review" or one.day >= week.first]
    return Digest(
        week=str(week),
        first=week.first,
        last=week.last,
        replies=found.week.replies,
        answered=found.week.answered,
        choose=found.week.choose,
        no_answer=found.week.no_answer,
        rated=found.week.rated,
        resolved=found.week.resolved,
        resolved_rate=rate,
        rate_before=before,
        rated_before=found.before.rated,
        change=None if rate is None or before is None else rate - before,
        open_gaps=found.open_gaps,
        gaps=tuple(_gap(one, names) for one in found.top_gaps[:MOST]),
        badly_rated=tuple(_rated(one, names) for one in bad[:MOST]),
        badly_rated_count=len(bad),
        stale=tuple(StaleLine(s.entry.id, s.entry.question, s.why, s.day) for s in old[:MOST]),
        stale_count=len(old),
        never_shown=tuple(Named(entry.id, entry.question) for entry in unseen[:MOST]),
        never_shown_count=len(unseen),
    )


def weekly(engine: Engine, knowledge: Knowledge, week: Week) -> Digest:
    """Return the digest of a week as the database and the knowledge have it. StorageError while that is away."""
    return digest(week, counted(engine, week), knowledge)


def _gap(question: Question, names: dict[str, str]) -> GapLine:
    nearest = next((Named(entry, names[entry]) for entry in question.nearest if entry in names), None)
    return GapLine(question.text, question.asked, nearest)


def _rated(one: EntryFigures, names: dict[str, str]) -> RatedLine:
    return RatedLine(
        one.entry,
        names.get(one.entry, one.entry),
        one.rated,
        one.resolved,
        one.wrong_question,
        one.outdated,
        one.unclear,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
