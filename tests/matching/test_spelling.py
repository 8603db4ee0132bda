"""Words nobody knows, read as the nearest word of the documents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.matching.spelling import Spelling

SPELLING = Spelling(["補助金", "サービス", "ライセンス", "更新", "料"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("補助菌", "補助金"),
        ("サーピス", "サービス"),
        ("ライセス", "ライセンス"),
        ("ライセンンス", "ライセンス"),
        ("ラインセス", "ライセンス"),
    ],
)
def test_one_slip_is_forgiven(typed: str, meant: str):
    assert SPELLING.guess(typed) == meant


@pytest.mark.parametrize("typed", ["", "料", "寮", "天気", "カレーライス", "サ", "zzzzz"])
def test_a_word_too_short_or_too_far_is_not_guessed(typed: str):
    assert SPELLING.guess(typed) is None


@given(st.text(max_size=40))
def test_a_guess_is_always_a_known_word(typed: str):
    assert SPELLING.guess(typed) in {"補助金", "サービス", "ライセンス", "更新", None}
