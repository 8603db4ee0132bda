"""Fits the two models of the decision, and the thresholds they are read with, to a question set."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq_bot.loading.calibration import LogisticModel
from faq_bot.matching.calibration import FEATURES, Evidence, probability

REFUSED = 0.93  # of the questions outside the knowledge base, at least; more for the city they name
MOST_ANSWERED = 0.015  # of the questions outside the knowledge base
MOST_WRONG = 0.012  # of those within it, to be answered wrongly
MOST_ASKED_BACK = 0.15  # of those within it, even where fewer answers would mean fewer wrong ones
LEAST_SURE = 0.5  # an answer is given only if it is more likely right than wrong
RIDGE = 1.0  # holds back the weights, of features that all have the same spread
FOLDS = 10

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Observation:
    """What a ranking showed for one question of the set, and what was true.

    A question asked in a spoilt form too carries the same `question` as its clean form, and less `weight`.
    """

    evidence: Evidence
    in_scope: bool
    right: bool
    question: int = 0
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Models:
    """The two models."""

    in_scope: LogisticModel
    right: LogisticModel


@dataclass(frozen=True, slots=True)
class Judged:
    """Both probabilities of one question, given by models that had not seen it, and what was true."""

    sure_in_scope: float
    sure_right: float
    in_scope: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where `no_answer` ends and where `answered` begins."""

    refuse_below: float
    answer_from: float


def fit(observations: Sequence[Observation], spoilt: Sequence[Observation] = ()) -> Models:
    """Return the model of being in scope, and that of the first answer being right if it is.

    `spoilt` forms of the questions help the second one only; all of them being in scope, they would tell the
    first that more is than is.
    """
    ours = [o for o in (*observations, *spoilt) if o.in_scope]
    return Models(
        in_scope=logistic(observations, [o.in_scope for o in observations]),
        right=logistic(ours, [o.right for o in ours]),
    )


def judged_unseen(observations: Sequence[Observation], spoilt: Sequence[Observation] = ()) -> list[Judged]:
    """Return every question judged by models fitted without it: in ten parts, each judged by the other nine."""
    found = []
    for part in range(FOLDS):
        models = fit(*([o for o in those if o.question % FOLDS != part] for those in (observations, spoilt)))
        for o in observations:
            if o.question % FOLDS == part:
                in_scope = probability(models.in_scope, o.evidence)
                sure = in_scope * probability(models.right, o.evidence)
                found.append(Judged(in_scope, sure, o.in_scope, o.right))
    return found


def thresholds(judged: Sequence[Judged]) -> Thresholds:
    """Return the lowest thresholds at which enough is refused and little enough answered wrongly.

    Lowest, because a question with an answer should rather be met with a choice than with a refusal. Where little
    enough wrong would mean too many asked back, fewer are asked back: near the top a single question of the set
    decides about ten percent of them.
    """
    outside = [j.sure_in_scope for j in judged if not j.in_scope]
    refuse_below = _lowest(5, 61, lambda at: sum(sure < at for sure in outside) >= REFUSED * len(outside))
    kept = [j for j in judged if j.sure_in_scope >= refuse_below]
    wrong = [j.sure_right for j in kept if j.in_scope and not j.right]
    beyond = [j.sure_right for j in kept if not j.in_scope]

    def good(at: float) -> bool:
        few = sum(sure >= at for sure in wrong) <= MOST_WRONG * (len(judged) - len(outside))
        return few and sum(sure >= at for sure in beyond) <= MOST_ANSWERED * len(outside)

    def few_asked_back(at: float) -> bool:
        asked_back = sum(j.in_scope and j.sure_right < at for j in kept)
        return asked_back <= MOST_ASKED_BACK * (len(judged) - len(outside))

    least = round(100 * LEAST_SURE)
    lowest = round(100 * _lowest(least, 100, good))
    few = (at / 100 for at in range(lowest, least, -1) if few_asked_back(at / 100))
    return Thresholds(refuse_below, next(few, LEAST_SURE))


def _lowest(first: int, beyond: int, good: Callable[[float], bool]) -> float:
    """Return the lowest share in percent steps that is good, the share `beyond` if none is."""
    return next((percent / 100 for percent in range(first, beyond) if good(percent / 100)), beyond / 100)


def logistic(observations: Sequence[Observation], truth: Sequence[bool]) -> LogisticModel:
    """Return the ridge logistic regression of `truth` on the evidence (Newton's method), nothing learnt of nothing."""
    if not observations:
        return LogisticModel(intercept=0.0, weights=dict.fromkeys(FEATURES, 0.0))
    x = np.array([[getattr(o.evidence, name) for name in FEATURES] for o in observations], dtype=float)
    y, weight = np.array(truth, dtype=float), np.array([o.weight for o in observations], dtype=float)
    mean = np.average(x, axis=0, weights=weight)
    spread = np.sqrt(np.average((x - mean) ** 2, axis=0, weights=weight))
    spread[spread < 1e-9] = 1.0  # a feature that never changes
    fitted = _newton(np.hstack([np.ones((len(x), 1)), (x - mean) / spread]), y, weight)
    weights = fitted[1:] / spread
    names = dict(zip(FEATURES, (round(float(w), 4) for w in weights), strict=True))
    return LogisticModel(intercept=round(float(fitted[0] - weights @ mean), 4), weights=names)


def _newton(x: Floats, y: Floats, weight: Floats) -> Floats:
    fitted: Floats = np.zeros(x.shape[1])
    penalty = np.diag([0.0] + [RIDGE] * (x.shape[1] - 1))
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ fitted, -30, 30)))
        gradient = x.T @ (weight * (p - y)) + penalty @ fitted
        curvature = (x * (weight * p * (1 - p))[:, None]).T @ x + penalty + 1e-9 * np.eye(x.shape[1])
        step = np.linalg.solve(curvature, gradient)
        fitted = fitted - step
        if float(np.abs(step).max()) < 1e-8:
            break
    return fitted
