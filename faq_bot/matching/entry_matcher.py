"""The entries of the knowledge base, ranked for a question asked on a day by somebody in some city."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path

import numpy as np

from faq_bot.loading.entries import Entry
from faq_bot.loading.knowledge import Knowledge
from faq_bot.loading.outside import OutsideSubject
from faq_bot.matching.calibration import Evidence, Judgement, check_features, judge
from faq_bot.matching.circumstances import Circumstances, Floats, city_factor
from faq_bot.matching.cities import Cities
from faq_bot.matching.documents import Document
from faq_bot.matching.matcher import Matcher, Search
from faq_bot.matching.semantic import Reranker, load_encoder
from faq_bot.matching.weights import Weights
from faq_bot.text.analyzer import Analysis, Analyzer
from faq_bot.text.cleaning import kana_share
from faq_bot.text.moments import asks_about_past

SHOWN = 5
REMEMBERED = 2048
"""Rankings kept, 2 kB each: suggestions and short words are asked over and over in the same words."""
CITIES = 256
"""Cities whose factors are kept."""
_OUTSIDE = "outside:"  # before the ids of outside subjects in the index, so that they meet no entry's id
_FAINT = 0.1  # scores as low as this say nothing: what is like nothing at all is not "nearer to an entry"
_CERTAIN = 1.25  # a question that is a wording of an entry stands this far before everything else


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its circumstances."""

    text: str
    as_of: date
    municipality: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may answer, and the probability that it is right."""

    entry: Entry
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The entries for a question, best first, and how sure the ranking is of itself.

    `outside` is the subject outside the knowledge base that is nearer to the question than any entry, `named` the
    one municipality of the knowledge base that the question names.
    """

    candidates: tuple[Candidate, ...]
    in_scope: float
    outside: OutsideSubject | None
    evidence: Evidence
    query: Analysis
    named: str | None

    @property
    def best(self) -> Candidate | None:
        """The first candidate, if there is any."""
        return self.candidates[0] if self.candidates else None


class EntryMatcher:
    """Ranks the entries of a knowledge base. Safe to share between threads."""

    def __init__(
        self,
        knowledge: Knowledge,
        analyzer: Analyzer,
        weights: Weights | None = None,
        folder: Path | None = None,
        semantic: bool = False,
    ):
        """Index the entries, or take their index from `folder` if it is kept there.

        With `semantic` the first thirty are ranked again by meaning.
        """
        check_features(knowledge.calibration)
        weights = weights or Weights()
        self._knowledge, self._weights = knowledge, weights
        self._entries = knowledge.entries
        inside = [_document(entry) for entry in self._entries]
        outside = [Document(_OUTSIDE + o.id, (o.subject, *o.phrasings)) for o in knowledge.outside]
        kept = folder / "meaning.npz" if folder else None
        reranker = Reranker([*inside, *outside], load_encoder(), weights.meaning, kept) if semantic else None
        self._matcher = Matcher([*inside, *outside], analyzer, weights, reranker, folder)
        self._place = {document.id: i for i, document in enumerate([*inside, *outside])}
        self._cities = Cities(knowledge.municipalities)
        self._circumstances = Circumstances(self._entries, weights)
        self.updated_by = self._circumstances.updated_by
        self._outside_factors = lru_cache(CITIES)(self._outside_factors_of)
        self._remembered = lru_cache(REMEMBERED)(self._ranked)

    def rank(self, asked: Asked, limit: int = SHOWN) -> Ranking:
        """Return the ranking of the entries known on that day; entries of later documents do not exist.

        What was asked lately in the same words is not looked for again.
        """
        return self._remembered(asked, limit)

    def forget(self) -> None:
        """Look for everything anew: for measuring."""
        self._remembered.cache_clear()

    def _ranked(self, asked: Asked, limit: int) -> Ranking:
        search = self._matcher.search(asked.text)
        named = self._cities.named(search.query)
        total = self._adjusted(search, asked, named)
        order = (-total).argsort(kind="stable").tolist()
        evidence, outside = self._evidence(search, total, order, named or asked.municipality)
        judgement = judge(self._knowledge.calibration, evidence)
        candidates = self._candidates(total, order[:limit], judgement)
        return Ranking(candidates, judgement.in_scope, outside, evidence, search.query, named)

    @property
    def engine(self) -> Matcher:
        """What compares texts; the outside subjects are documents of it too."""
        return self._matcher

    @property
    def circumstances(self) -> Circumstances:
        """What day and city change."""
        return self._circumstances

    def place(self, entry: Entry) -> int:
        """Return the number of an entry's document in the engine."""
        return self._place[entry.id]

    def _adjusted(self, search: Search, asked: Asked, named: str | None) -> Floats:
        total = search.score.total[: len(self._entries)]
        if search.exact is not None and not search.exact.startswith(_OUTSIDE):
            total = total.copy()
            total[self._place[search.exact]] = _CERTAIN * max(float(total.max()), 1.0)
        past = asks_about_past(search.query.text, asked.as_of, self._knowledge.past_words)
        return self._circumstances.applied(total, asked.as_of, named or asked.municipality, past)

    def _evidence(
        self, search: Search, total: Floats, order: Sequence[int], city: str | None
    ) -> tuple[Evidence, OutsideSubject | None]:
        first, score = order[0], search.score
        best = max(total.item(first), 1e-9)
        rival = self._rival(total, order)
        outside = score.total[len(self._entries) :] * self._outside_factors(city)
        nearest_outside = int(outside.argmax()) if len(outside) else None
        beyond = outside.item(nearest_outside) if nearest_outside is not None else 0.0
        speakers = map(score.shares, self._circumstances.speakers(first))
        words, pieces, nearest = map(max, zip(*speakers, strict=True))
        evidence = Evidence(
            words=_share(words),
            pieces=_share(pieces),
            nearest=_share(nearest),
            margin=_share((best - rival) / (best + _FAINT)),
            outside=(beyond + _FAINT) / (beyond + best + 2 * _FAINT),
            foreign=self._foreign(search.query),
            length=math.log1p(len(search.query.words)),
            kana=kana_share(search.query.text),
            exact=float(search.exact == self._entries[first].id),
            agreed=float(self._agree(first, order[1])) if len(order) > 1 else 0.0,
        )
        near = nearest_outside is not None and beyond > best and self._names(search.query, nearest_outside)
        return evidence, self._knowledge.outside[nearest_outside or 0] if near else None

    def _names(self, query: Analysis, outside: int) -> bool:
        """Whether a question holds a noun of an outside subject: 「届かない」 alone is about nothing in particular."""
        index, place = self._matcher.index, len(self._entries) + outside
        return any(index.impact(("w", noun.form), place) > 0 for noun in query.nouns)

    def _outside_factors_of(self, city: str | None) -> Floats:
        """Return what the city of the asker makes of the scores of the subjects outside."""
        return np.array([city_factor(self._weights, o.municipality, city) for o in self._knowledge.outside])

    def _rival(self, total: Floats, order: Sequence[int]) -> float:
        """Return the score of the best entry that neither is the first nor belongs to its matter."""
        first = order[0]
        for i in islice(order, 1, None):
            if not self._circumstances.same_matter(first, i):
                return total.item(i)
        return 0.0

    def _agree(self, first: int, second: int) -> bool:
        """Whether two entries restate a common passage."""
        return not set(self._entries[first].sources).isdisjoint(self._entries[second].sources)

    def _foreign(self, query: Analysis) -> float:
        """Share of the dictionary's nouns in a query that no document holds, by spelling or by reading."""
        index, nouns = self._matcher.index, query.nouns
        strange = sum(not index.knows(n.form) and not index.knows_reading(n.reading) for n in nouns)
        return strange / len(nouns) if nouns else 0.0

    def _candidates(self, total: Floats, order: Sequence[int], judgement: Judgement) -> tuple[Candidate, ...]:
        """Give the first its probability of being right, the others their part of the rest."""
        scores = [score for score in total[order].tolist() if score > 0]
        right, whole = judgement.right, sum(scores) or 1.0
        confidences = [right, *(min(right, (1 - right) * score / whole) for score in scores[1:])]
        entries = (self._entries[i] for i in order)
        return tuple(map(Candidate, entries, scores, confidences))


def _share(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _document(entry: Entry) -> Document:
    return Document(entry.id, (entry.question, *entry.phrasings), f"{entry.short_answer}\n{entry.answer}")
