"""One way of writing characters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.text.cleaning import clean, kana_share, without_stray_keys


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("ＰＣ　２１，０００円", "pc 21,000円"),
        ("ﾗｲｾﾝｽ ﾘﾖｳﾘｮｳ ﾌﾟﾗﾝ", "ライセンス リヨウリョウ プラン"),
        ("か\u3099そ\u3099う", "がぞう"),
        ("㈱①ⅢＡ", "(株)1iiia"),
        ("Free PASS", "free pass"),
        ("  前\n\t後\r\n", "前 後"),
        ("ライ\u200bセンス\ufeff", "ライセンス"),
        ("\x00a\x07b\x1b[31m", "ab[31m"),
        ("料金\u202e？", "料金?"),
        ("\ud800料金", "料金"),
        ("\ue000料金", "料金"),
        ("", ""),
        ("\u3000\u00a0\n", ""),
    ],
)
def test_each_way_of_writing_becomes_one(written: str, cleaned: str):
    assert clean(written) == cleaned


def test_an_emoji_stays_a_character():
    assert clean("料金😀") == "料金😀"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str):
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_a_cleaned_text_has_no_control_characters_and_no_double_spaces(text: str):
    cleaned = clean(text)
    assert not [c for c in cleaned if unicodedata.category(c) in ("Cc", "Cf", "Cs")]
    assert "  " not in cleaned
    assert cleaned == cleaned.strip()


@pytest.mark.parametrize(
    ("text", "share"), [("らいせんす", 1.0), ("料金", 0.0), ("料きん", 2 / 3), ("123 !?", 1.0), ("", 1.0)]
)
def test_the_share_of_kana_counts_letters_only(text: str, share: float):
    assert kana_share(text) == pytest.approx(share)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("らいせnす", "らいせんす"),
        ("使えますkあ", "使えますか"),
        ("更新しtます", "更新します"),
        ("pcで使う", "pcで使う"),
        ("古いpcの料金", "古いpcの料金"),
        ("v4の仕様", "v4の仕様"),
        ("abc", "abc"),
    ],
)
def test_a_consonant_left_between_kana_becomes_what_was_meant(typed: str, meant: str):
    assert without_stray_keys(typed) == meant
