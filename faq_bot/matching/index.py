"""The inverted index: every word, pair and piece of reading with the places it counts in.

Two kinds of target share one index: the documents as a whole (fields weighted as in BM25F) and every single
wording of them (idf-weighted cosine). The weights are folded into the impacts when the index is built, so a
query is one look-up, one gather and one sum, whatever kinds of feature it has.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from faq_bot.matching.building import Postings
from faq_bot.matching.corpus import Corpus, packed, unpacked
from faq_bot.matching.features import PIECE, Asked, Key, Numbers, asked, number_of, word_number
from faq_bot.matching.weights import Weights
from faq_bot.text.analyzer import Analysis

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """The scores of all documents for one query: `total` ranks them, the rest tells what it is made of."""

    total: Floats
    words: Floats
    pieces: Floats
    nearest: Floats
    most: tuple[float, float]
    """What words and pieces could give at most."""

    def shares(self, document: int) -> tuple[float, float, float]:
        """Return how much of the query a document covers, each from 0 to 1.

        Of the words (and pairs) and of the reading, by weight, what nobody knows counting in full; and the cosine
        with the nearest wording.
        """
        words, pieces = self.most
        nearest = self.nearest.item(document)
        return self.words.item(document) / words, self.pieces.item(document) / pieces, nearest


class Index:
    """An immutable index of documents. Safe to share between threads."""

    def __init__(self, ids: Sequence[str], corpus: Corpus, postings: Postings, weights: Weights):
        """Of the corpus only its words and the readings of its nouns are kept."""
        self.ids = tuple(ids)
        self._spelt = packed(corpus.spelt)
        self._nouns = np.unique(corpus.nouns)
        self._weights = weights
        self._postings = postings
        self._features, self._starts = postings.features, postings.starts
        self._targets = 2 * len(self.ids) + postings.wordings
        # Last, where the place -1 finds it: the idf of what no document holds.
        self._idf = np.append(postings.idf, np.float32(math.log(1 + (len(self.ids) + 0.5) / 0.5)))

    @property
    def words(self) -> tuple[str, ...]:
        """Every word of the documents, as it is spelt in the dictionary."""
        return unpacked(self._spelt)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def _readings(self) -> frozenset[int]:
        return frozenset(self._nouns.tolist())

    def knows(self, word: str) -> bool:
        """Whether any document holds this word."""
        return word in self._known

    def knows_reading(self, reading: str) -> bool:
        """Whether any document holds a noun that is read so."""
        return word_number(reading) in self._readings

    def idf(self, feature: Key) -> float:
        """Return how rare a feature is; one that no document holds counts in full."""
        return float(self._idf[self._term(number_of(feature))])

    def impact(self, feature: Key, target: int) -> float:
        """Return what a feature weighs in a document or, from the number of documents on, in a wording."""
        number = number_of(feature)
        term = self._term(number)
        if term < 0:
            return 0.0
        if number >= PIECE and target < len(self.ids):
            target += len(self.ids) + self._postings.wordings
        span = slice(self._starts[term], self._starts[term + 1])
        found = self._postings.impacts[span][self._postings.places[span] == target]
        return self._postings.step * int(found.sum())

    def wording_target(self, document: int, wording: int) -> int:
        """Return the target that is one wording of a document."""
        return len(self.ids) + int(self._postings.first_wording[document]) + wording

    def score(self, query: Analysis, guesses: Iterable[str] = ()) -> Score:
        """Return the scores of all documents. `guesses` are corrected words, counted a little less."""
        question = asked(query)
        terms = self._terms(question.numbers)
        sums = self._gather(terms)
        guessed = [word_number(word) for word in guesses]
        if guessed:
            sums += self._weights.guessed * self._gather(self._terms(np.array(guessed, dtype=np.uint64)))
        return self._shares(sums, *self._lengths(question, terms))

    def _term(self, number: int) -> int:
        return int(self._terms(np.array([number], dtype=np.uint64))[0])

    def _terms(self, numbers: Numbers) -> NDArray[np.intp]:
        """Return the place of each feature among all, -1 for one that no document holds."""
        features = self._features
        if not len(features):
            return np.full(len(numbers), -1)
        terms = features.searchsorted(numbers)
        np.minimum(terms, len(features) - 1, out=terms)
        terms[features[terms] != numbers] = -1
        return terms

    def _lengths(self, question: Asked, terms: NDArray[np.intp]) -> tuple[float, float, float]:
        """Return what a document could cover at most: of the words, of the pieces; and the query's length.

        All in steps, as the sums are.
        """
        first, end = question.words, question.words + question.pairs
        weighed = np.divide(self._idf[terms], self._postings.step, dtype=np.float64)
        weighed[first:end] *= self._weights.pair
        weighed[end:] *= self._weights.piece
        of_words, of_pieces = np.add.reduce(weighed[:end]), np.add.reduce(weighed[end:])
        return float(of_words), float(of_pieces), math.sqrt(weighed @ weighed)

    def _shares(self, sums: Floats, words: float, pieces: float, length: float) -> Score:
        count, last = len(self.ids), self._targets - len(self.ids)
        of_words, of_pieces = sums[:count], sums[last:]
        most = [max(amount, 1e-9) * (self._weights.k1 + 1) for amount in (words, pieces, words + pieces)]
        total = of_words + of_pieces
        total /= most[2]
        if last > count:
            nearest = np.maximum.reduceat(sums[count:last], self._postings.first_wording)
            nearest /= max(length, 1e-9)
            total += self._weights.nearest * nearest
        else:
            nearest = np.zeros(count)
        return Score(total, of_words, of_pieces, nearest, (most[0], most[1]))

    def _gather(self, terms: NDArray[np.intp]) -> Floats:
        """Return what features give to each target, in steps."""
        found = terms[terms >= 0]
        if not len(found):
            return np.zeros(self._targets)
        begins = self._starts[found]
        sizes = self._starts[found + 1] - begins
        ends = sizes.cumsum()
        # One index of all entries: for lists as short as these, faster than as many slices.
        entries = np.arange(ends[-1])
        entries += (begins - ends + sizes).repeat(sizes)
        places, impacts = self._postings.places[entries], self._postings.impacts[entries]
        return np.bincount(places, impacts, self._targets).astype(np.float64, copy=False)
