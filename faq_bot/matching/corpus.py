"""Texts as they were analysed: what an index is built from, and what spares a restart the analysis.

A text that has not changed is recognised by its digest and never tokenised twice.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faq_bot.matching.features import NONE, Numbers, content_numbers, piece_numbers, word_number
from faq_bot.text.analyzer import Analyzer

Integers = NDArray[np.int64]
_DIGEST = 16  # bytes


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be indexed; of an answer, only the reading of its content words counts when `brief`."""

    text: str
    brief: bool = False

    @property
    def digest(self) -> bytes:
        """What the analysed text is recognised by."""
        salt = b"brief" if self.brief else b"whole"
        return blake2b(self.text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST, salt=salt).digest()


@dataclass(frozen=True, slots=True)
class Corpus:
    """Analysed texts, one after the other.

    Of text `t`, `words[word_starts[t]:word_starts[t + 1]]` are the features of its words in their order,
    `pieces[…]` those of its reading, distinct, `nouns[…]` the readings of its nouns. `spelt` holds every word
    as it is written, in the order of `known`.
    """

    digests: NDArray[np.uint8]
    words: Numbers
    word_starts: Integers
    pieces: Numbers
    piece_starts: Integers
    nouns: Numbers
    noun_starts: Integers
    known: Numbers
    spelt: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many texts there are."""
        return len(self.word_starts) - 1

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything as arrays, to be kept in a file."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**found, "spelt": packed(self.spelt)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Corpus":
        """Return the corpus that `arrays` was called on."""
        found: dict[str, Any] = {field.name: arrays[field.name] for field in fields(cls)}
        return cls(**{**found, "spelt": unpacked(found["spelt"])})


class CorpusReader:
    """Analyses texts, those known from an earlier corpus aside. For one thread and one corpus."""

    def __init__(self, analyzer: Analyzer, earlier: Corpus | None = None):
        self._analyzer = analyzer
        self._earlier = earlier
        self._known: dict[bytes, int] = {}
        self._spelt: dict[int, str] = {}
        if earlier is not None:
            rows = earlier.digests.tobytes()
            self._known = {rows[i * _DIGEST : (i + 1) * _DIGEST]: i for i in range(earlier.count)}
            self._spelt = dict(zip(earlier.known.tolist(), earlier.spelt, strict=True))
        self.analysed = 0

    def read(self, texts: Iterable[Text]) -> Corpus:
        """Return the texts analysed. `analysed` counts those that had to be."""
        digests: list[bytes] = []
        words, nouns, pieces = array("Q"), array("Q"), [NONE]
        ends: list[tuple[int, int, int]] = [(0, 0, 0)]
        last = 0
        for text in texts:
            digests.append(text.digest)
            found = self._found(text, digests[-1])
            words.extend(found[0])
            pieces.append(found[1])
            nouns.extend(found[2])
            last += len(found[1])
            ends.append((len(words), last, len(nouns)))
        word_ends, piece_ends, noun_ends = np.array(ends, dtype=np.int64).T.copy()
        present = np.frombuffer(words, dtype=np.uint64).copy()
        known = np.unique(present)
        return Corpus(
            np.frombuffer(b"".join(digests), dtype=np.uint8),
            present,
            word_ends,
            np.concatenate(pieces),
            piece_ends,
            np.frombuffer(nouns, dtype=np.uint64).copy(),
            noun_ends,
            known,
            tuple(self._spelt[number] for number in known.tolist()),
        )

    def _found(self, text: Text, digest: bytes) -> tuple[Sequence[int], Numbers, Sequence[int]]:
        place, earlier = self._known.get(digest), self._earlier
        if place is None or earlier is None:
            return self._analysed(text)
        return (
            earlier.words[earlier.word_starts[place] : earlier.word_starts[place + 1]].tolist(),
            earlier.pieces[earlier.piece_starts[place] : earlier.piece_starts[place + 1]],
            earlier.nouns[earlier.noun_starts[place] : earlier.noun_starts[place + 1]].tolist(),
        )

    def _analysed(self, text: Text) -> tuple[Sequence[int], Numbers, Sequence[int]]:
        self.analysed += 1
        analysis = self._analyzer.analyse(text.text)
        words = [word_number(word) for word in analysis.words]
        self._spelt.update(zip(words, analysis.words, strict=True))
        pieces = content_numbers(analysis.content_reading) if text.brief else piece_numbers(analysis.reading)
        return words, pieces, [word_number(noun.reading) for noun in analysis.nouns]


def packed(texts: Iterable[str]) -> NDArray[np.uint8]:
    """Return texts without line feeds as one array of bytes."""
    return np.frombuffer("\n".join(texts).encode("utf-8", "surrogatepass"), dtype=np.uint8)


def unpacked(array: NDArray[np.uint8]) -> tuple[str, ...]:
    """Return the texts that `packed` was called on."""
    return tuple(array.tobytes().decode("utf-8", "surrogatepass").split("\n")) if len(array) else ()
