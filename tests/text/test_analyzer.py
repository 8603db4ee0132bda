"""Texts that say the same become the same words; texts that sound the same become the same pieces."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.loading.vocabulary import Synonym
from faq_bot.text.analyzer import Analyzer, pieces

PLAIN = Analyzer()


@pytest.mark.parametrize(
    "variants",
    [
        "申込 申し込み 申込み 申しこみ",
        "問合せ 問い合わせ 問い合せ 問合わせ",
        "手続き 手続 手つづき",
        "取り扱い 取扱 取扱い",
        "届け出 届出",
        "受け付け 受付 受付け",
        "引っ越し 引越 引越し",
        "打ち合わせ 打合せ 打ち合せ",
        "支払 支払い",
        "締め切り 締切 〆切 締切り",
        "切り替え 切替 切替え",
        "組み合わせ 組合せ",
        "売り上げ 売上",
        "サーバー サーバ ｻｰﾊﾞｰ",
        "コンピューター コンピュータ",
        "ユーザー ユーザ",
        "プリンター プリンタ",
        "データ データー",
        "ライセンス ﾗｲｾﾝｽ",
        "PC ＰＣ pc Ｐｃ",
        "令和8年 令和８年",
        "21,000円 ２１，０００円",
        "下さい ください",
        "全て すべて",
    ],
)
def test_spelling_variants_are_the_same_words(variants: str):
    words = {PLAIN.analyse(variant).words for variant in variants.split()}
    assert len(words) == 1
    assert words != {()}


@pytest.mark.parametrize(
    "converted",
    ["連携 連係", "更新 行進", "介護 会後", "申請 新生", "無料 無量", "補助 保助", "移行 意向", "期限 起源"],
)
def test_a_wrong_conversion_of_the_same_sound_has_the_same_pieces_of_reading(converted: str):
    meant, typed = (PLAIN.analyse(text) for text in converted.split())
    assert meant.pieces == typed.pieces
    assert meant.pieces


@pytest.mark.parametrize(
    "text", ["", "   ", "\u200b", "\x00\x01\x1f", "😀🎉😀", "〜！？……", "\ud800", "\u3000\n\t"]
)
def test_a_text_without_words_has_none(text: str):
    assert PLAIN.analyse(text).words == ()


@pytest.mark.parametrize("letter", ["a", "あ", "ん", "ー", "漢", "１", "ｱ", "😀", "(", " ", "\u0301", "ﾞ"])
def test_500_times_one_letter_is_read(letter: str):
    analysis = PLAIN.analyse(letter * 500)
    assert len(analysis.words) <= 500
    assert len(analysis.pieces) <= 500


def test_words_come_in_their_order_with_their_neighbours():
    analysis = PLAIN.analyse("ライセンスの更新を申請する")
    assert analysis.words[:3] == ("ライセンス", "更新", "申請")
    assert analysis.pairs[:2] == ("ライセンス 更新", "更新 申請")


def test_filler_words_are_no_words():
    assert Analyzer((), ["為る", "申請"]).analyse("更新を申請する").words == ("更新",)


def test_a_synonym_is_read_as_its_word_wherever_it_stands():
    analyzer = Analyzer([Synonym(word="パソコン", also=("端末",))])
    assert analyzer.analyse("古い端末を捨てる").words == analyzer.analyse("古いパソコンを捨てる").words


def test_a_word_that_begins_with_its_own_synonym_is_read_once():
    analyzer = Analyzer([Synonym(word="補助金", also=("補助", "助成"))])
    expected = PLAIN.analyse("補助金の書類").words
    assert [analyzer.analyse(f"{word}の書類").words for word in ("補助金", "補助", "助成")] == [expected] * 3


def test_the_longest_synonym_wins():
    analyzer = Analyzer([Synonym(word="窓口", also=("相談",)), Synonym(word="電話", also=("相談先",))])
    assert analyzer.analyse("相談先").words == ("電話",)


def test_places_are_found():
    assert PLAIN.places("札幌市の事業所です") != ()
    assert PLAIN.places("ライセンスの更新") == ()


def test_twenty_threads_read_the_same_as_one():
    analyzer = Analyzer()
    texts = [f"{n}台目のパソコンでライセンスを更新する手続きの{n * 7}" for n in range(20)] * 20
    alone = [astuple(analyzer.analyse(text)) for text in texts]
    with ThreadPoolExecutor(20) as threads:
        together = [astuple(found) for found in threads.map(analyzer.analyse, texts)]
    assert together == alone


@given(st.text(max_size=500))
def test_any_text_is_analysed_the_same_twice(text: str):
    assert astuple(PLAIN.analyse(text)) == astuple(PLAIN.analyse(text))


@given(st.text())
def test_pieces_are_distinct_and_at_most_three_characters(reading: str):
    found = pieces(reading)
    assert len(set(found)) == len(found)
    assert all(piece in reading and 1 <= len(piece) <= 3 for piece in found)


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("", ()),
        ("ア", ("ア",)),
        ("アイウ", ("アイウ",)),
        ("アイウエ", ("アイウ", "イウエ")),
        ("アアアアア", ("アアア",)),
    ],
)
def test_pieces_of_a_reading(reading: str, expected: tuple[str, ...]):
    assert pieces(reading) == expected


def test_half_width_katakana_with_spaces_is_read_as_the_sentence_it_is():
    assert PLAIN.analyse("ﾅﾝｶｲ ﾓｳｼｺﾒﾏｽｶ").words[-1:] == PLAIN.analyse("申し込めます").words[:1]


def test_kanji_that_make_no_word_sound_like_their_parts():
    assert PLAIN.analyse("掲費").reading.endswith("ヒ")
