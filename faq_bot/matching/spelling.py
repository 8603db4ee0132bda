"""Words nobody knows, read as the nearest word of the documents."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

SHORTEST = 2
CLOSEST_SHORT = 0.6  # 補助菌/補助金: two of three characters
CLOSEST_LONG = 0.72  # サーピス/サービス: one slip in four


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Words of one length, and of each word which characters it has, as bits of a number."""

    words: Sequence[str]
    letters: NDArray[np.uint64]


class Spelling:
    """Suggests words of the vocabulary for a misspelt one. Safe to share between threads."""

    def __init__(self, words: Sequence[str]):
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in words:
            if len(word) >= SHORTEST:
                by_length[len(word)].append(word)
        self._shelves = {
            length: _Shelf(shelved, np.fromiter(map(_letters, shelved), dtype=np.uint64, count=len(shelved)))
            for length, shelved in by_length.items()
        }

    def guess(self, word: str) -> str | None:
        """Return the nearest known word, or None if none is near enough.

        Only words of nearly the same length and nearly the same characters are compared: 20 µs at 2,000 words.
        """
        if len(word) < SHORTEST:
            return None
        cutoff = CLOSEST_SHORT if len(word) <= 3 else CLOSEST_LONG
        near = [w for n in (len(word) - 1, len(word), len(word) + 1) for w in self._alike(word, n, cutoff)]
        best = process.extractOne(word, near, scorer=OSA.normalized_similarity, score_cutoff=cutoff)
        if best is None:
            return None
        equal = [w for w in near if OSA.normalized_similarity(word, w) >= best[1]]
        return max(equal, key=lambda w: (JaroWinkler.similarity(word, w), w))

    def _alike(self, word: str, length: int, cutoff: float) -> Sequence[str]:
        """Return the words of a length that may be near enough: a slip changes one character at most."""
        shelf = self._shelves.get(length)
        slips = int((1 - cutoff) * max(len(word), length) + 1e-9)
        if shelf is None or not slips:
            return ()
        letters = np.uint64(_letters(word))
        missing = np.bitwise_count(shelf.letters & ~letters)
        added = np.bitwise_count(letters & ~shelf.letters)
        return [shelf.words[i] for i in ((missing <= slips) & (added <= slips)).nonzero()[0].tolist()]


def _letters(word: str) -> int:
    found = 0
    for character in word:
        found |= 1 << (ord(character) & 63)
    return found
