"""What every reply promises."""

import datetime
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from faq_bot.assembly import Assistant
from faq_bot.errors import InputError, NotFoundError

QUESTIONS = Path(__file__).parent.parent / "questions"
UNIT = "ライセンスはパソコンごとに買うの？"
HOW_LONG = "キャンペーンはいつまで無料？"

# contract.md, "Ask"; holds_from and holds_to of an answer and what a reply asks are added by us
REPLY = [
    "reply",
    "outcome",
    "message",
    "kind",
    "said",
    "states_answer",
    "asked",
    "answer",
    "also",
    "confidence",
    "candidates",
    "facts",
    "eligibility",
    "needs",
    "asks",
    "personal",
    "contact",
    "conversation",
    "knowledge_version",
]
ANSWER = [
    "id",
    "question",
    "answer",
    "short_answer",
    "topic",
    "municipality",
    "schemes",
    "sources",
    "updated_by",
    "holds_from",
    "holds_to",
]
SOURCE = ["ref", "title", "publisher", "published", "url"]
CANDIDATE = ["id", "question", "short_answer", "confidence", "sources"]
FACT = ["fact", "name", "value", "label", "words", "origin"]
CONTACT = ["name", "telephone", "hours", "url"]


def asked_before() -> list[str]:
    lines = [
        line
        for name in ("in_scope.jsonl", "out_of_scope.jsonl")
        for line in (QUESTIONS / name).read_text(encoding="utf-8").splitlines()
    ]
    return [json.loads(line)["query"] for line in lines]


def ask(assistant: Assistant, question: str | None = None, **request: Any) -> dict[str, Any]:
    return assistant.ask(question, **request).to_dict()


@pytest.mark.parametrize(
    "request_",
    [
        {"question": UNIT},
        {"question": "料金"},
        {"question": "明日の天気は"},
        {"question": "こんにちは"},
        {"question": "横浜市の補助金はありますか"},
        {"question": UNIT, "as_of": "2025-01-01"},
        {"question": "補助金はいくらですか", "municipality": "tomakomai"},
        {"select": {"entry": "licence-fee"}},
        {"select": {"none": True}},
        {"select": {"restart": True}},
        {"question": "😀\x00"},
    ],
    ids=str,
)
def test_every_reply_has_exactly_the_fields_of_the_contract(request_: dict[str, Any], assistant: Assistant):
    reply = ask(assistant, **request_)
    assert list(reply) == REPLY
    assert reply["outcome"] in ("answered", "choose", "no_answer")
    assert (reply["answer"] is not None) == (reply["outcome"] == "answered")
    assert reply["message"]
    assert 0 <= reply["confidence"] <= 1
    assert len(reply["candidates"]) <= 5
    assert list(reply["contact"]) == CONTACT
    assert [list(c) for c in reply["candidates"]] == [CANDIDATE] * len(reply["candidates"])
    assert [list(f) for f in reply["facts"]] == [FACT] * len(reply["facts"])
    answers = [answer for answer in (reply["answer"], *reply["also"]) if answer]
    assert [list(answer) for answer in answers] == [ANSWER] * len(answers)
    sources = [source for answer in answers for source in answer["sources"]]
    assert [list(source) for source in sources] == [SOURCE] * len(sources)


def test_the_licence_question_is_answered_with_its_reference(assistant: Assistant):
    reply = ask(assistant, UNIT)
    assert reply["outcome"] == "answered"
    sources = {source["ref"]: source for source in reply["answer"]["sources"]}
    assert sources["HD-31"]["published"] == "2025-04-14"
    assert "事業所番号" in reply["message"]


def test_the_message_of_an_answer_begins_with_the_answer(assistant: Assistant):
    reply = ask(assistant, UNIT)
    assert reply["message"].startswith(reply["answer"]["answer"])


def test_a_vague_word_is_a_choice_of_two_to_five(assistant: Assistant):
    reply = ask(assistant, "料金")
    assert reply["outcome"] == "choose"
    assert 2 <= len(reply["candidates"]) <= 5


@pytest.mark.parametrize(
    "question", ["明日の天気は", "カレーの作り方", "あ" * 500, "a" * 500, "😀😀", "\x00\x01", "？"]
)
def test_what_is_not_ours_is_refused_and_the_help_desk_is_named(question: str, assistant: Assistant):
    reply = ask(assistant, question)
    assert (reply["outcome"], reply["answer"]) == ("no_answer", None)
    assert reply["contact"]["telephone"] == "0120-584-708"
    assert "0120-584-708" in reply["message"]


@pytest.mark.parametrize("kind", ["greetings", "thanks", "farewells", "abuse"])
def test_each_courtesy_gets_its_own_sentence(kind: str, assistant: Assistant):
    fixed = getattr(assistant.knowledge.wording, kind)
    replies = {word: ask(assistant, f"{word}。") for word in fixed.words}
    assert replies
    assert {word for word, reply in replies.items() if reply["message"] != fixed.reply} == set()
    assert {reply["outcome"] for reply in replies.values()} == {"no_answer"}


@pytest.mark.parametrize(
    "question", [f"こんにちは。{UNIT}", f"{UNIT}ありがとうございます", f"お世話になっております。{UNIT}"]
)
def test_a_greeting_around_a_question_does_not_hide_it(question: str, assistant: Assistant):
    assert ask(assistant, question)["candidates"][0]["id"] == ask(assistant, UNIT)["answer"]["id"]


@pytest.mark.parametrize("city", ["横浜市", "札幌市", "福岡市"])
def test_another_citys_subsidy_is_not_stated_and_the_city_is_named(city: str, assistant: Assistant):
    reply = ask(assistant, f"{city}の補助金はありますか")
    assert reply["outcome"] == "no_answer"
    assert city in reply["message"]


def test_a_known_city_without_a_subsidy_of_its_own_is_named_with_its_office(assistant: Assistant):
    reply = ask(assistant, "千葉市の補助金はいくら")
    assert reply["outcome"] == "no_answer"
    assert reply["contact"]["name"].startswith("千葉市")


# ---- days ----


@pytest.mark.parametrize("question", [UNIT, HOW_LONG, "こんにちは", "松戸市の補助"])
@pytest.mark.parametrize("day", ["0001-01-01", "2024-12-31", "2025-02-18"])
def test_before_the_first_document_nothing_is_known(question: str, day: str, assistant: Assistant):
    reply = ask(assistant, question, as_of=day)
    assert (reply["outcome"], reply["answer"], reply["candidates"]) == ("no_answer", None, [])
    assert "2025年2月19日" in reply["message"]


def test_on_the_day_of_the_first_document_its_city_is_answered(assistant: Assistant):
    reply = ask(assistant, "松戸市の補助はいくら", as_of="2025-02-19")
    assert reply["outcome"] == "answered"
    assert {source["ref"][:2] for source in reply["answer"]["sources"]} == {"MD"}


def test_how_long_the_campaign_is_free_changes_with_the_notice_of_the_17th_of_march(assistant: Assistant):
    before = ask(assistant, HOW_LONG, as_of="2026-03-16")
    after = ask(assistant, HOW_LONG, as_of="2026-03-17")
    assert before["outcome"] == after["outcome"] == "answered"
    assert "CB-1.2" in [source["ref"] for source in after["answer"]["sources"]]
    assert {source["ref"][:2] for source in before["answer"]["sources"]} <= {"HD", "KG", "TM"}
    older = ask(assistant, select={"entry": before["answer"]["id"]}, as_of="2026-03-17")
    assert older["answer"]["updated_by"] == after["answer"]["id"]
    assert before["answer"]["updated_by"] is None


def test_an_older_entry_says_what_changed_and_when(assistant: Assistant):
    older = ask(assistant, select={"entry": "free-pass-period-announced"}, as_of="2026-03-17")
    newer = ask(assistant, select={"entry": older["answer"]["updated_by"]}, as_of="2026-03-17")
    assert "2026年3月17日" in older["message"]
    assert newer["answer"]["short_answer"] in older["message"]
    assert newer["answer"]["updated_by"] is None


@pytest.mark.parametrize("day", ["2025-02-19", "2025-04-01", "2025-04-14", "2025-08-01", "2026-03-16"])
def test_no_reply_shows_a_source_that_was_not_yet_published(day: str, assistant: Assistant):
    passages = assistant.knowledge.sources.passages
    later = []
    for question in asked_before():
        reply = ask(assistant, question, as_of=day)
        answers = [answer for answer in (reply["answer"], *reply["also"]) if answer]
        refs = [source["ref"] for answer in answers for source in answer["sources"]]
        refs += [ref for candidate in reply["candidates"] for ref in candidate["sources"]]
        later += [(question, ref) for ref in refs if passages[ref].published.isoformat() > day]
        later += [(question, answer["id"]) for answer in answers if answer["holds_from"] > day]
    assert later == []


def test_every_entry_shown_has_at_least_one_source_on_its_first_day(assistant: Assistant):
    bare = [
        entry.id
        for entry in assistant.knowledge.entries
        if not assistant.entry(entry.id, as_of=entry.holds_from).sources
    ]
    assert bare == []


def test_without_a_day_the_clock_is_asked(small_knowledge: Path):
    days = iter([datetime.date(2026, 3, 16), datetime.date(2026, 3, 16), datetime.date(2026, 3, 17)])
    assistant = Assistant.load(small_knowledge, today=lambda: next(days))
    assert ask(assistant, select={"entry": "copper-price"})["answer"]["updated_by"] is None
    assert ask(assistant, select={"entry": "copper-price"})["answer"]["updated_by"] == "copper-price-raised"


def test_an_entry_that_has_ended_says_until_when_it_held(small_assistant: Assistant):
    running = ask(small_assistant, select={"entry": "matsudo-festival"}, as_of="2025-03-31")
    ended = ask(small_assistant, select={"entry": "matsudo-festival"}, as_of="2025-04-01")
    assert running["message"] == running["answer"]["answer"]
    assert ended["message"].startswith(running["message"])
    assert "2025年3月31日までの内容" in ended["message"]


# ---- buttons ----


def test_a_chosen_candidate_is_answered_with_certainty(assistant: Assistant):
    offered = ask(assistant, "料金")["candidates"][1]
    reply = ask(assistant, select={"entry": offered["id"]})
    assert (reply["outcome"], reply["confidence"]) == ("answered", 1.0)
    assert reply["answer"]["id"] == offered["id"]


def test_none_of_these_names_the_help_desk(assistant: Assistant):
    reply = ask(assistant, select={"none": True})
    assert (reply["outcome"], reply["candidates"]) == ("no_answer", [])
    assert "0120-584-708" in reply["message"]


def test_an_entry_that_does_not_exist_cannot_be_chosen(assistant: Assistant):
    with pytest.raises(NotFoundError) as caught:
        assistant.ask(select={"entry": "licence-fees"})
    assert caught.value.field == "select.entry"


def test_an_entry_of_the_future_cannot_be_chosen(small_assistant: Assistant):
    with pytest.raises(NotFoundError):
        small_assistant.ask(select={"entry": "copper-price-raised"}, as_of="2026-03-16")


# ---- cities ----


def test_the_city_in_the_words_wins_over_the_widgets(assistant: Assistant):
    reply = ask(assistant, "松戸市の補助金はいくらでしたか", municipality="tomakomai")
    assert [(f["fact"], f["value"], f["label"], f["origin"]) for f in reply["facts"]] == [
        ("municipality", "matsudo", "松戸市", "question")
    ]
    assert reply["answer"]["municipality"] == "matsudo"


def test_the_widgets_city_counts_when_the_words_name_none(assistant: Assistant):
    reply = ask(assistant, "補助の申請の用紙はどこにありますか", municipality="tomakomai")
    assert [(f["value"], f["origin"]) for f in reply["facts"]] == [("tomakomai", "request")]
    assert reply["answer"]["municipality"] == "tomakomai"
    assert reply["contact"]["name"].startswith("苫小牧市")


# ---- facts ----


def test_the_city_of_the_request_wins_over_the_facts(assistant: Assistant):
    reply = ask(assistant, UNIT, municipality="tomakomai", facts={"municipality": "matsudo"})
    assert [(f["fact"], f["value"]) for f in reply["facts"]] == [("municipality", "tomakomai")]


def test_the_day_of_the_request_wins_over_the_facts(assistant: Assistant):
    early = {"as_of": "2025-02-18"}
    assert ask(assistant, UNIT, facts=early)["outcome"] == "no_answer"
    assert ask(assistant, UNIT, facts=early, as_of="2026-03-17")["outcome"] == "answered"


def test_facts_are_shown_back_in_japanese(assistant: Assistant):
    reply = ask(assistant, UNIT, facts={"status": "new", "start_date": "2026-04-10", "office_numbers": None})
    shown = {fact["fact"]: (fact["value"], fact["label"], fact["origin"]) for fact in reply["facts"]}
    assert shown["start_date"] == ("2026-04-10", "2026年4月10日", "request")
    assert shown["status"][0] == "new"
    assert "新しく" in shown["status"][1]
    assert set(shown) == {"start_date", "status"}


def test_a_pressed_fact_is_known_and_null_is_not_known(assistant: Assistant):
    known = ask(assistant, select={"fact": "status", "value": "renewing"})
    unknown = ask(assistant, select={"fact": "status", "value": None}, facts={"status": "new"})
    assert [(f["fact"], f["value"]) for f in known["facts"]] == [("status", "renewing")]
    assert unknown["facts"] == []


def test_every_reply_carries_the_decision_for_the_facts_known(assistant: Assistant):
    facts = {"status": "new", "start_date": "2025-05-10"}
    reply = ask(assistant, UNIT, facts=facts, as_of="2025-05-20")
    decision = assistant.eligibility({**facts, "as_of": "2025-05-20"})
    assert reply["eligibility"]["license_years"] == decision["license_years"]
    assert reply["eligibility"]["schemes"].keys() == decision["schemes"].keys()


# ---- two questions ----


def test_a_second_question_is_answered_beside_the_first(assistant: Assistant):
    reply = ask(assistant, f"{UNIT}ヘルプデスクの電話番号を教えてください。")
    shown = [reply["answer"]["id"], *(answer["id"] for answer in reply["also"])]
    assert len(set(shown)) == len(shown)
    assert ask(assistant, UNIT)["answer"]["id"] in shown
    assert 1 <= len(reply["also"]) <= 2


def test_a_day_that_dates_a_figure_does_not_hide_the_later_document_that_tells_it(assistant: Assistant):
    reply = assistant.ask("2025年10月2日時点で、全国では何件載っていますか", as_of="2026-11-22")
    assert reply.answer is not None
    assert [source.ref for source in reply.answer.sources] == ["CB-3.2"]


# ---- decisions, with thresholds of our own ----


@pytest.fixture
def steered(small_knowledge: Path) -> Callable[[float, float], Assistant]:
    """An assistant whose probabilities are written down: of being ours, and of the first being right."""

    def steer(in_scope: float, right: float) -> Assistant:
        text = (
            "fitted_on: 試し\nquestions: 1\n"
            f"in_scope: {{intercept: {in_scope}, weights: {{}}}}\n"
            f"right: {{intercept: {right}, weights: {{}}}}\n"
            "refuse_below: 0.5\nanswer_from: 0.5\n"
        )
        (small_knowledge / "calibration.yaml").write_text(text, encoding="utf-8")
        return Assistant.load(small_knowledge)

    return steer


@pytest.mark.parametrize(
    ("in_scope", "right", "outcome"),
    [(9.0, 9.0, "answered"), (9.0, -9.0, "choose"), (-1.0, 9.0, "no_answer"), (-9.0, 9.0, "no_answer")],
)
def test_the_two_probabilities_decide_the_outcome(
    in_scope: float, right: float, outcome: str, steered: Callable[[float, float], Assistant]
):
    assert ask(steered(in_scope, right), "やかんと銅の皿の値段", as_of="2026-05-01")["outcome"] == outcome


def test_a_choice_offers_at_least_two_even_if_one_is_far_ahead(steered: Callable[[float, float], Assistant]):
    reply = ask(steered(9.0, -9.0), "壊れたやかんはどこで直せますか、銅", as_of="2026-05-01")
    assert reply["outcome"] == "choose"
    assert len(reply["candidates"]) >= 2


def test_the_subject_that_is_not_in_the_documents_is_named(steered: Callable[[float, float], Assistant]):
    reply = ask(steered(-1.0, 0.0), "傘を借りたいのですが、祭りで", as_of="2026-05-01")
    assert reply["outcome"] == "no_answer"
    assert "傘の貸し出し" in reply["message"]


# ---- the same for everyone ----


def test_the_same_request_gives_the_same_bytes(knowledge: Any):
    today = datetime.date(2026, 11, 22)
    first, second = (
        Assistant(knowledge, today=lambda: today, secret="of both replicas", seconds=lambda: 0.0)
        for _ in range(2)
    )
    questions = asked_before()[::10]
    assert [json.dumps(ask(first, q)) for q in questions] == [json.dumps(ask(second, q)) for q in questions]


def test_twenty_threads_asking_at_once_get_the_answers_one_gets(assistant: Assistant):
    questions = asked_before()[::4]
    alone = [json.dumps(ask(assistant, question)) for question in questions]
    with ThreadPoolExecutor(20) as threads:
        together = [json.dumps(reply.to_dict()) for reply in threads.map(assistant.ask, questions)]
    assert together == alone


def test_the_request_is_not_changed(assistant: Assistant):
    body = {"question": UNIT, "facts": {"status": "new"}, "select": None}
    assistant.ask_mapping(body)
    assert body == {"question": UNIT, "facts": {"status": "new"}, "select": None}


def test_a_day_may_be_given_as_a_date(assistant: Assistant):
    given_date = ask(assistant, UNIT, as_of=datetime.date(2026, 3, 16))
    assert given_date == ask(assistant, UNIT, as_of="2026-03-16")


@given(question=st.text(min_size=1, max_size=500).filter(str.strip), day=st.none() | st.dates())
@example(question="\ud800", day=None)
@example(question="\x00", day=None)
def test_any_text_is_answered(assistant: Assistant, question: str, day: datetime.date | None):
    reply = ask(assistant, question, as_of=day)
    assert json.dumps(reply, ensure_ascii=False).encode()
    assert list(reply) == REPLY


@pytest.mark.parametrize("question", ["", " ", "\u3000\n", "あ" * 501, 5, None])
def test_a_question_that_is_none_is_refused_by_its_name(question: Any, assistant: Assistant):
    with pytest.raises(InputError) as caught:
        assistant.ask_mapping({"question": question})
    assert caught.value.field == "question"


# ---- search and single entries ----


def test_the_search_ranks_without_a_threshold(assistant: Assistant):
    found = assistant.search("天気 ライセンス", limit=100)
    assert len(found) > 20
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)


@pytest.mark.parametrize("limit", [1, 7, 20])
def test_the_search_gives_as_many_results_as_asked_for(limit: int, assistant: Assistant):
    assert len(assistant.search("ライセンス 料金", limit=limit)) == limit


def test_an_entry_is_shown_as_it_stands_on_a_day(small_assistant: Assistant):
    assert small_assistant.entry("copper-price", as_of="2026-03-17").updated_by == "copper-price-raised"
    assert [s.ref for s in small_assistant.entry("copper-price-raised").sources] == ["CB-1.1", "TM-1"]
    with pytest.raises(NotFoundError):
        small_assistant.entry("copper-price-raised", as_of="2026-03-16")


def test_an_asker_elsewhere_is_never_told_another_citys_rule(assistant: Assistant) -> None:
    reply = assistant.ask("補助金の申請はいつまで", municipality="other", as_of="2025-05-01")
    assert reply.answer is None or reply.answer.municipality is None


def test_a_city_written_in_half_width_kana_is_recognised(assistant: Assistant) -> None:
    reply = assistant.ask("ﾄﾏｺﾏｲ の補助の連絡先は", as_of="2025-05-01")
    assert [(fact.fact, fact.value) for fact in reply.facts] == [("municipality", "tomakomai")]
