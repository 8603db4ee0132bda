"""How the day and the city of the asker change the scores of the entries."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from faq_bot.loading.entries import Entry
from faq_bot.matching.weights import Weights

Floats = NDArray[np.float64]
UNKNOWN = -1.0
"""The score of an entry whose document was not yet published: it does not exist on that day."""


class Circumstances:
    """Adjusts scores. Immutable; safe to share between threads."""

    def __init__(self, entries: Sequence[Entry], weights: Weights):
        self._entries = entries
        self._weights = weights
        self._place = {entry.id: i for i, entry in enumerate(entries)}
        self._newer = _newer(entries)
        self._holds_from = np.array([entry.holds_from.toordinal() for entry in entries])
        cities = sorted({entry.municipality for entry in entries if entry.municipality})
        self._of_city = {city: np.array([entry.municipality == city for entry in entries]) for city in cities}
        self._local = np.array([entry.municipality is not None for entry in entries])

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
        adjusted = total * self._city_factors(city)
        adjusted[self._holds_from > as_of.toordinal()] = UNKNOWN
        if not past:
            self._prefer_newer(adjusted, as_of)
        return adjusted

    def city_factor(self, i: int, city: str | None) -> float:
        """Return what the city of the asker makes of an entry's score: 1 for an entry that holds everywhere."""
        return float(self._city_factors(city)[i])

    def _city_factors(self, city: str | None) -> Floats:
        weights = self._weights
        if city is None:
            return np.where(self._local, weights.unnamed_city, 1.0)
        elsewhere = np.where(self._local, weights.other_city, 1.0)
        return (
            np.where(self._of_city[city], weights.own_city, elsewhere) if city in self._of_city else elsewhere
        )

    def _prefer_newer(self, total: Floats, as_of: date) -> None:
        """Lift each newer entry to just above what it updated: today is asked about.

        A newer entry that has little in common with the question changed another part of the older one.
        """
        for older, updates in self._newer.items():
            place = self._place[older]
            known = [self._place[entry.id] for entry in updates if entry.holds_from <= as_of]
            near = [newer for newer in known if total[newer] >= self._weights.speaks_for * total[place]]
            for newer in near:
                total[newer] = max(total[newer], total[place] * self._weights.inherits)
            if near:
                total[place] *= self._weights.superseded


def _newer(entries: Sequence[Entry]) -> Mapping[str, tuple[Entry, ...]]:
    newer: dict[str, tuple[Entry, ...]] = {}
    for entry in entries:
        for older in entry.updates:
            newer[older] = (*newer.get(older, ()), entry)
    return newer
