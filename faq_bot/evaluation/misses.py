"""Every question that went wrong: what won instead of what, and which words made it win."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from faq_bot.assembly import Assistant
from faq_bot.evaluation.asking import Answered
from faq_bot.matching.explaining import Explained, Explainer

NAMED = 4
"""How many words of each side a miss names."""
_SIGNS = {"word": "", "pair": "＋", "reading": "よみ", "guess": "推定"}


@dataclass(frozen=True, slots=True)
class Side:
    """An entry in the ranking of a missed question, and the words that made its score."""

    id: str
    rank: int
    score: float
    because: Sequence[str]


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that did not get the right answer first, or got one though there is none.

    `won` is the best entry of the ranking, `wanted` the best of the right ones, None where there is none.
    """

    id: str
    kind: str
    text: str
    outcome: str
    got: str
    gold: tuple[str, ...]
    confidence: float
    in_scope: float
    won: Side | None
    wanted: Side | None
    unknown: Sequence[str]


@dataclass(frozen=True, slots=True)
class Confused:
    """How often one entry stood first where another was right, and in which questions."""

    wanted: str
    won: str
    count: int
    questions: Sequence[str]


class Misses:
    """Explains missed questions."""

    def __init__(self, assistant: Assistant):
        self._entries = assistant.knowledge.entries
        self._explainer = Explainer(assistant.knowledge, assistant.matcher)

    def miss(self, answered: Answered) -> Miss:
        """Return what happened to a missed question."""
        question, reply = answered.question, answered.reply
        explanation = self._explainer.explain(answered.asked, limit=1)
        right = [entry.id for entry in self._entries if not question.gold.isdisjoint(entry.sources)]
        wanted = self._explainer.place_of(answered.asked, right)
        return Miss(
            id=question.id,
            kind=question.kind,
            text=question.text,
            outcome=reply.outcome,
            got=answered.won
            if reply.answer and answered.won
            else ", ".join(c.id for c in reply.candidates[:3]),
            gold=tuple(sorted(question.gold)),
            confidence=reply.confidence,
            in_scope=round(answered.in_scope, 3),
            won=_side(explanation.best[0]) if explanation.best else None,
            wanted=_side(wanted) if wanted else None,
            unknown=explanation.missed,
        )


def confused(misses: Iterable[Miss]) -> list[Confused]:
    """Return which entry won instead of which, the most frequent first."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for miss in misses:
        if miss.won and miss.wanted and miss.won.id != miss.wanted.id:
            found[miss.wanted.id, miss.won.id].append(miss.id)
    pairs = [Confused(wanted, won, len(ids), ids) for (wanted, won), ids in found.items()]
    return sorted(pairs, key=lambda pair: (-pair.count, pair.wanted, pair.won))


def _side(explained: Explained) -> Side:
    parts = [f"{_SIGNS[c.kind]}「{c.text}」{c.share:.0%}" for c in explained.contributions[:NAMED]]
    return Side(explained.candidate.entry.id, explained.rank, round(explained.candidate.score, 3), parts)
