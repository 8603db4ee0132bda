"""Questions that ask the same come together, in the order in which they came, so that groups never change by themselves.

A question joins the earlier one it is most like: by the words that count, or, where words were mistyped, by the
letters. Only those that share half of their words are compared, so ten thousand take seconds and one more takes no time.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import chain

from rapidfuzz import fuzz

from faq_bot.text.cleaning import clean

WORDS = 0.6  # of all words of two questions, so many are common
LETTERS = 88  # of 100: 「ライセンス料わ」 and 「ライセンス料は」
_OFTEN = 400  # a word in so many groups tells nothing
_COMPARED = 20  # groups that share the most words


class Groups:
    """Gives each question the number of its group."""

    def __init__(self, words_of: Callable[[str], Sequence[str]]):
        self._words_of = words_of
        self._group: dict[str, int] = {}
        self._first: list[tuple[str, frozenset[str]]] = []
        self._with: dict[str, list[int]] = defaultdict(list)
        self._same: dict[frozenset[str], int] = {}

    def of(self, question: str) -> int:
        """Return the group of a question; a question that was seen before keeps its own."""
        if question not in self._group:
            self._group[question] = self._find(question)
        return self._group[question]

    def _find(self, question: str) -> int:
        text = clean(question)
        words = frozenset(self._words_of(question)) or frozenset([text])
        if words in self._same:
            return self._same[words]
        telling = [self._with[word] for word in sorted(words) if len(self._with[word]) <= _OFTEN]
        shared = Counter(chain.from_iterable(telling)).most_common(_COMPARED)
        near = [group for group, count in shared if 2 * count >= len(telling)]
        best, group = max(((self._likeness(text, words, g), -g) for g in near), default=(0.0, 0))
        if best > 0:
            return -group
        self._first.append((text, words))
        self._same[words] = len(self._first) - 1
        for word in words:
            self._with[word].append(len(self._first) - 1)
        return len(self._first) - 1

    def _likeness(self, text: str, words: frozenset[str], group: int) -> float:
        other, others = self._first[group]
        common = len(words & others) / len(words | others)
        letters = fuzz.ratio(text, other, score_cutoff=LETTERS) / 100
        return max(common if common >= WORDS else 0.0, letters)
