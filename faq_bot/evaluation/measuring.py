"""How well a question set is answered.

right first: `answered` with a right entry, or `choose` with a right first candidate. right in three:
`answered` right, or `choose` with a right one among the first three. wrong: `answered` with an entry that is
not right. missed: `no_answer` to a question that has an answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from faq_bot.assembly import Assistant
from faq_bot.evaluation.asking import Answered
from faq_bot.evaluation.honesty import Claim, Honesty, honesty
from faq_bot.evaluation.misses import Confused, Miss, Misses, confused

ALL = "全体"


@dataclass(frozen=True, slots=True)
class Row:
    """Shares (0 to 1) of the in-scope questions of a kind."""

    kind: str
    count: int
    first: float
    in_three: float
    answered_right: float
    wrong: float
    choose: float
    missed: float


@dataclass(frozen=True, slots=True)
class OutsideRow:
    """Shares (0 to 1) of the out-of-scope questions of a kind."""

    kind: str
    count: int
    answered: float
    offered: float
    refused: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything measured on a set: overall first, then by kind."""

    rows: Sequence[Row]
    outside: Sequence[OutsideRow]
    honesty: Honesty
    misses: Sequence[Miss]
    confused: Sequence[Confused]

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        return asdict(self)


def measure(assistant: Assistant, answered: Sequence[Answered]) -> Figures:
    """Return the figures of a set whose questions have been asked."""
    inside = [a for a in answered if a.question.gold]
    outside = [a for a in answered if not a.question.gold]
    explained = Misses(assistant)
    misses = [explained.miss(a) for a in answered if _is_miss(a)]
    return Figures(
        rows=_by_kind(inside, _row),
        outside=_by_kind(outside, _outside_row),
        honesty=_honesty(answered),
        misses=misses,
        confused=confused(misses),
    )


def _honesty(answered: Sequence[Answered]) -> Honesty:
    first = [a for a in answered if a.reply.outcome != "no_answer"]
    claims = {id(a): Claim(a.reply.confidence, a.first) for a in first}
    return honesty(
        claims=list(claims.values()),
        questions=len(answered),
        answered=[claims[id(a)] for a in first if a.reply.outcome == "answered"],
        scopes=[Claim(a.in_scope, bool(a.question.gold)) for a in answered],
    )


def _by_kind(answered: Sequence[Answered], row: Callable[[str, Sequence[Answered]], Any]) -> list[Any]:
    if not answered:
        return []
    kinds = sorted({a.question.kind for a in answered})
    return [row(ALL, answered)] + [row(k, [a for a in answered if a.question.kind == k]) for k in kinds]


def _share(answered: Sequence[Answered], holds: Callable[[Answered], bool]) -> float:
    return sum(holds(a) for a in answered) / len(answered)


def _row(kind: str, answered: Sequence[Answered]) -> Row:
    return Row(
        kind,
        len(answered),
        first=_share(answered, lambda a: a.first),
        in_three=_share(answered, lambda a: any(a.right[:3])),
        answered_right=_share(answered, lambda a: a.reply.outcome == "answered" and a.first),
        wrong=_share(answered, lambda a: a.reply.outcome == "answered" and not a.first),
        choose=_share(answered, lambda a: a.reply.outcome == "choose"),
        missed=_share(answered, lambda a: a.reply.outcome == "no_answer"),
    )


def _outside_row(kind: str, answered: Sequence[Answered]) -> OutsideRow:
    return OutsideRow(
        kind,
        len(answered),
        answered=_share(answered, lambda a: a.reply.outcome == "answered"),
        offered=_share(answered, lambda a: a.reply.outcome == "choose"),
        refused=_share(answered, lambda a: a.reply.outcome == "no_answer"),
    )


def _is_miss(answered: Answered) -> bool:
    if answered.question.gold:
        return not answered.first
    return answered.reply.outcome != "no_answer"
