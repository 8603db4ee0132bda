"""Question-answer pairs become a compact index, thousands at a time: a million fit where strings would not.

The weight of a feature in a document is kept in one byte: its frequency after length and saturation, as 255ths;
how rare the feature is, is kept once a feature.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faq_bot.matching.building import Floats, Integers, Occurrences, idf_of, length_norm, occurrences
from faq_bot.matching.corpus import Corpus
from faq_bot.matching.features import Numbers
from faq_bot.matching.weights import Weights

COMMON = 1024
"""A feature that more documents hold is common: the documents themselves say, too, that they hold it."""
LONGEST = 96
"""One in so many documents, but at least COMMON, are listed for a feature, those where it weighs most."""
LEVELS = 255
_PLACE_BITS, _LEVEL_BITS = 30, 8  # which leaves 26 bits, 67 million features
_PLACES = (1 << _PLACE_BITS) - 1
_SPREAD, _BACK = 506952113, 244002641  # their product is 1 modulo 2**30: places are mixed up, and back


@dataclass(frozen=True, slots=True)
class CompactPostings:
    """The arrays of a compact index.

    `features` holds all features in order, `idf` how rare each is. Feature `f` is listed with the documents
    `places[starts[f]:starts[f + 1]]`, best first, and `levels` there. `common` are the common features (by
    their place in `features`), the most frequent with their best documents only; document `d` holds those of
    `held[held_starts[d]:held_starts[d + 1]]` (by their place in `common`), with `held_levels`.
    """

    features: Numbers
    idf: NDArray[np.float32]
    starts: Integers
    places: NDArray[Any]
    levels: NDArray[np.uint8]
    common: NDArray[np.int32]
    held_starts: Integers
    held: NDArray[Any]
    held_levels: NDArray[np.uint8]

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.held_starts) - 1

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything as arrays, to be kept in a file."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "CompactPostings":
        """Return the postings that `arrays` was called on."""
        return cls(**{field.name: arrays[field.name] for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class _Counted:
    """The features of some documents, in the order of the documents, each with its level there."""

    sizes: Integers
    features: NDArray[np.int32]
    levels: NDArray[np.uint8]


def build_compact(
    corpora: Sequence[Corpus], weights: Weights, common: int = COMMON, longest: int = LONGEST
) -> CompactPostings:
    """Return the index of all pairs of all corpora; the texts of each are questions and answers in turn."""
    parts = [_Part(corpus) for corpus in corpora if corpus.count]
    every = [part.distinct() for part in parts]
    features = np.unique(np.concatenate(every)) if every else np.empty(0, dtype=np.uint64)
    averages = _averages(parts)
    counted = [part.counted(features, averages, weights) for part in parts]
    holding = np.zeros(len(features), dtype=np.int64)
    for part in counted:
        holding += np.bincount(part.features, minlength=len(features))
    documents = sum(part.documents for part in parts)
    return _packed(features, holding, counted, (common, max(common, documents // longest)))


class _Part:
    """The pairs of one corpus."""

    def __init__(self, corpus: Corpus):
        self.corpus = corpus
        self.documents = corpus.count // 2
        self.questions = np.arange(corpus.count) % 2 == 0
        words, pieces = np.diff(corpus.word_starts), np.diff(corpus.piece_starts)
        pairs = np.maximum(words - 1, 0) * self.questions
        self.lengths = (words + pieces + pairs).astype(np.float64).reshape(-1, 2)

    def distinct(self) -> Numbers:
        """Return every feature once."""
        return np.unique(np.concatenate([side.features for side in self._sides()]))

    def counted(self, features: Numbers, averages: Floats, weights: Weights) -> _Counted:
        """Return the levels of all features in all documents. BM25F, as in building.py."""
        cells, frequencies = [], []
        for number, (side, weight) in enumerate(
            zip(self._sides(), (weights.wordings, weights.answer), strict=True)
        ):
            own, local = np.unique(side.features, return_inverse=True)
            terms = np.searchsorted(features, own)[local]
            found, counts = np.unique(side.texts // 2 * len(features) + terms, return_counts=True)
            norm = length_norm(self.lengths[:, number], float(averages[number]), weights)
            cells.append(found)
            frequencies.append(weight * counts / norm[found // max(len(features), 1)])
        return self._merged(np.concatenate(cells), np.concatenate(frequencies), len(features), weights)

    def _sides(self) -> tuple[Occurrences, Occurrences]:
        asked = occurrences(self.corpus, self.questions)
        return asked, occurrences(self.corpus, ~self.questions, pairs=False)

    def _merged(self, cells: Integers, frequencies: Floats, width: int, weights: Weights) -> _Counted:
        order = np.argsort(cells, kind="stable")
        cells, frequencies = cells[order], frequencies[order]
        first = np.flatnonzero(np.concatenate(([True], cells[1:] != cells[:-1]))[: len(cells)])
        frequency = np.add.reduceat(frequencies, first) if len(first) else frequencies
        saturated = np.rint(LEVELS * frequency / (weights.k1 + frequency)).clip(1, LEVELS)
        rows, features = np.divmod(cells[first], max(width, 1))
        sizes = np.bincount(rows, minlength=self.documents)
        return _Counted(sizes, features.astype(np.int32), saturated.astype(np.uint8))


def _averages(parts: Sequence[_Part]) -> Floats:
    lengths = [part.lengths for part in parts]
    return np.asarray(np.concatenate(lengths).mean(axis=0)) if lengths else np.ones(2)


def _packed(
    features: Numbers, holding: Integers, counted: Sequence[_Counted], limits: tuple[int, int]
) -> CompactPostings:
    """`limits`: from how many documents on a feature is common, and how many documents a list may have."""
    documents = sum(len(part.sizes) for part in counted)
    is_common = holding > limits[0]
    starts, places, levels = _listed(holding > limits[1], counted, limits[1])
    held_starts, held, held_levels = _held(is_common, counted)
    return CompactPostings(
        features=features,
        idf=idf_of(holding, documents).astype(np.float32),
        starts=starts,
        places=places.astype(_unsigned(documents)),
        levels=levels,
        common=np.flatnonzero(is_common).astype(np.int32),
        held_starts=held_starts,
        held=held,
        held_levels=held_levels,
    )


def _listed(
    is_cut: NDArray[np.bool_], counted: Sequence[_Counted], kept: int
) -> tuple[Integers, Integers, NDArray[np.uint8]]:
    """Return the lists of all features: where each starts, the documents, the levels there."""
    least, first, packed = _least_levels(is_cut, counted, kept), 0, [np.empty(0, dtype=np.uint64)]
    for part in counted:
        places = first + np.repeat(np.arange(len(part.sizes)), part.sizes)
        chosen = part.levels >= least[part.features]
        packed.append(_sortable(part.features[chosen], part.levels[chosen], places[chosen]))
        first += len(part.sizes)
    entries = np.concatenate(packed)
    packed.clear()
    entries.sort()
    terms = (entries >> np.uint64(_PLACE_BITS + _LEVEL_BITS)).astype(np.int64)
    starts = np.searchsorted(terms, np.arange(len(is_cut) + 1))
    if is_cut.any():
        within = np.arange(len(terms)) - starts[terms] < kept
        entries, terms = entries[within], terms[within]
        starts = np.searchsorted(terms, np.arange(len(is_cut) + 1))
    better = LEVELS - ((entries >> np.uint64(_PLACE_BITS)) & np.uint64(LEVELS))
    documents = (entries * np.uint64(_BACK)) & np.uint64(_PLACES)
    return starts.astype(np.int64), documents.astype(np.int64), better.astype(np.uint8)


def _held(
    is_common: NDArray[np.bool_], counted: Sequence[_Counted]
) -> tuple[Integers, NDArray[Any], NDArray[np.uint8]]:
    """Return which common features each document holds: where each document starts, the features, the levels."""
    kind = _unsigned(int(is_common.sum()))
    number = (np.cumsum(is_common) - 1).astype(np.int64)
    sizes = [np.zeros(1, dtype=np.int64)]
    held: list[NDArray[Any]] = [np.empty(0, kind)]
    levels = [np.empty(0, np.uint8)]
    for part in counted:
        own = is_common[part.features]
        rows = np.repeat(np.arange(len(part.sizes)), part.sizes)[own]
        sizes.append(np.bincount(rows, minlength=len(part.sizes)))
        held.append(number[part.features[own]].astype(kind))
        levels.append(part.levels[own])
    return np.cumsum(np.concatenate(sizes), dtype=np.int64), np.concatenate(held), np.concatenate(levels)


def _least_levels(is_cut: NDArray[np.bool_], counted: Sequence[_Counted], kept: int) -> NDArray[np.uint8]:
    """Return from which level on a document may be listed: 0 where all are, else enough for `kept`."""
    number = (np.cumsum(is_cut) - 1).astype(np.int64)
    histogram = np.zeros((int(is_cut.sum()), LEVELS + 1), dtype=np.int64)
    for part in counted:
        mask = is_cut[part.features]
        cells = number[part.features[mask]] * (LEVELS + 1) + part.levels[mask]
        histogram += np.bincount(cells, minlength=histogram.size).reshape(histogram.shape)
    least = np.zeros(len(is_cut), dtype=np.uint8)
    if len(histogram):
        enough = histogram[:, ::-1].cumsum(axis=1) >= kept
        least[is_cut] = LEVELS - enough.argmax(axis=1)
    return least


def _sortable(features: NDArray[Any], levels: NDArray[Any], places: NDArray[Any]) -> Numbers:
    """Return numbers in whose order the lists stand: by feature, best level first, equals in a mixed order."""
    mixed = (places.astype(np.uint64) * np.uint64(_SPREAD)) & np.uint64(_PLACES)
    worse = (LEVELS - levels).astype(np.uint64) << np.uint64(_PLACE_BITS)
    return np.asarray(features.astype(np.uint64) << np.uint64(_PLACE_BITS + _LEVEL_BITS) | worse | mixed)


def _unsigned(count: int) -> type[np.uint16] | type[np.uint32]:
    return np.uint16 if count <= np.iinfo(np.uint16).max else np.uint32
