"""Thousands to millions of question-answer pairs, ranked from arrays alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faq_bot.matching.compact import CompactIndex
from faq_bot.matching.compact_building import CompactPostings, build_compact
from faq_bot.matching.corpus import Corpus, CorpusReader, Text, packed, unpacked
from faq_bot.matching.ranker import Hit, Ranker, Wordings
from faq_bot.matching.semantic import DEPTH, Reranker
from faq_bot.matching.spelling import Spelling
from faq_bot.matching.weights import Weights
from faq_bot.text.analyzer import Analysis, Analyzer

Pair = tuple[str, str, str]
"""Id, question and answer."""
TOGETHER = 10_000
"""Pairs analysed before their strings are let go."""


class Names:
    """Many ids in two arrays instead of as many objects."""

    def __init__(self, letters: NDArray[np.uint8], starts: NDArray[np.int64]):
        self._letters = letters
        self._starts = starts

    @classmethod
    def of(cls, names: Iterable[str]) -> "Names":
        """Return the ids, kept in their order."""
        encoded = [name.encode("utf-8", "surrogatepass") for name in names]
        starts = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), starts)

    @classmethod
    def joined(cls, many: Sequence["Names"]) -> "Names":
        """Return the ids of all, one after the other."""
        sizes = np.concatenate([np.zeros(1, dtype=np.int64), *(np.diff(names._starts) for names in many)])
        return cls(np.concatenate([np.empty(0, np.uint8), *(n._letters for n in many)]), np.cumsum(sizes))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Names":
        """Return the ids that `arrays` was called on."""
        return cls(arrays["names"], arrays["name_starts"])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything as arrays, to be kept in a file."""
        return {"names": self._letters, "name_starts": self._starts}

    def some(self, places: Sequence[int]) -> list[str]:
        """Return the ids at some places."""
        chosen = np.asarray(places, dtype=np.int64)
        spans = zip(self._starts[chosen].tolist(), self._starts[chosen + 1].tolist(), strict=True)
        letters = self._letters.data
        return [bytes(letters[begin:end]).decode("utf-8", "surrogatepass") for begin, end in spans]

    def __len__(self) -> int:
        return len(self._starts) - 1


@dataclass(frozen=True, slots=True)
class Indexed:
    """Everything that is worked out of pairs; `spelt` is every word as it is written, packed."""

    names: Names
    postings: CompactPostings
    wordings: Wordings
    spelt: NDArray[np.uint8]

    @classmethod
    def joined(cls, parts: Sequence["Read"], weights: Weights) -> "Indexed":
        """Index pairs that were read before, those of every part one after the other."""
        first = np.cumsum([0, *(len(part.names) for part in parts)]).tolist()
        return cls(
            Names.joined([part.names for part in parts]),
            build_compact([part.corpus for part in parts], weights),
            Wordings.joined([part.wordings for part in parts], first),
            packed(sorted(set().union(*(part.corpus.spelt for part in parts)))),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Indexed":
        """Return the index that `arrays` was called on."""
        postings = CompactPostings.from_arrays(arrays)
        return cls(Names.from_arrays(arrays), postings, Wordings.from_arrays(arrays), arrays["spelt"])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything as arrays, to be kept in a file."""
        found = {**self.names.arrays(), **self.postings.arrays(), **self.wordings.arrays()}
        return {**found, "spelt": self.spelt}


@dataclass(frozen=True, slots=True)
class Read:
    """Pairs that were analysed: what is left of them to index, once or again."""

    names: Names
    wordings: Wordings
    corpus: Corpus

    @classmethod
    def of(cls, pairs: Sequence[Pair], reader: CorpusReader) -> "Read":
        """Analyse pairs; what the reader knows from earlier is not tokenised again."""
        names = Names.of(identifier for identifier, _, _ in pairs)
        wordings = Wordings.of((question, place) for place, (_, question, _) in enumerate(pairs))
        return cls(names, wordings, reader.read(_texts(pairs)))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Read":
        """Return the pairs that `arrays` was called on."""
        corpus = Corpus.from_arrays(arrays)
        return cls(Names.from_arrays(arrays), Wordings.from_arrays(arrays), corpus)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything as arrays, to be kept in a file."""
        return {**self.names.arrays(), **self.wordings.arrays(), **self.corpus.arrays()}


class PairMatcher(Ranker):
    """Ranks pairs for questions. Safe to share between threads."""

    def __init__(
        self, indexed: Indexed, analyzer: Analyzer, weights: Weights, reranker: Reranker | None = None
    ):
        self._reranker = reranker
        self.names = indexed.names
        self.index = CompactIndex(indexed.postings, weights)
        self._wordings = indexed.wordings
        self._spelt = indexed.spelt
        self._analyzer = analyzer

    @classmethod
    def of(
        cls, pairs: Iterable[Pair], analyzer: Analyzer, weights: Weights, reranker: Reranker | None = None
    ) -> "PairMatcher":
        """Analyse and index pairs, a few thousand at a time."""
        parts = [Read.of(some, CorpusReader(analyzer)) for some in _batches(pairs)]
        return cls(Indexed.joined(parts, weights), analyzer, weights, reranker)

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(unpacked(self._spelt))

    def rank(self, text: str, limit: int = 10) -> list[Hit]:
        """Return the best pairs, best first; an empty list when nothing has anything in common."""
        found = self.places(text, limit)
        names = self.names.some([place for place, _, _ in found])
        return [Hit(name, score, sure) for name, (_, score, sure) in zip(names, found, strict=True)]

    def places(self, text: str, limit: int = 10) -> list[tuple[int, float, float]]:
        """Return place, score and confidence of the best pairs, best first."""
        query = self._analyzer.analyse(text)
        best = self._best(query, limit + 1)
        found = [(place, score, min(score, 1.0)) for place, score in best]
        exact = self._wordings.document(text)
        if exact is not None:
            others = [hit for hit in found if hit[0] != exact]
            found = [(exact, found[0][1] if found else 1.0, 1.0), *others]
        return found[:limit]

    def _best(self, query: Analysis, limit: int) -> list[tuple[int, float]]:
        if self._reranker is None:
            return self.index.best(query, self._guess, limit)
        best = self.index.best(query, self._guess, max(limit, DEPTH))
        totals = np.zeros(self.index.documents)
        totals[[place for place, _ in best]] = [score for _, score in best]
        again = self._reranker.ranked_again(query, totals)
        ranked = [(place, float(again[place])) for place, _ in best]
        return sorted(ranked, key=lambda hit: (-hit[1], hit[0]))[:limit]

    def _guess(self, word: str) -> str | None:
        return self._spelling.guess(word)


def _texts(pairs: Iterable[Pair]) -> Iterator[Text]:
    """Yield question and answer of each pair."""
    for _, question, answer in pairs:
        yield Text(question)
        yield Text(answer, brief=True)


def _batches(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    remaining = iter(pairs)
    while some := list(islice(remaining, TOGETHER)):
        yield some
