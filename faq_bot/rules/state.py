"""What is known on a day: the values and passages published by then. Between two publications nothing changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from faq_bot.loading.knowledge import Knowledge
from faq_bot.loading.values import DatedEntry, DatedValue, Kind, holding

Plain = date | int | float | str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A value as known: fixed (`earliest` and `latest` are that day), or planned between two days."""

    name: str
    unit: Kind
    told_by: str | None
    entries: tuple[DatedEntry, ...]

    @property
    def newest(self) -> DatedEntry | None:
        """The newest entry known, or None."""
        return self.entries[-1] if self.entries else None

    @property
    def value(self) -> Plain:
        """The newest value known; None for a planned day and for one not known."""
        return self.newest.value if self.newest else None

    def on(self, day: date) -> DatedEntry | None:
        """Return the entry that holds on a day, both ends included."""
        return holding(self.entries, day)


@dataclass(frozen=True, slots=True)
class State:
    """The knowledge of all days from `since` to the next publication."""

    since: date
    readings: Mapping[str, Reading]
    published: frozenset[str]

    def cited(self, refs: tuple[str, ...]) -> tuple[str, ...]:
        """Return the references among `refs` that are published."""
        return tuple(ref for ref in refs if ref in self.published)


def states(knowledge: Knowledge) -> tuple[State, ...]:
    """Return the state of each publication day, oldest first, after one for the days before them all."""
    days = {document.published for document in knowledge.sources.documents}
    days |= {entry.known_from for value in knowledge.values.values() for entry in value.values}
    days |= {version.known_from for scheme in knowledge.schemes.values() for version in scheme.versions}
    return tuple(_state(knowledge, day) for day in (date.min, *sorted(days)))


def _state(knowledge: Knowledge, day: date) -> State:
    passages = knowledge.sources.passages.values()
    published = frozenset(passage.ref for passage in passages if passage.published <= day)
    readings = {name: _reading(name, value, day, published) for name, value in knowledge.values.items()}
    return State(day, readings, published)


def _reading(name: str, value: DatedValue, day: date, published: frozenset[str]) -> Reading:
    cited = [
        entry.model_copy(update={"refs": tuple(ref for ref in entry.refs if ref in published)})
        for entry in value.known(day)
    ]
    return Reading(name, value.unit, value.told_by, tuple(cited))
