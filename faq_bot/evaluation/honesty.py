"""Does `confidence` mean what it says? Figures over (confidence, right) pairs; all shares lie between 0 and 1."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

BINS = 10
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Claim:
    """An answer put first, the probability it was given with, and whether it was right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The claims whose confidence lies from `low` up to `high`; means are 0 for an empty bin."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """What answering everything claimed at `confidence` or more would mean."""

    confidence: float
    coverage: float
    """Share of all questions answered."""
    risk: float
    """Share of those answers that are wrong."""


@dataclass(frozen=True, slots=True)
class Honesty:
    """The figures of one question set. None where the set cannot tell (nothing wrong, nothing outside)."""

    claims: int
    calibration_error: float | None
    right_against_wrong: float | None
    inside_against_outside: float | None
    sure: int
    sure_wrong: float | None
    bins: Sequence[Bin]
    risk: Sequence[RiskPoint]


def honesty(
    claims: Sequence[Claim], questions: int, answered: Sequence[Claim], scopes: Sequence[Claim]
) -> Honesty:
    """Return all figures.

    `claims` are the first candidates of `answered` and `choose`, to questions outside too, where none is right;
    `answered` those of them given as the answer.
    `scopes` hold the probability of being in scope and whether the question is.
    """
    sure = [claim for claim in answered if claim.confidence >= SURE]
    return Honesty(
        claims=len(claims),
        calibration_error=calibration_error(claims) if claims else None,
        right_against_wrong=auroc(claims),
        inside_against_outside=auroc(scopes),
        sure=len(sure),
        sure_wrong=_mean(not claim.right for claim in sure) if sure else None,
        bins=bins(claims),
        risk=risk_and_coverage(claims, questions),
    )


def bins(claims: Iterable[Claim]) -> list[Bin]:
    """Return ten bins of equal width; a confidence of 1 belongs to the last."""
    held: list[list[Claim]] = [[] for _ in range(BINS)]
    for claim in claims:
        # Rounding first: 0.7 * 10 is 7.000000000000001, and 0.29 * 100 is not 29.
        held[min(int(round(claim.confidence * BINS, 9)), BINS - 1)].append(claim)
    return [
        Bin(i / BINS, (i + 1) / BINS, len(h), _mean(c.confidence for c in h), _mean(c.right for c in h))
        for i, h in enumerate(held)
    ]


def calibration_error(claims: Sequence[Claim]) -> float:
    """Return the expected calibration error: how far confidence and truth lie apart, averaged over the claims."""
    return sum(b.count * abs(b.confidence - b.right) for b in bins(claims)) / len(claims)


def auroc(claims: Iterable[Claim]) -> float | None:
    """Return how often a right claim has more confidence than a wrong one (equal counts half), or None."""
    found = sorted(claims, key=_confidence)
    rights_met = wrongs_met = 0
    won = 0.0
    for _, equal in groupby(found, key=_confidence):
        truths = [claim.right for claim in equal]
        rights, wrongs = sum(truths), len(truths) - sum(truths)
        won += rights * (wrongs_met + wrongs / 2)
        rights_met, wrongs_met = rights_met + rights, wrongs_met + wrongs
    return won / (rights_met * wrongs_met) if rights_met and wrongs_met else None


def risk_and_coverage(claims: Iterable[Claim], questions: int) -> list[RiskPoint]:
    """Return the risk at every possible threshold, from the surest claim down to all of them."""
    ordered = sorted(claims, key=lambda claim: -claim.confidence)
    points, wrong = [], 0
    for number, claim in enumerate(ordered, start=1):
        wrong += not claim.right
        if number == len(ordered) or ordered[number].confidence < claim.confidence:
            points.append(RiskPoint(claim.confidence, number / questions, wrong / number))
    return points


def _confidence(claim: Claim) -> float:
    return claim.confidence


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0
