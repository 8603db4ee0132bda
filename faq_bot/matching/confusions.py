"""Entries the engine confuses: every wording is asked with itself left out, and should still find its entry.

The wordings are left out in turns (the first of every entry, then the second of every entry, …), so a dozen
indexes do for two thousand wordings, and what is measured is the engine itself, city and day included.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from faq_bot.loading.entries import Entry
from faq_bot.loading.knowledge import Knowledge
from faq_bot.matching.entry_matcher import Asked, EntryMatcher
from faq_bot.text.analyzer import Analysis, Analyzer

TURNS = 12
SEPARATING = 5
"""How many separating words of each side are told."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A wording of `entry` that finds `won` when it is not itself in the index.

    `telling` are the words in it that speak for its entry against the other; none is a reason to reword it.
    """

    entry: str
    won: str
    wording: str
    telling: Sequence[str]


@dataclass(frozen=True, slots=True)
class ConfusedPair:
    """Two entries whose wordings find each other, and for each the words that separate it from the other."""

    first: str
    second: str
    lost: Sequence[Lost]
    separating: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Confusions:
    """All pairs, the most confused first, and how many wordings were asked."""

    asked: int
    pairs: Sequence[ConfusedPair]

    @property
    def lost(self) -> int:
        """How many wordings find another entry."""
        return sum(len(pair.lost) for pair in self.pairs)


class _Remembering(Analyzer):
    """An analyzer that reads every text once."""

    def __init__(self, knowledge: Knowledge):
        super().__init__(knowledge.synonyms, knowledge.filler_words, knowledge.dictionary)
        self._remembered = cache(super().analyse)

    def analyse(self, text: str) -> Analysis:
        return self._remembered(text)


def find_confusions(knowledge: Knowledge) -> Confusions:
    """Ask every wording of every entry with itself left out. Takes some seconds."""
    analyzer = _Remembering(knowledge)
    words, entries = WordShares(analyzer), {entry.id: entry for entry in knowledge.entries}
    lost: dict[tuple[str, str], list[Lost]] = defaultdict(list)
    for entry, wording, won in _strays(knowledge, analyzer):
        pair = (min(entry, won), max(entry, won))
        telling = [
            w
            for w in dict.fromkeys(analyzer.analyse(wording).words)
            if words.tells(w, entries[entry], entries[won])
        ]
        lost[pair].append(Lost(entry, won, wording, telling))
    pairs = [
        ConfusedPair(
            a,
            b,
            found,
            {a: words.separating(entries[a], entries[b]), b: words.separating(entries[b], entries[a])},
        )
        for (a, b), found in lost.items()
    ]
    asked = sum(1 + len(entry.phrasings) for entry in knowledge.entries)
    return Confusions(asked, sorted(pairs, key=lambda pair: (-len(pair.lost), pair.first, pair.second)))


def _strays(knowledge: Knowledge, analyzer: Analyzer) -> Iterator[tuple[str, str, str]]:
    """Yield (entry, wording, entry found) wherever another entry is found, in the order of the entries."""
    day = max(entry.holds_from for entry in knowledge.entries)
    found = [stray for turn in range(TURNS) for stray in _turn(knowledge, analyzer, turn, day)]
    place = {entry.id: i for i, entry in enumerate(knowledge.entries)}
    yield from sorted(found, key=lambda stray: (place[stray[0]], stray[1]))


def _turn(knowledge: Knowledge, analyzer: Analyzer, turn: int, day: date) -> Iterator[tuple[str, str, str]]:
    kept = tuple(_without(entry, turn) for entry in knowledge.entries)
    matcher = EntryMatcher(replace(knowledge, entries=kept), analyzer)
    for number, entry in enumerate(knowledge.entries):
        for wording in _wordings(entry)[turn::TURNS]:
            best = matcher.rank(Asked(wording, day, entry.municipality), limit=1).best
            if best is None or best.entry.id == entry.id:
                continue
            # A newer entry found for what it updated is no confusion: that is how time works here.
            if not matcher.circumstances.same_matter(number, matcher.place(best.entry)):
                yield entry.id, wording, best.entry.id


def _without(entry: Entry, turn: int) -> Entry:
    wordings = _wordings(entry)
    kept = [wording for i, wording in enumerate(wordings) if i % TURNS != turn] or list(wordings)
    return entry.model_copy(update={"question": kept[0], "phrasings": tuple(kept[1:])})


class WordShares:
    """In which share of an entry's wordings each word stands. Safe to share between threads."""

    def __init__(self, analyzer: Analyzer):
        """Read nothing yet: each entry is read when it is first asked about."""
        self._analyzer = analyzer
        self._shares = lru_cache(None)(self._read)

    def tells(self, word: str, entry: Entry, other: Entry) -> bool:
        """Whether a word speaks for an entry against another: it stands in twice as many of its wordings."""
        return self._of(entry).get(word, 0.0) > 2 * self._of(other).get(word, 0.0)

    def separating(self, entry: Entry, other: Entry) -> list[str]:
        """Return the words that tell an entry from another best, the best first."""
        shares, others = self._of(entry), self._of(other)
        ahead = {word: share - others.get(word, 0.0) for word, share in shares.items()}
        best = sorted(ahead, key=lambda word: (-ahead[word], word))
        return [word for word in best if self.tells(word, entry, other)][:SEPARATING]

    def _of(self, entry: Entry) -> Mapping[str, float]:
        return self._shares(_wordings(entry))

    def _read(self, wordings: tuple[str, ...]) -> Mapping[str, float]:
        counts = Counter(word for text in wordings for word in set(self._analyzer.analyse(text).words))
        return {word: n / len(wordings) for word, n in counts.items()}


def _wordings(entry: Entry) -> tuple[str, ...]:
    return (entry.question, *entry.phrasings)
