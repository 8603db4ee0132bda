"""Documents become postings: for every feature, where it counts and how much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faq_bot.matching.corpus import Corpus
from faq_bot.matching.features import PAIR, PIECE, Numbers, pair_numbers
from faq_bot.matching.weights import Weights

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
_MOST = np.iinfo(np.uint16).max
Cells = tuple[Integers, Integers, Floats]
"""Row, feature and a value, side by side, sorted."""


@dataclass(frozen=True, slots=True)
class Postings:
    """The arrays of an index.

    `features` holds all features in order; feature `f` counts in the targets `places[starts[f]:starts[f + 1]]`
    with `impacts` there, each so many times `step`. The targets: what words and pairs give to each document, then
    each wording, then what pieces give to each document. `first_wording` says where each document's wordings
    begin; there are no wordings where the nearest one counts for nothing.
    """

    features: Numbers
    idf: NDArray[np.float32]
    starts: NDArray[np.int32]
    places: NDArray[Any]
    impacts: NDArray[np.uint16]
    first_wording: NDArray[np.int32]
    wordings: int
    step: float

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything as arrays, to be kept in a file."""
        found: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**found, "wordings": np.array([self.wordings]), "step": np.array([self.step])}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Postings":
        """Return the postings that `arrays` was called on."""
        found: dict[str, Any] = {field.name: arrays[field.name] for field in fields(cls)}
        return cls(**{**found, "wordings": int(found["wordings"][0]), "step": float(found["step"][0])})


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Every feature of every text: the text it stands in, and itself."""

    texts: Integers
    features: Numbers


def occurrences(corpus: Corpus, chosen: NDArray[np.bool_], *, pairs: bool = True) -> Occurrences:
    """Return the features of the chosen texts: words and pairs as often as they stand there, pieces once."""
    of_words = np.repeat(np.arange(corpus.count), np.diff(corpus.word_starts))
    of_pieces = np.repeat(np.arange(corpus.count), np.diff(corpus.piece_starts))
    kept, kept_pieces = chosen[of_words], chosen[of_pieces]
    words, of_words = corpus.words[kept], of_words[kept]
    texts, found = [of_words, of_pieces[kept_pieces]], [words, corpus.pieces[kept_pieces]]
    if pairs and len(words) > 1:
        together = of_words[1:] == of_words[:-1]
        texts.append(of_words[1:][together])
        found.append(pair_numbers(words)[together])
    return Occurrences(np.concatenate(texts), np.concatenate(found))


def build_postings(wordings: Sequence[int], corpus: Corpus, weights: Weights) -> Postings:
    """Return the postings of documents.

    `wordings` says how many wordings each document has; the texts of `corpus` are the documents' in order, of
    each its wordings and then its answer.
    """
    return _Builder(np.asarray(wordings, dtype=np.int64), corpus, weights).postings()


class _Builder:
    """Counts the features of all texts and weighs them."""

    def __init__(self, wordings: Integers, corpus: Corpus, weights: Weights):
        self._weights = weights
        self._documents = len(wordings)
        self._wordings = int(wordings.sum()) if weights.nearest else 0
        self._first = np.cumsum(wordings) - wordings
        document = np.repeat(np.arange(self._documents), wordings + 1)
        answers = np.zeros(corpus.count, dtype=bool)
        answers[np.cumsum(wordings + 1) - 1] = True
        self._wording_of_text = np.cumsum(~answers) - 1
        self._document_of_text = document
        self._asked, self._answered = occurrences(corpus, ~answers), occurrences(corpus, answers)
        every = np.concatenate((self._asked.features, self._answered.features))
        self._features, numbers = np.unique(every, return_inverse=True)
        self._numbers = np.split(numbers, [len(self._asked.features)])
        self._width = max(len(self._features), 1)
        self._kind = np.select(
            [self._features >= np.uint64(PIECE), self._features >= np.uint64(PAIR)],
            [weights.piece, weights.pair],
            1.0,
        )

    def postings(self) -> Postings:
        """Return the finished arrays."""
        in_questions = self._counted(self._document_of_text[self._asked.texts], self._numbers[0])
        in_answers = self._counted(self._document_of_text[self._answered.texts], self._numbers[1])
        idf = self._idf(in_questions, in_answers)
        rows, features, values = self._documents_weighed(in_questions, in_answers, idf)
        is_piece = self._features[features] >= np.uint64(PIECE)
        documents = (rows + is_piece * (self._documents + self._wordings), features, values)
        return self._packed((documents, self._wordings_weighed(idf)) if self._wordings else (documents,), idf)

    def _counted(self, rows: Integers, numbers: Integers) -> Cells:
        """Return (row, feature, how often) of each feature in each row."""
        cells, counts = np.unique(rows * self._width + numbers, return_counts=True)
        return cells // self._width, cells % self._width, counts.astype(np.float64)

    def _idf(self, *sides: Cells) -> Floats:
        cells = np.unique(np.concatenate([rows * self._width + features for rows, features, _ in sides]))
        return idf_of(np.bincount(cells % self._width, minlength=len(self._features)), self._documents)

    def _documents_weighed(self, questions: Cells, answers: Cells, idf: Floats) -> Cells:
        """BM25F: both fields' frequencies, normalised by length, are added and then saturated."""
        weights, width = self._weights, self._width
        sides = ((questions, weights.wordings), (answers, weights.answer))
        cells = np.concatenate([rows * width + features for (rows, features, _), _ in sides])
        frequencies = np.concatenate(
            [weight * counts / self._length_norm(rows, counts)[rows] for (rows, _, counts), weight in sides]
        )
        distinct, place = np.unique(cells, return_inverse=True)
        frequency = np.bincount(place, frequencies, len(distinct))
        saturated = frequency * (weights.k1 + 1) / (weights.k1 + frequency)
        features = distinct % width
        return distinct // width, features, self._kind[features] * idf[features] * saturated

    def _length_norm(self, rows: Integers, counts: Floats) -> Floats:
        lengths = np.bincount(rows, counts, self._documents).astype(np.float64, copy=False)
        return length_norm(lengths, float(lengths.mean()) if len(lengths) else 1.0, self._weights)

    def _wordings_weighed(self, idf: Floats) -> Cells:
        """Cosine: one side of the product here, the other side's length is divided out at query time."""
        rows, features, _ = self._counted(self._wording_of_text[self._asked.texts], self._numbers[0])
        values = self._kind[features] * idf[features]
        lengths = np.sqrt(np.bincount(rows, values**2, self._wordings))
        return rows + self._documents, features, values**2 / np.maximum(lengths[rows], 1e-9)

    def _packed(self, parts: Sequence[Cells], idf: Floats) -> Postings:
        places, features, impacts = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        order = np.lexsort((places, features))
        sizes = np.bincount(features, minlength=len(self._features))
        small = 2 * self._documents + self._wordings <= _MOST
        step = float(impacts.max(initial=0.0)) / _MOST or 1.0
        return Postings(
            features=self._features,
            idf=idf.astype(np.float32),
            starts=np.concatenate(([0], np.cumsum(sizes))).astype(np.int32),
            places=places[order].astype(np.uint16 if small else np.int32),
            impacts=np.rint(impacts[order] / step).astype(np.uint16),
            first_wording=self._first.astype(np.int32),
            wordings=self._wordings,
            step=step,
        )


def idf_of(holding: Integers, documents: int) -> Floats:
    """Return how rare features are that so many of the documents hold."""
    return np.asarray(np.log(1 + (documents - holding + 0.5) / (holding + 0.5)))


def length_norm(lengths: Floats, average: float, weights: Weights) -> Floats:
    """Return what the frequencies of each document are divided by for its length."""
    share = lengths / max(average, 1e-9)
    return np.asarray(np.maximum(1 - weights.b + weights.b * share, 1e-9))
