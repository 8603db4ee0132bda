"""Why an entry scored as it did: the parts must add up to the score."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.assembly import Assistant
from faq_bot.matching.entry_matcher import Asked
from faq_bot.matching.explaining import Explainer, Explanation

TODAY = datetime.date(2026, 11, 22)


def explain(assistant: Assistant, text: str, city: str | None = None, limit: int = 3) -> Explanation:
    return Explainer(assistant.knowledge, assistant.matcher).explain(Asked(text, TODAY, city), limit)


@given(
    st.sampled_from(
        [
            "ライセンス料の補助菌",
            "ｷｬﾝﾍﾟｰﾝはいつまで",
            "去年松戸市で申請した",
            "ライセンンス 更新",
            "紙で送る相手",
        ]
    )
)
def test_the_parts_of_every_entry_add_up_to_its_score(assistant: Assistant, text: str):
    for explained in explain(assistant, text, limit=5).best:
        assert sum(c.share for c in explained.contributions) == pytest.approx(1, abs=1e-4)


def test_text_city_and_time_multiply_to_the_score(assistant: Assistant):
    for explained in explain(assistant, "松戸市の補助金はいくら", limit=5).best:
        product = explained.text_score * explained.city_factor * explained.time_factor
        assert product == pytest.approx(explained.candidate.score)


def test_the_order_is_the_ranking(assistant: Assistant):
    found = explain(assistant, "ライセンスの更新", limit=4)
    assert [e.rank for e in found.best] == [1, 2, 3, 4]
    assert [e.candidate for e in found.best] == list(found.ranking.candidates)


def test_a_word_is_told_with_the_places_it_stands_in(small_assistant: Assistant):
    [kettle] = explain(small_assistant, "やかん", limit=1).best
    [word] = [c for c in kettle.contributions if c.kind == "word"]
    # やかん stands in the question, in three phrasings and in the answer
    assert (word.text, word.in_wordings, word.in_answer) == ("薬缶", 4, True)
    assert [c.text for c in kettle.contributions if c.kind == "reading"] == ["ヤカン"]


def test_pieces_of_the_reading_that_follow_one_another_are_one(small_assistant: Assistant):
    [kettle] = explain(small_assistant, "かなものや", limit=1).best
    assert [c.text for c in kettle.contributions if c.kind == "reading"] == ["カナモノヤ"]


def test_a_corrected_word_is_called_a_guess(assistant: Assistant):
    found = explain(assistant, "ライセスの更新")
    assert found.guesses == ("ライセンス",)
    assert found.missed == ["ライセス"]
    assert "guess" in {c.kind for c in found.best[0].contributions}


def test_what_is_read_is_told(assistant: Assistant):
    found = explain(assistant, "去年、松戸市でﾗｲｾﾝｽを使った2025年のことを教えてください")
    assert "ライセンス" in found.words
    assert found.steps.reading.startswith("キョネン")
    assert "教える" in found.steps.dropped
    assert (found.cues.named_city, found.cues.city, found.cues.past) == ("matsudo", "matsudo", True)
    assert "去年" in found.cues.past_words
    assert found.cues.years == [2025]


def test_a_folded_synonym_is_told(assistant: Assistant):
    synonym = next(s for s in assistant.knowledge.synonyms if s.also)
    folds = explain(assistant, synonym.also[0]).steps.folds
    assert folds == () or all(before != after for before, after in folds)


def test_the_askers_city_counts_where_the_words_name_none(small_assistant: Assistant):
    here, there = (explain(small_assistant, "祭り", city).best[0] for city in ("matsudo", "tomakomai"))
    assert here.city_factor > 1 > there.city_factor
    assert here.text_score == there.text_score


def test_an_exact_wording_is_said_to_be_one(small_assistant: Assistant):
    first = explain(small_assistant, "やかんの穴をふさぐ").best[0]
    assert first.exact
    assert first.nearest_wording == "やかんの穴をふさぐ"
    assert not explain(small_assistant, "やかんの穴").best[0].exact


@pytest.mark.parametrize("text", ["", "！？", "qqqzzz"])
def test_nothing_is_explained_by_nothing(text: str, small_assistant: Assistant):
    assert explain(small_assistant, text).best == []


def test_a_wanted_entry_is_found_wherever_it_stands(small_assistant: Assistant):
    explainer = Explainer(small_assistant.knowledge, small_assistant.matcher)
    found = explainer.place_of(Asked("壊れたやかんの修理、松戸", TODAY), ["matsudo-festival"])
    assert found is not None
    assert (found.candidate.entry.id, found.rank) == ("matsudo-festival", 2)
    assert explainer.place_of(Asked("やかん", TODAY), ["matsudo-festival"]) is None
    assert explainer.place_of(Asked("やかん", TODAY), []) is None
