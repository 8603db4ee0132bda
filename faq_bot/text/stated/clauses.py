"""A text in clauses, each with what it is worth: said for sure, guessed, taken back, or about somebody else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from faq_bot.loading.fact_words import FactWords
from faq_bot.loading.patterns import any_of, compiled

_SENTENCE_ENDS = "。!?\n"
MODIFIES = re.compile(
    r"(?<!まし)(?<!でし)(?:[るただうくすつぬむぶ中]|[なた]い|済み?|[らへ]ん|ね[えぇ]|なか|ゼロ|予定|見込み?|[\d来春夏秋冬])$"
)
"""How words end that may belong to a noun behind them: 「使っている事業所」, but not 「使っています」."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a cleaned text (`start` is its place there).

    `taken_back`: 「2つと言いましたが」. `corrects`: the clause before was taken back. `goes_on`: the clause
    before belongs to the same sentence.
    """

    text: str
    start: int
    hedged: bool
    others: tuple[int, int] | None
    hypothetical: bool
    taken_back: bool
    corrects: bool
    goes_on: bool

    @property
    def end(self) -> int:
        """The place behind the clause."""
        return self.start + len(self.text)

    def elsewhere(self, place: int) -> bool:
        """Whether what stands at a place of the clause is taken back or said of somebody else."""
        return self.taken_back or (self.others is not None and self.others[0] <= place < self.others[1])


class Clauses:
    """Cuts texts into clauses."""

    def __init__(self, words: FactWords):
        self._turns = compiled(words.turns)
        self._hedges = any_of(words.hedges)
        self._others = any_of(words.others)
        self._hypothetical = compiled(words.hypothetical)
        self._taken_back = compiled(words.taken_back)
        self._own = compiled(words.own_before)

    def of(self, text: str) -> list[Clause]:
        """Return the clauses of a cleaned text, in order."""
        clauses: list[Clause] = []
        for start, end in self._cuts(text):
            clauses.append(self._clause(text[start:end], start, clauses[-1] if clauses else None))
        return clauses

    def _cuts(self, text: str) -> Iterator[tuple[int, int]]:
        start = 0
        for turn in self._turns.finditer(text):
            if turn.end() > start:
                yield start, turn.end()
                start = turn.end()
        if start < len(text):
            yield start, len(text)

    def _clause(self, text: str, start: int, before: Clause | None) -> Clause:
        return Clause(
            text,
            start,
            hedged=self._hedges.search(text) is not None,
            others=self._stretch_of_others(text),
            hypothetical=self._hypothetical.search(text) is not None,
            taken_back=self._taken_back.search(text) is not None,
            corrects=before is not None and before.taken_back,
            goes_on=before is not None and before.text[-1] not in _SENTENCE_ENDS,
        )

    def _stretch_of_others(self, text: str) -> tuple[int, int] | None:
        """「うちは番号が1つ、連携先は3つで、うちは松戸」: what stands between the own words is another's."""
        other = self._others.search(text)
        if other is None:
            return None
        own = self._own.search(text)
        first = other.start() if own is not None and own.start() < other.start() else 0
        again = self._own.search(text, other.end())
        return first, again.start() if again is not None else len(text)
