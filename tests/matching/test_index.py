"""The index scores as its description says, whatever way its arrays came about."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.matching.building import build_postings
from faq_bot.matching.corpus import CorpusReader
from faq_bot.matching.documents import Document, texts_of
from faq_bot.matching.features import number_of, piece_numbers, weighted_features, word_number
from faq_bot.matching.index import Index
from faq_bot.matching.weights import Weights
from faq_bot.text.analyzer import Analyzer, pieces

ANALYZER = Analyzer()
WEIGHTS = Weights()
DOCUMENTS = [
    Document("plate", ("銅の皿の値段はいくらですか", "皿 価格"), "銅の皿は1枚500円です。"),
    Document("kettle", ("やかんの修理はどこでできますか",), "金物屋で受け付けています。"),
    Document(
        "bus",
        ("市営バスの定期券の買い方", "バスの定期はどこで買う", "定期券売り場"),
        "駅前の営業所で買えます。",
    ),
    Document("empty", ("",), ""),
]


def index_of(documents: Sequence[Document], weights: Weights = WEIGHTS) -> Index:
    corpus = CorpusReader(ANALYZER).read(texts_of(documents))
    postings = build_postings([len(d.wordings) for d in documents], corpus, weights)
    return Index([d.id for d in documents], corpus, postings, weights)


INDEX = index_of(DOCUMENTS)


@pytest.mark.parametrize(
    "text", ["銅の皿はいくら", "バスの定期", "やかん", "皿 皿 皿", "ギョエテの銅の皿", "あ", "", "バス停"]
)
def test_the_total_is_the_sum_of_what_each_feature_gives(text: str):
    query = ANALYZER.analyse(text)
    score = INDEX.score(query)
    asked = weighted_features(query, WEIGHTS)
    full = sum(weight * INDEX.idf(key) for key, weight in asked) * (WEIGHTS.k1 + 1)
    length = np.sqrt(sum((weight * INDEX.idf(key)) ** 2 for key, weight in asked))
    for place, document in enumerate(DOCUMENTS):
        whole = sum(INDEX.impact(key, place) for key, _ in asked)
        targets = [INDEX.wording_target(place, i) for i in range(len(document.wordings))]
        nearest = max(sum(INDEX.impact(key, target) for key, _ in asked) for target in targets)
        expected = whole / max(full, 1e-9) + WEIGHTS.nearest * nearest / max(length, 1e-9)
        assert score.total[place] == pytest.approx(expected, abs=1e-12)
        assert score.shares(place)[2] == pytest.approx(nearest / max(length, 1e-9), abs=1e-12)


def test_a_wording_is_nearest_to_itself():
    score = INDEX.score(ANALYZER.analyse("定期券売り場"))
    assert score.shares(2)[2] == pytest.approx(1, abs=1e-4)


def test_single_wordings_are_not_indexed_where_the_nearest_counts_for_nothing():
    query = ANALYZER.analyse("定期券売り場")
    without = index_of(DOCUMENTS, replace(WEIGHTS, nearest=0.0)).score(query)
    assert without.nearest.tolist() == [0.0] * len(DOCUMENTS)
    assert without.words == pytest.approx(INDEX.score(query).words, abs=1e-4)


def test_a_guessed_word_counts_less_than_the_word_itself():
    query, other = ANALYZER.analyse("やかん"), ANALYZER.analyse("ぽげりん")
    guessed = INDEX.score(other, ["薬缶" if INDEX.knows("薬缶") else query.words[0]])
    assert 0 < guessed.words[1] < INDEX.score(query).words[1]


def test_it_knows_its_words_and_the_readings_of_its_nouns():
    assert INDEX.knows("定期")
    assert not INDEX.knows("犬")
    assert INDEX.knows_reading("テイキ")
    assert not INDEX.knows_reading("イヌ")


@given(st.text(min_size=0, max_size=30).filter(lambda text: text.isprintable()))
def test_pieces_as_numbers_are_the_pieces_as_texts(reading: str):
    assert sorted(number_of(("r", piece)) for piece in pieces(reading)) == piece_numbers(reading).tolist()


def test_features_of_different_kinds_never_meet():
    keys = [("w", "皿"), ("r", "皿"), ("p", "銅 皿"), ("w", "銅 皿"), ("r", "サラ"), ("r", "サラサ")]
    assert len({number_of(key) for key in keys}) == len(keys)
    assert number_of(("w", "皿")) == word_number("皿")


@given(st.permutations(DOCUMENTS))
def test_the_order_of_the_documents_changes_no_score(documents: list[Document]):
    query = ANALYZER.analyse("銅の皿の定期券はどこ")
    totals = dict(zip(INDEX.ids, INDEX.score(query).total.tolist(), strict=True))
    shuffled = index_of(documents)
    assert dict(zip(shuffled.ids, shuffled.score(query).total.tolist(), strict=True)) == totals


def test_twenty_threads_score_the_same_as_one():
    texts = [f"銅の皿とバスの定期{n}" for n in range(40)]
    alone = [INDEX.score(ANALYZER.analyse(text)).total.tolist() for text in texts]
    with ThreadPoolExecutor(20) as threads:
        together = threads.map(lambda text: INDEX.score(ANALYZER.analyse(text)).total.tolist(), texts)
        assert list(together) == alone


def test_nothing_is_scored_where_nothing_is():
    assert index_of([]).score(ANALYZER.analyse("銅の皿")).total.tolist() == []
