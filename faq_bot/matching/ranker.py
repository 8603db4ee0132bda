"""What every engine gives: the best documents for a question."""

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faq_bot.loading.entries import folded
from faq_bot.matching.features import hashed


@dataclass(frozen=True, slots=True)
class Hit:
    """One found document: its id, its score (comparable within one query) and how sure the engine is."""

    id: str
    score: float
    confidence: float


class Ranker(ABC):
    """Ranks documents for questions. Safe to share between threads."""

    @abstractmethod
    def rank(self, text: str, limit: int = 10) -> list[Hit]:
        """Return the best documents, best first; an empty list when nothing has anything in common."""

    def rank_many(self, texts: Iterable[str], limit: int = 10) -> list[list[Hit]]:
        """Return `rank` of each question."""
        return [self.rank(text, limit) for text in texts]


def certain_first(hits: Sequence[Hit], exact: str | None, limit: int) -> list[Hit]:
    """Return at most `limit` hits; the document one of whose wordings the question is comes first, certainly."""
    if exact is None:
        return list(hits[:limit])
    best = Hit(exact, max([hit.score for hit in hits], default=1.0), 1.0)
    return [best, *(hit for hit in hits if hit.id != exact)][:limit]


class Wordings:
    """Which document a question is a wording of, width, case and punctuation aside."""

    def __init__(self, numbers: NDArray[np.uint64], documents: NDArray[np.int32]):
        self._numbers = numbers
        self._sorted = numbers.data  # read one by one: faster than the array itself
        self._documents = documents

    @classmethod
    def of(cls, wordings: Iterable[tuple[str, int]]) -> "Wordings":
        """Return the table of wordings and their documents; the last of equal wordings counts."""
        found = {hashed(text): document for wording, document in wordings if (text := folded(wording))}
        numbers = np.array(sorted(found), dtype=np.uint64)
        return cls(numbers, np.array([found[number] for number in numbers.tolist()], dtype=np.int32))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Wordings":
        """Return the table that `arrays` was called on."""
        return cls(arrays["asked"], arrays["asked_document"])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything as arrays, to be kept in a file."""
        return {"asked": self._numbers, "asked_document": self._documents}

    @classmethod
    def joined(cls, many: Sequence["Wordings"], first: Sequence[int]) -> "Wordings":
        """Return one table of many; the documents of each begin at the number in `first`."""
        numbers = np.concatenate([np.empty(0, np.uint64), *(table._numbers for table in many)])
        documents = [table._documents + start for table, start in zip(many, first, strict=False)]
        order = np.argsort(numbers, kind="stable")
        numbers = numbers[order]
        last = np.append(numbers[1:] != numbers[:-1], True)[: len(numbers)]
        return cls(numbers[last], np.concatenate([np.empty(0, np.int32), *documents])[order][last])

    def document(self, text: str) -> int | None:
        """Return the document of which a text is a wording, or None."""
        short = folded(text)
        if not short or not len(self._numbers):
            return None
        number = hashed(short)
        place = bisect_left(self._sorted, number)
        found = place < len(self._sorted) and self._sorted[place] == number
        return int(self._documents[place]) if found else None
