"""Fits the two models of the decision to a question set."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq_bot.loading.calibration import LogisticModel
from faq_bot.matching.calibration import FEATURES, Evidence, probability

MOST_WRONG = 0.025  # of the fitted questions; up to twice as many are to be expected of others
RIDGE = 0.3  # keeps the weights finite where a feature separates the set perfectly


@dataclass(frozen=True, slots=True)
class Observation:
    """What a ranking showed for one question of the set, and what was true."""

    evidence: Evidence
    in_scope: bool
    right: bool


def fit(observations: Sequence[Observation], refuse_below: float) -> tuple[LogisticModel, LogisticModel]:
    """Return the model of being in scope, and that of the first answer being right.

    The second is fitted on the questions the first does not refuse, those outside the knowledge base among
    them counted as not right: that is what an asker who gets an answer wants to know.
    """
    in_scope = logistic(observations, [o.in_scope for o in observations])
    kept = [o for o in observations if probability(in_scope, o.evidence) >= refuse_below]
    return in_scope, logistic(kept, [o.right for o in kept])


def answer_threshold(
    observations: Sequence[Observation], in_scope: LogisticModel, right: LogisticModel, refuse_below: float
) -> float:
    """Return the lowest threshold at which few enough of all questions are answered wrongly."""
    kept = [o for o in observations if probability(in_scope, o.evidence) >= refuse_below]
    judged = [(probability(right, o.evidence), o.right) for o in kept]
    for percent in range(50, 100):
        wrong = sum(sure >= percent / 100 and not is_right for sure, is_right in judged)
        if wrong <= MOST_WRONG * len(observations):
            return percent / 100
    return 1.0


def logistic(observations: Sequence[Observation], truth: Sequence[bool]) -> LogisticModel:
    """Return the ridge logistic regression of `truth` on the evidence (Newton's method)."""
    x = np.array([[getattr(o.evidence, name) for name in FEATURES] for o in observations], dtype=float)
    x = np.hstack([np.ones((len(x), 1)), x])
    y = np.array(truth, dtype=float)
    weights: NDArray[np.float64] = np.zeros(x.shape[1])
    penalty = np.diag([0.0] + [RIDGE] * (x.shape[1] - 1))
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (p - y) + penalty @ weights
        curvature = (x * (p * (1 - p))[:, None]).T @ x + penalty + 1e-9 * np.eye(x.shape[1])
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-8:
            break
    names = dict(zip(FEATURES, (round(float(w), 4) for w in weights[1:]), strict=True))
    return LogisticModel(intercept=round(float(weights[0]), 4), weights=names)
