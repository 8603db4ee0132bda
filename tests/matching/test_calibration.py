"""Evidence becomes probability."""

import math

import pytest

from faq_bot.loading.calibration import Calibration, LogisticModel
from faq_bot.matching.calibration import FEATURES, Evidence, judge, probability

NOTHING = Evidence(**dict.fromkeys(FEATURES, 0.0))


def model(intercept: float, **weights: float) -> LogisticModel:
    return LogisticModel(intercept=intercept, weights=weights)


def test_a_model_without_weights_gives_the_probability_of_its_intercept():
    assert probability(model(0.0), NOTHING) == 0.5
    assert probability(model(math.log(3)), NOTHING) == pytest.approx(0.75)


def test_each_feature_moves_the_probability_by_its_weight():
    for name in FEATURES:
        evidence = Evidence(**{**dict.fromkeys(FEATURES, 0.0), name: 1.0})
        assert probability(model(0.0, **{name: math.log(4)}), evidence) == pytest.approx(0.8)


def test_an_enormous_score_stays_a_probability():
    assert 0 < probability(model(-1e9), NOTHING) < 1e-9
    assert 1 - 1e-9 < probability(model(1e9), NOTHING) <= 1


def test_an_answer_is_right_if_the_question_is_ours_and_its_first_answer_right():
    calibration = Calibration(
        fitted_on="試し",
        questions=1,
        in_scope=model(0.0),
        right=model(math.log(3)),
        refuse_below=0.5,
        answer_from=0.5,
    )
    judgement = judge(calibration, NOTHING)
    assert judgement.in_scope == 0.5
    assert judgement.right == pytest.approx(0.5 * 0.75)
