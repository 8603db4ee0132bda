"""Which entry leads on a day, in a city, for the past and for today."""

import datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.assembly import Assistant
from faq_bot.matching.entry_matcher import Asked, Ranking

BEFORE = datetime.date(2026, 3, 16)
AFTER = datetime.date(2026, 3, 17)
EXACT = "銅の皿の値段はいくらですか。"


def rank(assistant: Assistant, text: str, day: datetime.date = AFTER, city: str | None = None) -> Ranking:
    return assistant.matcher.rank(Asked(text, day, city))


def ids(ranking: Ranking) -> list[str]:
    return [candidate.entry.id for candidate in ranking.candidates]


def test_an_exact_wording_leads(small_assistant: Assistant):
    assert ids(rank(small_assistant, "やかんの穴をふさぐ"))[0] == "kettle-repair"
    assert rank(small_assistant, "やかんの穴をふさぐ").evidence.exact == 1.0
    assert rank(small_assistant, "やかんの穴").evidence.exact == 0.0


def test_an_entry_does_not_exist_before_its_document(small_assistant: Assistant):
    found = rank(small_assistant, "銅の皿は値上げされましたか", BEFORE)
    assert "copper-price" in ids(found)
    assert "copper-price-raised" not in ids(found)


def test_nothing_is_found_before_the_first_document(small_assistant: Assistant):
    assert rank(small_assistant, EXACT, datetime.date(2025, 2, 18)).candidates == ()


def test_today_the_newer_entry_leads_and_of_the_past_the_older(small_assistant: Assistant):
    assert ids(rank(small_assistant, "銅の皿の値段"))[:2] == ["copper-price-raised", "copper-price"]
    assert ids(rank(small_assistant, "去年の銅の皿の値段"))[0] == "copper-price"
    assert ids(rank(small_assistant, "2025年の銅の皿の値段"))[0] == "copper-price"


def test_before_the_newer_document_the_older_entry_leads(small_assistant: Assistant):
    assert ids(rank(small_assistant, "銅の皿の値段", BEFORE))[0] == "copper-price"


def test_an_entry_is_updated_only_once_the_newer_document_is_out(small_assistant: Assistant):
    older = small_assistant.knowledge.entry("copper-price")
    assert older is not None
    newer = small_assistant.matcher.updated_by(older, AFTER)
    assert newer is not None
    assert newer.id == "copper-price-raised"
    assert small_assistant.matcher.updated_by(older, BEFORE) is None
    assert small_assistant.matcher.updated_by(newer, AFTER) is None


@pytest.mark.parametrize("text", ["祭り", "お祭りはいつ", "みこし"])
def test_a_citys_entry_scores_highest_for_its_city_and_lowest_for_another(
    text: str, small_assistant: Assistant
):
    scores = {}
    for city in ("matsudo", None, "tomakomai"):
        candidates = rank(small_assistant, text, city=city).candidates
        scores[city] = {c.entry.id: c.score for c in candidates}["matsudo-festival"]
    assert scores["matsudo"] > scores["tomakomai"]
    assert scores["matsudo"] >= scores[None] >= scores["tomakomai"]


def test_the_city_in_the_words_wins_over_the_askers(small_assistant: Assistant):
    here = rank(small_assistant, "松戸の祭り", city="tomakomai").candidates[0]
    there = rank(small_assistant, "松戸の祭り", city="matsudo").candidates[0]
    assert here == there


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("松戸の祭り", "matsudo"),
        ("とまこまいの祭り", "tomakomai"),
        ("松戸と苫小牧の祭り", None),
        ("札幌の祭り", None),
        ("", None),
    ],
)
def test_one_city_is_named_or_none(text: str, city: str | None, small_assistant: Assistant):
    assert small_assistant.matcher.rank(Asked(text, AFTER)).named == city


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("苫子牧市の補助", "tomakomai"),
        ("苫小枚市の補助", "tomakomai"),
        ("苫牧小市の補助", "tomakomai"),
        ("とまこまぃの補助", "tomakomai"),
        ("松土市の補助", "matsudo"),
        ("松戸氏の補助", "matsudo"),
        ("松本市の補助", None),
        ("神戸市の補助", None),
        ("愛知県小牧市の補助", None),
        ("この市の補助", None),
    ],
)
def test_a_slip_in_the_name_of_a_city_is_forgiven_another_city_is_another(
    text: str, city: str | None, small_assistant: Assistant
):
    assert small_assistant.matcher.rank(Asked(text, AFTER)).named == city


def test_a_subject_outside_is_recognised_and_is_no_candidate(small_assistant: Assistant):
    ranking = rank(small_assistant, "雨傘 レンタル")
    assert ranking.outside is not None
    assert ranking.outside.id == "umbrella-lending"
    assert not [identifier for identifier in ids(ranking) if "umbrella" in identifier]
    assert rank(small_assistant, "やかん 修理").outside is None


def test_no_subject_outside_is_meant_by_a_question_without_a_noun_of_it(small_assistant: Assistant):
    ranking = rank(small_assistant, "借りたい")
    assert ranking.evidence.outside > 0.5
    assert ranking.outside is None


def test_a_citys_subject_outside_is_nearest_to_its_city_and_farthest_from_another(small_assistant: Assistant):
    near = {
        city: rank(small_assistant, "ちょうちん", city=city).evidence.outside
        for city in ("matsudo", None, "tomakomai")
    }
    assert near["matsudo"] > near[None] > near["tomakomai"]


def test_confidences_are_probabilities_and_fall(assistant: Assistant):
    found = [rank(assistant, text) for text in ("料金", "ライセンスの更新", "補助金 松戸", "天気", "ｱﾌﾟﾘ")]
    confidences = [[c.confidence for c in ranking.candidates] for ranking in found]
    assert all(0 <= c <= 1 for row in confidences for c in row)
    assert [sorted(row, reverse=True) for row in confidences] == confidences


@given(text=st.text(max_size=500), day=st.dates(), city=st.sampled_from([None, "other", "chiba", "matsudo"]))
def test_any_text_on_any_day_is_ranked_the_same_twice(
    assistant: Assistant, text: str, day: datetime.date, city: str | None
):
    once = rank(assistant, text, day, city)
    assistant.matcher.forget()
    anew = rank(assistant, text, day, city)
    assert anew is not once
    assert anew.candidates == once.candidates
    assert anew.evidence == once.evidence


def test_the_same_question_is_not_looked_for_again_another_day_or_city_is_another(
    small_assistant: Assistant,
):
    first = rank(small_assistant, EXACT)
    assert rank(small_assistant, EXACT) is first
    assert ids(rank(small_assistant, EXACT, BEFORE)) != ids(first)
    assert rank(small_assistant, EXACT, city="other") is not first
    assert small_assistant.matcher.rank(Asked(EXACT, AFTER), limit=1).candidates == first.candidates[:1]


def test_scores_do_not_depend_on_the_order_of_files_and_entries(small_knowledge: Path):
    questions = ["銅の皿", "祭り やかん", "値上げした金物屋", EXACT]
    before = Assistant.load(small_knowledge)
    basics = small_knowledge / "entries" / "basics.yaml"
    entries = yaml.load(basics.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    for name, part in (("second", entries[:2]), ("basics", entries[:1:-1])):
        text = yaml.safe_dump(part, allow_unicode=True, sort_keys=False).replace("'", "")
        (small_knowledge / "entries" / f"{name}.yaml").write_text(text, encoding="utf-8")
    after = Assistant.load(small_knowledge)
    assert [e.id for e in after.knowledge.entries] != [e.id for e in before.knowledge.entries]
    for question in questions:
        old, new = (rank(a, question).candidates for a in (before, after))
        assert {(c.entry.id, c.score, c.confidence) for c in old} == {
            (c.entry.id, c.score, c.confidence) for c in new
        }


def test_every_real_wording_leads_to_its_entry_on_a_day_it_was_the_newest(assistant: Assistant):
    lost = []
    for entry in assistant.knowledge.entries:
        for wording in (entry.question, *entry.phrasings):
            ranking = rank(assistant, wording, entry.holds_from, entry.municipality)
            if ranking.best is None or ranking.best.entry.id != entry.id:
                lost.append((entry.id, wording, ids(ranking)[:2]))
    assert lost == []
