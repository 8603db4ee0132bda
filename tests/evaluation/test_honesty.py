"""Is a probability meant? Against figures worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.evaluation.honesty import Claim, auroc, bins, calibration_error, honesty, risk_and_coverage

CLAIMS = st.lists(st.builds(Claim, st.floats(0, 1), st.booleans()), max_size=40)


def claims(*pairs: tuple[float, int]) -> list[Claim]:
    return [Claim(confidence, bool(right)) for confidence, right in pairs]


def test_the_calibration_error_is_the_distance_of_claim_and_truth_by_bin():
    # bin 0.9-1.0: claimed .95 on average, 1 of 2 right: off by .45; bin 0.5-0.6: claimed .5, all right: off by .5
    found = claims((0.92, 1), (0.98, 0), (0.5, 1), (0.5, 1))
    assert calibration_error(found) == pytest.approx((2 * 0.45 + 2 * 0.5) / 4)


def test_whoever_says_what_is_true_has_no_error():
    assert calibration_error(claims((1.0, 1), (0.0, 0), (0.5, 1), (0.5, 0))) == 0


@pytest.mark.parametrize(
    ("confidence", "place"), [(0.0, 0), (0.0999, 0), (0.1, 1), (0.3, 3), (0.7, 7), (0.9, 9), (1.0, 9)]
)
def test_a_bin_begins_with_its_lower_end_and_the_last_holds_1(confidence: float, place: int):
    assert [i for i, b in enumerate(bins(claims((confidence, 1)))) if b.count] == [place]


def test_right_claims_above_wrong_ones_are_told_apart_perfectly():
    assert auroc(claims((0.9, 1), (0.8, 1), (0.7, 0))) == 1.0
    assert auroc(claims((0.9, 0), (0.8, 1))) == 0.0


def test_of_four_pairs_two_and_a_half_are_in_order():
    # right .9 and .5, wrong .5 and .7: .9 beats both, .5 meets its equal (a half) and loses to .7
    assert auroc(claims((0.9, 1), (0.5, 1), (0.5, 0), (0.7, 0))) == 2.5 / 4


@pytest.mark.parametrize("found", [[], claims((0.9, 1)), claims((0.9, 0), (0.1, 0))])
def test_with_nothing_to_tell_apart_there_is_no_figure(found: list[Claim]):
    assert auroc(found) is None


def test_risk_grows_with_what_is_answered():
    points = risk_and_coverage(claims((0.9, 1), (0.6, 1), (0.6, 0), (0.3, 0)), questions=8)
    assert [(p.confidence, p.coverage, p.risk) for p in points] == [
        (0.9, 1 / 8, 0.0),
        (0.6, 3 / 8, 1 / 3),
        (0.3, 4 / 8, 2 / 4),
    ]


def test_the_share_wrong_of_sure_answers_counts_answers_only():
    given_as_answers = claims((0.9, 1), (0.95, 0), (0.89, 0))
    offered = claims((0.99, 0))
    found = honesty([*given_as_answers, *offered], 10, given_as_answers, claims((0.9, 1), (0.2, 0)))
    assert (found.sure, found.sure_wrong) == (2, 0.5)
    assert found.inside_against_outside == 1.0


def test_a_set_without_answers_has_no_figures():
    found = honesty([], 3, [], [])
    assert (found.claims, found.calibration_error, found.right_against_wrong, found.sure_wrong) == (
        0,
        None,
        None,
        None,
    )
    assert found.risk == []


@given(CLAIMS)
def test_every_figure_is_a_share(found: list[Claim]):
    figures = honesty(found, max(len(found), 1), found, found)
    shares = [figures.calibration_error, figures.right_against_wrong, figures.sure_wrong]
    assert all(share is None or 0 <= share <= 1 + 1e-9 for share in shares)
    assert sum(b.count for b in figures.bins) == len(found)
    assert [p.coverage for p in figures.risk] == sorted(p.coverage for p in figures.risk)


@given(CLAIMS)
def test_claiming_the_opposite_turns_the_order_around(found: list[Claim]):
    there, back = auroc(found), auroc([Claim(-claim.confidence, claim.right) for claim in found])
    assert (there is None) == (back is None)
    assert there is None or back is None or there + back == pytest.approx(1)
