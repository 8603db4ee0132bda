"""How the day and the city of the asker change the scores of the entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from faq_bot.loading.entries import Entry
from faq_bot.matching.weights import Weights

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
UNKNOWN = -1.0
"""The score of an entry whose document was not yet published: it does not exist on that day."""
REMEMBERED = 256
"""Days and cities whose factors are kept; nearly everybody asks about today."""


@dataclass(frozen=True, slots=True)
class _Then:
    """What holds for one city on one day.

    `later` are the entries not yet known; each of `newer` is known and updated the one of `older` beside it.
    """

    factors: Floats
    later: Places
    newer: Places
    older: Places


class Circumstances:
    """Adjusts scores. Immutable; safe to share between threads."""

    def __init__(self, entries: Sequence[Entry], weights: Weights):
        self._entries = entries
        self._weights = weights
        self._place = {entry.id: i for i, entry in enumerate(entries)}
        self._newer = _newer(entries)
        self._holds_from = np.array([entry.holds_from.toordinal() for entry in entries])
        self._then = lru_cache(REMEMBERED)(self._worked_out)

    def updated_by(self, entry: Entry, as_of: date) -> Entry | None:
        """Return the newest entry that changed this one's content, as far as was known on `as_of`."""
        known = [e for e in self._newer.get(entry.id, ()) if e.holds_from <= as_of]
        return max(known, key=lambda e: (e.holds_from, e.id), default=None)

    def same_matter(self, i: int, j: int) -> bool:
        """Whether one of two entries updates the other."""
        a, b = self._entries[i], self._entries[j]
        return a.id in b.updates or b.id in a.updates

    def speakers(self, i: int) -> list[int]:
        """Return the places of an entry and of the older ones it speaks for, having updated them."""
        return [i, *(self._place[older] for older in self._entries[i].updates)]

    def applied(self, total: Floats, as_of: date, city: str | None, past: bool) -> Floats:
        """Return the scores as they stand for an asker of `city` (None: not known) on `as_of`."""
        then = self._then(as_of, city)
        adjusted = total * then.factors
        if len(then.later):
            adjusted[then.later] = UNKNOWN
        if not past:
            self._prefer_newer(adjusted, then)
        return adjusted

    def city_factor(self, i: int, city: str | None) -> float:
        """Return what the city of the asker makes of an entry's score: 1 for an entry that holds everywhere."""
        return city_factor(self._weights, self._entries[i].municipality, city)

    def _prefer_newer(self, total: Floats, then: _Then) -> None:
        """Lift each newer entry to just above what it updated: today is asked about.

        A newer entry that has little in common with the question changed another part of the older one.
        """
        scores = total[then.older]
        near = total[then.newer] >= self._weights.speaks_for * scores
        np.maximum.at(total, then.newer[near], self._weights.inherits * scores[near])
        total[then.older[near]] *= self._weights.superseded

    def _worked_out(self, as_of: date, city: str | None) -> _Then:
        updates = [
            (self._place[newer.id], self._place[older])
            for older, those in self._newer.items()
            for newer in those
            if newer.holds_from <= as_of
        ]
        newer, older = np.array(updates, dtype=np.intp).reshape(-1, 2).T
        return _Then(
            factors=np.array([self.city_factor(i, city) for i in range(len(self._entries))]),
            later=np.flatnonzero(self._holds_from > as_of.toordinal()),
            newer=newer.copy(),
            older=older.copy(),
        )


def city_factor(weights: Weights, own: str | None, city: str | None) -> float:
    """Return what the asker's `city` makes of the score of what holds in the city `own` (None: everywhere)."""
    if own is None:
        return 1.0
    if city is None:
        return weights.unnamed_city
    return weights.own_city if own == city else weights.other_city


def _newer(entries: Sequence[Entry]) -> Mapping[str, tuple[Entry, ...]]:
    newer: dict[str, tuple[Entry, ...]] = {}
    for entry in entries:
        for older in entry.updates:
            newer[older] = (*newer.get(older, ()), entry)
    return newer
