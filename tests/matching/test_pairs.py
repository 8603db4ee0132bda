"""Many pairs: the compact index finds what an exhaustive sum finds."""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from faq_bot.matching import matcher as matcher_module
from faq_bot.matching import pairs as pairs_module
from faq_bot.matching.compact import CompactIndex
from faq_bot.matching.compact_building import LEVELS, build_compact
from faq_bot.matching.corpus import CorpusReader
from faq_bot.matching.features import asked
from faq_bot.matching.matcher import Matcher
from faq_bot.matching.pairs import Indexed, PairMatcher, Read
from faq_bot.matching.weights import Weights
from faq_bot.text.analyzer import Analyzer

ANALYZER = Analyzer()
WEIGHTS = Weights.for_pairs()
THINGS = [
    "住民票",
    "印鑑証明",
    "粗大ごみ",
    "水道",
    "保育園",
    "図書館",
    "市営バス",
    "国民健康保険",
    "介護保険",
    "マイナンバーカード",
]
MATTERS = [
    "の手数料",
    "の申し込み",
    "の期限",
    "の窓口",
    "を休みたい",
    "の必要書類",
    "の電話番号",
    "は土曜も使えますか",
]


def made(count: int) -> list[tuple[str, str, str]]:
    chance = random.Random(count)
    return [
        (
            f"q{n}",
            f"{chance.choice(THINGS)}{chance.choice(MATTERS)}{n // 7}",
            f"{chance.choice(THINGS)}は窓口{n % 50}番です。{chance.choice(THINGS)}{chance.choice(MATTERS)}について",
        )
        for n in range(count)
    ]


PAIRS = made(600)
QUESTIONS = [
    "住民票の手数料",
    "粗大ごみ 期限 12",
    "水道を休みたい",
    "図書館は土曜も使えますか30",
    "介護保険の窓口はどこ",
    "バス",
]


def read(pairs: Sequence[tuple[str, str, str]]) -> Read:
    return Read.of(pairs, CorpusReader(ANALYZER))


def no_guess(_: str) -> None:
    return None


def exhaustive(part: Read, text: str) -> np.ndarray:
    """What every document is worth, feature by feature, from an index in which nothing is common."""
    postings = build_compact([part.corpus], WEIGHTS, common=10**9)
    query = asked(ANALYZER.analyse(text))
    totals, full = np.zeros(postings.documents), 0.0
    for n, number in enumerate(query.numbers):
        kind = 1.0 if n < query.words else WEIGHTS.pair if n < query.words + query.pairs else WEIGHTS.piece
        place = int(np.searchsorted(postings.features, number))
        known = place < len(postings.features) and postings.features[place] == number
        idf = float(postings.idf[place]) if known else float(np.log(1 + (postings.documents + 0.5) / 0.5))
        full += kind * idf
        if known:
            span = slice(postings.starts[place], postings.starts[place + 1])
            totals[postings.places[span]] += kind * idf * postings.levels[span] / LEVELS
    return totals / full


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize(("common", "longest"), [(10**9, 64), (100, 64), (20, 64), (20, 6), (20, 1)])
def test_the_best_have_the_scores_of_an_exhaustive_sum(text: str, common: int, longest: int):
    part = read(PAIRS)
    index = CompactIndex(build_compact([part.corpus], WEIGHTS, common, longest), WEIGHTS)
    totals = exhaustive(part, text)
    best = index.best(ANALYZER.analyse(text), no_guess, 10)
    assert [score for _, score in best] == pytest.approx([totals[place] for place, _ in best], abs=1e-5)
    assert best[0][1] == pytest.approx(totals.max(), abs=1e-5)
    if common > len(PAIRS):
        assert [score for _, score in best] == pytest.approx(sorted(totals, reverse=True)[:10], abs=1e-5)


@pytest.mark.parametrize("text", QUESTIONS)
def test_sparse_sums_find_what_dense_ones_find(text: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("faq_bot.matching.compact.RESCORED", len(PAIRS))
    postings = build_compact([read(PAIRS).corpus], WEIGHTS, 50, 1)
    dense = CompactIndex(postings, WEIGHTS).best(ANALYZER.analyse(text), no_guess, 10)
    monkeypatch.setattr("faq_bot.matching.compact._DENSE", 0)
    sparse = CompactIndex(postings, WEIGHTS)
    for _ in range(2):  # the second finds the sums of the first gone
        found = sparse.best(ANALYZER.analyse(text), no_guess, 10)
        assert [score for _, score in found] == pytest.approx([score for _, score in dense], abs=1e-5)


def test_parts_together_are_as_good_as_all_at_once():
    whole = Indexed.joined([read(PAIRS)], WEIGHTS).arrays()
    parts = Indexed.joined([read(PAIRS[:100]), read([]), read(PAIRS[100:])], WEIGHTS).arrays()
    assert {name: array.tobytes() for name, array in parts.items()} == {
        name: array.tobytes() for name, array in whole.items()
    }


def test_many_pairs_are_kept_compactly_and_few_are_not(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(matcher_module, "FEW", 100)
    monkeypatch.setattr(pairs_module, "TOGETHER", 64)
    assert isinstance(Matcher.from_pairs(PAIRS[:100]), Matcher)
    assert isinstance(Matcher.from_pairs(pair for pair in PAIRS), PairMatcher)


MANY = PairMatcher.of(PAIRS, ANALYZER, WEIGHTS)


@pytest.mark.parametrize("place", [0, 17, 599])
def test_a_question_as_it_is_written_comes_first_with_certainty(place: int):
    identifier, question, _ = PAIRS[place]
    hits = MANY.rank(f"　{question}？")
    assert hits[0].confidence == 1.0
    assert PAIRS[int(hits[0].id[1:])][1] == question
    assert identifier in [hit.id for hit in hits]


def test_slips_are_forgiven_among_many_too():
    for written in ("マイナンパーカードの手数料", "まいなんばーかーどの手数料"):
        assert "マイナンバーカード" in PAIRS[int(MANY.rank(written, 1)[0].id[1:])][1]


@pytest.mark.parametrize("text", ["", "   ", "😀", "を", "qqqzzz"])
def test_a_text_with_nothing_in_common_finds_nothing(text: str):
    assert MANY.rank(text) == []


@pytest.mark.parametrize("limit", [0, 1, 3, 50])
def test_at_most_limit_hits_come_best_first_without_repeats(limit: int):
    hits = MANY.rank("住民票の手数料の窓口", limit)
    assert len(hits) == limit
    assert len({hit.id for hit in hits}) == limit
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_twenty_threads_find_the_same_as_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("faq_bot.matching.compact._DENSE", 0)
    sparse = PairMatcher.of(PAIRS, ANALYZER, WEIGHTS)
    texts = [f"{text}{n}" for n in range(20) for text in QUESTIONS]
    alone = sparse.rank_many(texts)
    with ThreadPoolExecutor(20) as threads:
        assert list(threads.map(sparse.rank, texts)) == alone


def test_ids_are_given_back_as_they_came():
    names = ["", "改\n行", "\ud800", "a" * 300, "同じ", "同じ"]
    pairs = [(name, f"質問その{n}番目", "回答") for n, name in enumerate(names)]
    matcher = PairMatcher.of(pairs, ANALYZER, WEIGHTS)
    assert [matcher.rank(question, 1)[0].id for _, question, _ in pairs] == names


def test_the_last_of_equal_questions_is_the_exact_one():
    pairs = [("a", "同じ質問", "一"), ("b", "同じ質問", "二")]
    joined = Indexed.joined([read(pairs[:1]), read(pairs[1:])], WEIGHTS)
    assert PairMatcher(joined, ANALYZER, WEIGHTS).rank("同じ質問")[0].id == "b"
