"""Which entries are easily taken for another, and the words that tell the two apart.

It asks the running engine with an entry's own wordings, so nothing is indexed again. What was worked out of an
entry is remembered as long as the knowledge is in force.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from faq_bot.loading.entries import Entry
from faq_bot.matching.confusions import WordShares
from faq_bot.matching.entry_matcher import Asked, EntryMatcher

MOST_ALIKE = 3
_ASKED = 8  # of an entry's wordings: enough to tell its neighbours, and some ten milliseconds
_NEAR = 4
_SAYS_LITTLE = re.compile(r"[\dA-Za-zぁ-んァ-ヶー]|為る|有る|成る")
"""Words that tell the engine something, but nobody who reads them alone."""
REMEMBERED = 4096
"""Entries whose neighbours are kept."""


@dataclass(frozen=True, slots=True)
class Alike:
    """An entry that is easily taken for another; `ours` are the words that speak for that other, `theirs` for it."""

    entry: str
    ours: Sequence[str]
    theirs: Sequence[str]


class Likeness:
    """The entries of one knowledge base beside each other. Safe to share between threads."""

    def __init__(self, entries: Sequence[Entry], matcher: EntryMatcher):
        """Work out nothing yet."""
        self._entries = {entry.id: entry for entry in entries}
        self._matcher = matcher
        self._day = max(entry.holds_from for entry in entries)
        self._shares = WordShares(matcher.engine.analyzer)
        self.alike = lru_cache(REMEMBERED)(self._alike)
        """Return the entries most easily taken for one, the likeliest first."""

    def _alike(self, identifier: str) -> tuple[Alike, ...]:
        entry = self._entries[identifier]
        near: dict[str, float] = defaultdict(float)
        for wording in (entry.question, *entry.phrasings)[:_ASKED]:
            ranking = self._matcher.rank(Asked(wording, self._day, entry.municipality), _NEAR)
            for candidate in ranking.candidates:
                near[candidate.entry.id] += candidate.score
        others = sorted(
            (one for one in near if self._is_another_matter(entry, one)), key=lambda i: (-near[i], i)
        )
        return tuple(self._beside(entry, self._entries[one]) for one in others[:MOST_ALIKE])

    def _is_another_matter(self, entry: Entry, other: str) -> bool:
        return other != entry.id and not {other, entry.id} & {*entry.updates, *self._entries[other].updates}

    def _beside(self, entry: Entry, other: Entry) -> Alike:
        return Alike(other.id, self._telling(entry, other), self._telling(other, entry))

    def _telling(self, entry: Entry, other: Entry) -> list[str]:
        words = self._shares.separating(entry, other)
        return [word for word in words if not _SAYS_LITTLE.fullmatch(word)]
