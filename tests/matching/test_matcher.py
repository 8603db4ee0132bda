"""Any question-answer pairs, found by any wording."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_bot import Matcher
from faq_bot.matching.documents import Document

PAIRS = [
    ("plate", "銅の皿の値段はいくらですか", "銅の皿は1枚500円です。"),
    ("kettle", "やかんの修理はどこでできますか", "金物屋で受け付けています。"),
    ("bus", "市営バスの定期券の買い方", "駅前の営業所で買えます。"),
    ("dog", "犬の登録に必要なもの", "飼い主の身分証明書と手数料が必要です。"),
]
MATCHER = Matcher.from_pairs(PAIRS)


def ids(text: str, limit: int = 10) -> list[str]:
    return [hit.id for hit in MATCHER.rank(text, limit)]


@pytest.mark.parametrize(("identifier", "question", "_answer"), PAIRS)
def test_a_question_as_it_is_written_comes_first_with_certainty(identifier: str, question: str, _answer: str):
    first = MATCHER.rank(question)[0]
    assert (first.id, first.confidence) == (identifier, 1.0)


@pytest.mark.parametrize(
    "written",
    ["銅の皿の値段はいくらですか？", "　銅の皿の値段は、いくらですか。", "銅の皿の値段はいくらですか！！"],
)
def test_width_and_punctuation_do_not_matter_to_an_exact_question(written: str):
    assert (MATCHER.rank(written)[0].id, MATCHER.rank(written)[0].confidence) == ("plate", 1.0)


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("銅皿の価格", "plate"),
        ("ﾊﾞｽの定期", "bus"),
        ("ていきけん", "bus"),
        ("やかんを修理したい", "kettle"),
        ("やかんの終了", "kettle"),
        ("犬 登録", "dog"),
        ("身分証明書", "dog"),
        ("定機券", "bus"),
    ],
)
def test_other_wordings_spellings_and_slips_find_it_too(text: str, identifier: str):
    assert ids(text)[0] == identifier


@pytest.mark.parametrize("text", ["", "   ", "!?", "😀", "\x00\x1f", "qqqzzz", "を"])
def test_a_text_with_nothing_in_common_finds_nothing(text: str):
    assert MATCHER.rank(text) == []


def test_unknown_words_beside_known_ones_do_not_hide_them():
    assert ids("ギョエテ流の銅の皿")[0] == "plate"


def test_scores_fall_and_confidences_are_probabilities():
    hits = MATCHER.rank("銅の皿の修理の買い方と登録")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(hits) > 1
    assert all(0 <= hit.confidence <= 1 for hit in hits)


@pytest.mark.parametrize("limit", [0, 1, 2, 3])
def test_at_most_limit_hits_are_given(limit: int):
    assert len(MATCHER.rank("銅の皿の修理の買い方と登録", limit=limit)) == limit


def test_many_questions_are_ranked_as_one_by_one():
    texts = ["銅皿の価格", "qqqzzz", "犬 登録", ""]
    assert MATCHER.rank_many(texts, limit=2) == [MATCHER.rank(text, limit=2) for text in texts]


def test_a_matcher_over_nothing_finds_nothing():
    assert Matcher.from_pairs([]).rank("銅の皿") == []


def test_pairs_may_come_from_a_generator():
    assert Matcher.from_pairs(pair for pair in PAIRS).rank("犬 登録")[0].id == "dog"


def test_a_pair_without_words_is_found_by_nothing():
    matcher = Matcher.from_pairs([("empty", "", ""), ("dots", "……", "")])
    assert matcher.rank("") == []
    assert matcher.rank("？") == []


def test_an_answer_is_searched_and_counts_less_than_a_question():
    matcher = Matcher.from_pairs(
        [("answer", "いつ", "金魚を売ります"), ("question", "金魚を売ります", "いつ")]
    )
    assert [hit.id for hit in matcher.rank("金魚")] == ["question", "answer"]


def test_twenty_threads_find_the_same_as_one():
    texts = [f"{question}{n}" for n in range(50) for _, question, _ in PAIRS]
    alone = MATCHER.rank_many(texts)
    with ThreadPoolExecutor(20) as threads:
        assert list(threads.map(MATCHER.rank, texts)) == alone


@given(st.text(max_size=500))
def test_any_text_is_ranked_without_an_error_and_the_same_twice(text: str):
    assert MATCHER.rank(text) == MATCHER.rank(text)


@given(
    st.permutations(PAIRS), st.sampled_from(["銅皿の価格", "修理の登録", "やかん 犬 バス", "定機券の値段"])
)
def test_scores_do_not_depend_on_the_order_of_the_pairs(pairs: list[tuple[str, str, str]], text: str):
    shuffled = {hit.id: (hit.score, hit.confidence) for hit in Matcher.from_pairs(pairs).rank(text)}
    assert shuffled == {hit.id: (hit.score, hit.confidence) for hit in MATCHER.rank(text)}


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=6), st.text(max_size=20))
def test_any_pairs_make_a_matcher(texts: list[tuple[str, str]], asked: str):
    matcher = Matcher.from_pairs([(str(i), q, a) for i, (q, a) in enumerate(texts)])
    hits = matcher.rank(asked)
    assert len({hit.id for hit in hits}) == len(hits)


def test_every_wording_of_a_document_is_exact():
    matcher = Matcher([Document("a", ("一つめの尋ね方", "まったく違う二つめ")), Document("b", ("ほかの話",))])
    assert [matcher.rank(text)[0].id for text in ("まったく違う二つめ", "ほかの話")] == ["a", "b"]


def test_a_word_converted_wrongly_is_found_by_its_sound():
    matcher = Matcher.from_pairs(
        [("renew", "更新の手続き", "窓口です。"), ("dog", "犬の登録", "保健所です。")]
    )
    assert isinstance(matcher, Matcher)
    assert matcher.search("行進").guesses == ("更新",)
    assert matcher.rank("行進はどこ")[0].id == "renew"
