"""Scores become probabilities: is the question ours at all, and is the first answer right?

Two questions need two scores (a raw threshold answers neither): whether the question is within the knowledge
base shows in how much of it the best document covers, whether the first answer is right in its distance to
the next. Both are logistic models over the same features, fitted by `faq-bot calibrate` and kept as data
with the set they were fitted on (knowledge/calibration.yaml). The second one speaks of questions that are ours
only: an answer is right if the question is ours and, being ours, its first answer is right.
"""

import math
from dataclasses import dataclass, fields

from faq_bot.errors import KnowledgeError, Problem
from faq_bot.loading.calibration import Calibration, LogisticModel


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a ranking shows about itself. All between 0 and 1 but `length`."""

    words: float
    """Share of the question's words and word pairs, by weight, that the best entry covers."""
    pieces: float
    """Share of the question's reading that the best entry covers."""
    nearest: float
    """Likeness of the question and the nearest single wording of the best entry."""
    margin: float
    """How far the best entry lies before the next that says something else."""
    outside: float
    """The nearest subject outside the knowledge base against the best entry; 0.5 where they are equal, or faint."""
    foreign: float
    """Share of the question's nouns that no document holds, by spelling or by reading."""
    length: float
    """Logarithm of one more than the number of content words."""
    kana: float
    """Share of kana among the letters."""
    exact: float = 0.0
    """1 if the question is a wording of the best entry."""
    agreed: float = 0.0
    """1 if the entry that comes next restates a passage of the best one: either may then be right."""


FEATURES = tuple(field.name for field in fields(Evidence))


def probability(model: LogisticModel, evidence: Evidence) -> float:
    """Return the probability a model gives, 0 to 1."""
    logit = model.intercept
    for name, weight in model.weights.items():
        logit += weight * getattr(evidence, name)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


@dataclass(frozen=True, slots=True)
class Judgement:
    """The two probabilities of a ranking: the question is ours; the first answer is right if one is given."""

    in_scope: float
    right: float


def judge(calibration: Calibration, evidence: Evidence) -> Judgement:
    """Return how sure a ranking may be."""
    in_scope = probability(calibration.in_scope, evidence)
    return Judgement(in_scope, in_scope * probability(calibration.right, evidence))


def check_features(calibration: Calibration) -> None:
    """KnowledgeError if a model of the calibration weighs a feature that does not exist."""
    named = {name for model in (calibration.in_scope, calibration.right) for name in model.weights}
    problems = [
        Problem("calibration.yaml", 0, f"「{name}」は使えない特徴です。使えるもの: {', '.join(FEATURES)}。")
        for name in sorted(named - set(FEATURES))
    ]
    if problems:
        raise KnowledgeError(problems)
