"""Which words, word pairs and readings made the score of an entry, and what city and day made of it.

The score of an entry is a sum over the features of the question (index.py), so each feature's part of it is
exact: the parts of an entry add up to the score it had before city and day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from faq_bot.loading.entries import Entry
from faq_bot.loading.knowledge import Knowledge
from faq_bot.matching.entry_matcher import Asked, Candidate, EntryMatcher, Ranking
from faq_bot.matching.features import Key, weighted_features
from faq_bot.matching.matcher import Search
from faq_bot.matching.weights import Weights
from faq_bot.text.analyzer import Analysis, Steps
from faq_bot.text.moments import asks_about_past, named_years

Kind = Literal["word", "pair", "reading", "guess"]
_KINDS: dict[str, Kind] = {"w": "word", "p": "pair", "r": "reading"}


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one feature of the question gave an entry.

    `share` is its part of the score (the parts of an entry add up to 1), `in_wordings` and `in_answer` say in
    how many of its wordings, and whether in its answer, the feature stands. Pieces of the reading that follow
    one another are told as one.
    """

    kind: Kind
    text: str
    share: float
    in_wordings: int
    in_answer: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """Why an entry scored as it did: text score x city x time (or certainty) = score."""

    candidate: Candidate
    rank: int
    text_score: float
    city_factor: float
    time_factor: float
    exact: bool
    nearest_wording: str
    contributions: Sequence[Contribution]


@dataclass(frozen=True, slots=True)
class Cues:
    """What the question says about city and time."""

    named_city: str | None
    city: str | None
    past_words: Sequence[str]
    years: Sequence[int]
    past: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a question was read, and why the best entries are the best. `missed` are words no entry holds."""

    asked: Asked
    steps: Steps
    words: Sequence[str]
    guesses: Sequence[str]
    missed: Sequence[str]
    cues: Cues
    ranking: Ranking
    right: float
    best: Sequence[Explained]


@dataclass(frozen=True, slots=True)
class _Feature:
    """A feature of the question: its weight there, and the factor on what it weighs in an entry."""

    key: Key
    weight: float
    factor: float
    guess: bool


class Explainer:
    """Explains rankings. Safe to share between threads."""

    def __init__(self, knowledge: Knowledge, matcher: EntryMatcher, weights: Weights | None = None):
        self._knowledge = knowledge
        self._matcher = matcher
        self._weights = weights or Weights()

    def explain(self, asked: Asked, limit: int = 3) -> Explanation:
        """Return how a question is read and why its best `limit` entries are the best."""
        ranking = self._matcher.rank(asked, max(limit, 1))
        search, index = self._matcher.engine.search(asked.text), self._matcher.engine.index
        cues = self._cues(asked, ranking)
        best = ranking.candidates[:limit]
        return Explanation(
            asked=asked,
            steps=self._matcher.engine.analyzer.steps(asked.text),
            words=search.query.words,
            guesses=search.guesses,
            missed=[word for word in dict.fromkeys(search.query.words) if not index.knows(word)],
            cues=cues,
            ranking=ranking,
            right=ranking.best.confidence if ranking.best else 0.0,
            best=[self._explained(search, c, rank, cues) for rank, c in enumerate(best, start=1)],
        )

    def place_of(self, asked: Asked, wanted: Sequence[str]) -> Explained | None:
        """Return the best of the wanted entries (ids) for a question, None if none has anything in common."""
        ranking = self._matcher.rank(asked, len(self._knowledge.entries))
        search, cues = self._matcher.engine.search(asked.text), self._cues(asked, ranking)
        for rank, candidate in enumerate(ranking.candidates, start=1):
            if candidate.entry.id in wanted:
                return self._explained(search, candidate, rank, cues)
        return None

    def _cues(self, asked: Asked, ranking: Ranking) -> Cues:
        text, named = ranking.query.text, ranking.named
        past_words = sorted(word for word in self._knowledge.past_words if word in text)
        past = asks_about_past(text, asked.as_of, self._knowledge.past_words)
        return Cues(named, named or asked.municipality, past_words, sorted(named_years(text)), past)

    def _explained(self, search: Search, candidate: Candidate, rank: int, cues: Cues) -> Explained:
        entry = candidate.entry
        place = self._matcher.place(entry)
        text_score = float(search.score.total[place])
        city = self._matcher.circumstances.city_factor(place, cues.city)
        nearest, contributions = self._contributions(search, entry)
        return Explained(
            candidate=candidate,
            rank=rank,
            text_score=text_score,
            city_factor=city,
            time_factor=candidate.score / max(text_score * city, 1e-9),
            exact=search.exact == entry.id,
            nearest_wording=nearest,
            contributions=contributions,
        )

    def _contributions(self, search: Search, entry: Entry) -> tuple[str, list[Contribution]]:
        """Return the nearest wording of an entry, and the parts of the score."""
        index, place, wordings = self._matcher.engine.index, self._matcher.place(entry), _wordings(entry)
        features = self._features(search)
        targets = [index.wording_target(place, i) for i in range(len(wordings))]
        in_wordings = [[f.factor * index.impact(f.key, target) for f in features] for target in targets]
        nearest = max(range(len(wordings)), key=lambda i: sum(in_wordings[i]))
        in_whole = [f.factor * index.impact(f.key, place) for f in features]
        asked = [f.weight for f in features if not f.guess]
        full = max((self._weights.k1 + 1) * sum(asked), 1e-9)
        length = max(sqrt(sum(weight**2 for weight in asked)), 1e-9)
        near = self._weights.nearest / length
        amounts = [a / full + b * near for a, b in zip(in_whole, in_wordings[nearest], strict=True)]
        return wordings[nearest], self._told(features, amounts, search, entry)

    def _features(self, search: Search) -> list[_Feature]:
        index = self._matcher.engine.index
        asked = weighted_features(search.query, self._weights)
        features = [_Feature(key, weight * index.idf(key), 1.0, guess=False) for key, weight in asked]
        guessed = [("w", word) for word in search.guesses]
        return features + [_Feature(key, 0.0, self._weights.guessed, guess=True) for key in guessed]

    def _told(
        self, features: Sequence[_Feature], amounts: Sequence[float], search: Search, entry: Entry
    ) -> list[Contribution]:
        """Return what gave anything, the most first."""
        analyse = self._matcher.engine.analyzer.analyse
        total = max(float(search.score.total[self._matcher.place(entry)]), 1e-9)
        asked = [_keys(analyse(wording)) for wording in _wordings(entry)]
        answered = _keys(analyse(f"{entry.short_answer}\n{entry.answer}"))
        found = []
        for keys, amount in _runs([(f.key, amount) for f, amount in zip(features, amounts, strict=True)]):
            guess = any(f.guess and f.key == keys[0] for f in features)
            found.append(
                Contribution(
                    kind="guess" if guess else _KINDS[keys[0][0]],
                    text=_joined(keys),
                    share=amount / total,
                    in_wordings=sum(any(key in there for key in keys) for there in asked),
                    in_answer=any(key in answered for key in keys),
                )
            )
        return sorted(found, key=lambda c: (-c.share, c.kind, c.text))


def _runs(amounts: Sequence[tuple[Key, float]]) -> list[tuple[list[Key], float]]:
    """Return the features that gave anything; neighbouring pieces of the reading become one run."""
    runs: list[tuple[list[Key], float]] = []
    for key, amount in amounts:
        if amount <= 0:
            continue
        if runs and key[0] == "r" and _follows(runs[-1][0][-1], key):
            runs[-1] = ([*runs[-1][0], key], runs[-1][1] + amount)
        else:
            runs.append(([key], amount))
    return runs


def _follows(before: Key, key: Key) -> bool:
    return before[0] == "r" and before[1][1:] == key[1][:-1]


def _joined(keys: Sequence[Key]) -> str:
    return keys[0][1] + "".join(text[-1] for _, text in keys[1:])


def _keys(analysis: Analysis) -> frozenset[Key]:
    found = [("w", word) for word in analysis.words]
    found += [("p", pair) for pair in analysis.pairs]
    return frozenset(found + [("r", piece) for piece in analysis.pieces])


def _wordings(entry: Entry) -> tuple[str, ...]:
    return (entry.question, *entry.phrasings)
