"""How people spoil a text: what each slip does, and what none of them may do."""

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.evaluation.slips import Slips, half_width, hiragana
from faq_bot.text.analyzer import Analyzer
from faq_bot.text.cleaning import clean

SLIPS = Slips()
ANALYZER = Analyzer()
QUESTIONS = [
    "ライセンス料はパソコンごとですか？",
    "補助金の申請期限を教えてください。",
    "連携先の事業所がまだ使っていないとき、紙で送れますか。",
    "PDFの添付 できる？",
]
TEXTS = st.text(st.sampled_from("ライセンス料補助金申請をしたいでかなabc、。？ ー1"), max_size=30)


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_dropped_character_leaves_one_less(text: str):
    spoilt = SLIPS.dropped(text)
    assert spoilt is not None
    assert len(spoilt) == len(text) - 1
    assert [i for i in range(len(text)) if text[:i] + text[i + 1 :] == spoilt] != []


@pytest.mark.parametrize("text", QUESTIONS)
def test_swapped_characters_stay_the_same_characters(text: str):
    spoilt = SLIPS.swapped(text)
    assert spoilt is not None
    assert Counter(spoilt) == Counter(text)
    assert sum(a != b for a, b in zip(spoilt, text, strict=True)) == 2


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_doubled_character_stands_beside_itself(text: str):
    spoilt = SLIPS.doubled(text)
    assert spoilt is not None
    assert [i for i in range(len(text)) if text[: i + 1] + text[i:] == spoilt] != []


def test_the_neighbouring_key_keeps_the_vowel():
    assert SLIPS.neighbouring_key("メール") in {"ネール", "ケール", "メーツ", "メード"}
    assert SLIPS.neighbouring_key("料") is None


def test_the_longest_noun_with_a_kanji_is_written_in_kana():
    assert SLIPS.noun_in_kana("補助金の申請期限はいつ") == "補助金のしんせいきげんはいつ"
    assert SLIPS.noun_in_kana("メールはいつ") is None


def test_all_in_kana_leaves_letters_and_marks_alone():
    assert SLIPS.all_in_kana("補助金のPDFはどこ？") == "ほじょきんのPDFはどこ？"
    assert SLIPS.all_in_kana("メールはいつ") == "めーるはいつ"
    assert SLIPS.all_in_kana("どこ") is None


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("ライセンス料", "ﾗｲｾﾝｽ料"),
        ("パソコンがデータ", "ﾊﾟｿｺﾝがﾃﾞｰﾀ"),
        ("ヴァッ", "ｳﾞｧｯ"),
        ("料金", None),
        ("", None),
    ],
)
def test_katakana_becomes_half_as_wide(wide: str, narrow: str | None):
    assert half_width(wide) == narrow


HALF_WIDTH_TOO = [chr(c) for c in range(ord("ァ"), ord("ヴ") + 1) if chr(c) not in "ヮヰヱ"]


@given(st.text(st.sampled_from([*HALF_WIDTH_TOO, "ー"]), min_size=1))
def test_half_width_kana_is_the_same_text_once_cleaned(katakana: str):
    spoilt = half_width(katakana)
    assert spoilt is not None
    assert clean(spoilt) == clean(katakana)


def test_a_misconversion_sounds_the_same_and_looks_different():
    text = "更新の時期を知りたい"
    spoilt = SLIPS.misconverted(text)
    assert spoilt is not None
    assert spoilt != text
    assert len(spoilt) == len(text)
    assert ANALYZER.analyse(spoilt).pieces == ANALYZER.analyse(text).pieces


def test_a_misconversion_keeps_a_character_where_it_can():
    spoilt = SLIPS.misconverted("連携したい")
    assert spoilt is not None
    assert {"連", "携"} & set(spoilt)


def test_a_dictated_question_has_fillers_and_no_punctuation():
    assert SLIPS.voice("料金は、いくらですか？") is not None
    for text in QUESTIONS:
        spoilt = SLIPS.voice(text)
        assert spoilt is not None
        assert not set(spoilt) & set("、。？ ")
        assert len(spoilt) > len(text.translate({ord(c): None for c in "、。？ "}))


@pytest.mark.parametrize("rule", SLIPS.rules, ids=lambda rule: rule.name)
@given(text=TEXTS)
def test_any_text_is_spoilt_the_same_way_twice_and_never_into_itself(rule: object, text: str):
    spoil: Callable[[str], str | None] = rule.spoil  # type: ignore[attr-defined]
    spoilt = spoil(text)
    assert spoilt == spoil(text)
    assert spoilt != text


@pytest.mark.parametrize("rule", SLIPS.rules, ids=lambda rule: rule.name)
def test_another_reader_spoils_the_same_way(rule: object):
    name: str = rule.name  # type: ignore[attr-defined]
    again = next(r for r in OTHER.rules if r.name == name)
    assert [again.spoil(text) for text in QUESTIONS] == [rule.spoil(text) for text in QUESTIONS]  # type: ignore[attr-defined]


OTHER = Slips()


@given(st.text(st.characters(min_codepoint=0x30A1, max_codepoint=0x30F6)))
def test_hiragana_is_as_long_as_katakana(katakana: str):
    assert len(hiragana(katakana)) == len(katakana)
    assert not [c for c in hiragana(katakana) if "ァ" <= c <= "ヶ"]
