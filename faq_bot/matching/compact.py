"""A compact index of question-answer pairs: a query costs what its rare features cost, not what the FAQ weighs.

First the lists of the query's features are added up: those of rare features all, those of common ones (held by
more than COMMON documents) while they tell most. Then the best few hundred documents are scored exactly: they say
themselves which common features they hold. Up to COMMON documents every feature is rare and every score exact.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq_bot.matching.compact_building import LEVELS, CompactPostings
from faq_bot.matching.features import asked, word_number
from faq_bot.matching.weights import Weights
from faq_bot.text.analyzer import Analysis

Places = NDArray[np.int64]

RESCORED, RESCORED_SPARSE = 64, 160  # documents scored exactly, at least
_OFTEN = 8  # a good document stands in about so many lists
_DENSE = 1 << 16  # documents up to which one sum over all of them is cheaper than a sparse one
_COMMON_READ = 1 << 14  # entries of common features read to find documents


@dataclass(frozen=True, slots=True)
class _Query:
    """The features of a query that documents hold, and what one level of each gives."""

    rare: NDArray[np.intp]
    rare_gains: NDArray[np.float32]
    common: NDArray[np.intp]
    common_gains: NDArray[np.float32]


class _Scratch(threading.local):
    """Sums of one thread, zero between queries: of each document what rare and what common features give it.

    The two are halves of one complex number: together they are fetched from memory in half the time.
    """

    def __init__(self, documents: int):
        self.sums = np.zeros(documents, dtype=np.complex64)
        self.halves = self.sums.view(np.float32)


class CompactIndex:
    """An immutable index of pairs. Safe to share between threads."""

    def __init__(self, postings: CompactPostings, weights: Weights):
        self.postings = postings
        self._weights = weights
        self.documents = postings.documents
        self._unknown_idf = float(np.log(1 + (self.documents + 0.5) / 0.5))
        self._scratch = _Scratch(self.documents if self.documents > _DENSE else 0)

    def best(
        self, query: Analysis, guess: Callable[[str], str | None], limit: int = 10
    ) -> list[tuple[int, float]]:
        """Return place and score of the best `limit` documents, best first.

        The score is the share of the query that a document covers, 0 to 1. `guess` corrects words that no
        document holds; a corrected word counts a little less.
        """
        found = self._query(query, guess)
        least = RESCORED if self.documents <= _DENSE else RESCORED_SPARSE
        places, rare = self._candidates(found, max(least, 4 * limit))
        totals = rare + self._held(places, found)
        order = np.argsort(-totals, kind="stable")[:limit]
        found_places, found_totals = places[order].tolist(), totals[order].tolist()
        return [hit for hit in zip(found_places, found_totals, strict=True) if hit[1] > 0]

    def _terms(self, numbers: NDArray[np.uint64]) -> NDArray[np.intp]:
        features = self.postings.features
        if not len(features):
            return np.full(len(numbers), -1, dtype=np.intp)
        terms = features.searchsorted(numbers)
        terms[terms == len(features)] = 0
        terms[features[terms] != numbers] = -1
        return terms

    def _query(self, query: Analysis, guess: Callable[[str], str | None]) -> _Query:
        weights, question = self._weights, asked(query)
        terms = self._terms(question.numbers)
        known = terms >= 0
        gains = np.full(len(terms), self._unknown_idf, dtype=np.float32)
        gains[known] = self.postings.idf[terms[known]]
        first, second = question.words, question.words + question.pairs
        gains[first:second] *= weights.pair
        gains[second:] *= weights.piece
        full = max(float(gains.sum()) * LEVELS, 1e-9)
        if not known[:first].all():
            more = self._guessed(query, known[:first].tolist(), guess)
            terms = np.concatenate((terms, more))
            known = terms >= 0
            gains = np.concatenate((gains, weights.guessed * self.postings.idf[more]))
        return self._divided(terms[known], gains[known] / np.float32(full))

    def _guessed(
        self, query: Analysis, known: Sequence[bool], guess: Callable[[str], str | None]
    ) -> NDArray[np.intp]:
        """Return the features of what the unknown words of a query may mean."""
        unknown = [
            word for word, is_known in zip(dict.fromkeys(query.words), known, strict=True) if not is_known
        ]
        guesses = [word_number(word) for word in map(guess, unknown) if word is not None]
        terms = self._terms(np.array(guesses, dtype=np.uint64))
        return terms[terms >= 0]

    def _divided(self, terms: NDArray[np.intp], gains: NDArray[np.float32]) -> _Query:
        common = self.postings.common
        if not len(common):
            return _Query(terms, gains, terms[:0], gains[:0])
        numbers = common.searchsorted(terms)
        numbers[numbers == len(common)] = 0
        is_common = common[numbers] == terms
        return _Query(terms[~is_common], gains[~is_common], numbers[is_common], gains[is_common])

    def _read(
        self, terms: NDArray[np.intp], gains: NDArray[np.float32]
    ) -> tuple[Places, NDArray[np.float32]]:
        """Return the entries of lists: documents, and what each is given."""
        begins, ends = self.postings.starts[terms], self.postings.starts[terms + 1]
        spans = list(map(slice, begins.tolist(), ends.tolist()))
        if not spans:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        places = np.concatenate([self.postings.places[span] for span in spans])
        levels = np.concatenate([self.postings.levels[span] for span in spans])
        return places.astype(np.int64), levels * np.repeat(gains, ends - begins)

    def _telling(self, query: _Query) -> NDArray[np.intp]:
        """Return which common features are read to find documents: those that give most, as far as time allows."""
        order = np.argsort(-query.common_gains, kind="stable")
        terms = self.postings.common[query.common[order]]
        sizes = self.postings.starts[terms + 1] - self.postings.starts[terms]
        return order[np.cumsum(sizes) <= _COMMON_READ]

    def _candidates(self, query: _Query, most: int) -> tuple[Places, NDArray[np.float32]]:
        """Return the documents to score exactly, and what the rare features give them."""
        places, gains = self._read(query.rare, query.rare_gains)
        chosen = self._telling(query)
        terms = self.postings.common[query.common[chosen]].astype(np.intp)
        more, more_gains = self._read(terms, query.common_gains[chosen])
        if self.documents <= _DENSE:
            return self._dense(places, gains, more, more_gains, most)
        return self._sparse(places, gains, more, more_gains, most)

    def _dense(
        self,
        places: Places,
        gains: NDArray[np.float32],
        more: Places,
        more_gains: NDArray[np.float32],
        most: int,
    ) -> tuple[Places, NDArray[np.float32]]:
        rare = np.bincount(places, gains, self.documents)
        sums = rare + np.bincount(more, more_gains, self.documents) if len(more) else rare
        best = np.sort(sums.argpartition(-most)[-most:]) if len(sums) > most else np.arange(len(sums))
        return best, rare[best].astype(np.float32)

    def _sparse(
        self,
        places: Places,
        gains: NDArray[np.float32],
        more: Places,
        more_gains: NDArray[np.float32],
        most: int,
    ) -> tuple[Places, NDArray[np.float32]]:
        sums, halves = self._scratch.sums, self._scratch.halves
        touched = np.concatenate((places, more))
        try:
            np.add.at(halves, 2 * places, gains)
            np.add.at(halves, 2 * more + 1, more_gains)
            totals = _whole(sums[touched])
            chosen = touched
            if len(totals) > most * _OFTEN:
                chosen = touched[totals >= np.partition(totals, -most * _OFTEN)[-most * _OFTEN]]
            best = _distinct(chosen)
            if len(best) > most:
                best = np.sort(best[np.argpartition(_whole(sums[best]), -most)[-most:]])
            return best, sums[best].real
        finally:
            sums[touched] = 0

    def _held(self, places: Places, query: _Query) -> NDArray[np.float32]:
        """Return what the common features give to some documents, exactly."""
        totals = np.zeros(len(places), dtype=np.float32)
        if not len(query.common) or not len(places):
            return totals
        starts = self.postings.held_starts
        begins, ends = starts[places], starts[places + 1]
        spans = list(map(slice, begins.tolist(), ends.tolist()))
        gains = np.zeros(len(self.postings.common), dtype=np.float32)
        gains[query.common] = query.common_gains
        given = gains[np.concatenate([self.postings.held[span] for span in spans])]
        given *= np.concatenate([self.postings.held_levels[span] for span in spans])
        sizes = ends - begins
        some = sizes > 0
        if some.any():
            totals[some] = np.add.reduceat(given, (np.cumsum(sizes) - sizes)[some])
        return totals


def _whole(sums: NDArray[np.complex64]) -> NDArray[np.float32]:
    return sums.real + sums.imag


def _distinct(places: Places) -> Places:
    """Return places in order, each once. Sorting takes a tenth of the time of np.unique, which hashes."""
    ordered = np.sort(places)
    keep = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=keep[1:])
    return ordered[keep]
