"""The queue of questions without an answer."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from faq_bot.server.staff.questions_view import ON_A_PAGE
from faq_bot.storage import audit, proposals, unanswered
from faq_bot.storage.records import Records
from tests.server.staff.conftest import token_of
from tests.server.staff.learning import ask, decide, fill, keys_on, page, post, questions_on, rate

Entered = Callable[[str], FlaskClient]
ALIKE = (
    "ライセンスの値段はどこで見るの",
    "ライセンスの値段はどこで見ますか",
    "らいせんすの値段は何処で見るの？",
)
OTHER = "犬の予防注射はいつですか"


def test_questions_that_ask_the_same_are_one_group_with_the_most_asked_first(
    logged_in: Entered, records: Records
):
    ask(records, OTHER, *ALIKE)
    text = page(logged_in("operator"))
    assert questions_on(text) == [ALIKE[0], OTHER]
    assert "6回" in text
    assert "ほかの書き方 2件" in text
    assert all(question in text for question in ALIKE)


def test_each_group_shows_the_entries_that_are_nearest_today(logged_in: Entered, records: Records):
    ask(records, "ライセンスは何の単位で要るのか教えて")
    text = page(logged_in("editor"))
    assert 'value="alias:licence-unit"' in text
    assert "確からしさ" in text


def test_replies_that_did_not_help_are_in_the_queue_with_what_was_said(logged_in: Entered, records: Records):
    rate(records, "更新の手続きを知りたい", "outdated", "去年の日付でした")
    rate(records, "もう分かりました", "resolved")
    text = page(logged_in("operator"))
    assert questions_on(text) == ["更新の手続きを知りたい"]
    assert "「情報が古い」" in text
    assert "去年の日付でした" in text


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("?kind=outdated", ["更新の手続きを知りたい"]),
        ("?kind=no_answer", [OTHER]),
        ("?q=予防", [OTHER]),
        ("?q=ﾖﾎﾞｳ猫", []),
        ("?state=ignored", []),
        ("?state=nonsense&kind=nonsense&page=nonsense", [OTHER, "更新の手続きを知りたい"]),
        ("?page=99", [OTHER, "更新の手続きを知りたい"]),
    ],
)
def test_the_queue_is_sifted_by_kind_state_and_words(
    address: str, seen: list[str], logged_in: Entered, records: Records
):
    ask(records, OTHER)
    rate(records, "更新の手続きを知りたい", "outdated")
    assert sorted(questions_on(page(logged_in("operator"), f"/staff/questions{address}"))) == sorted(seen)


def test_another_way_to_ask_becomes_a_proposal_with_every_way_of_the_group(
    logged_in: Entered, records: Records
):
    ask(records, *ALIKE)
    editor = logged_in("editor")
    assert decide(editor, "alias:licence-unit") == 303
    [row] = proposals.listed(records.engine)
    assert (row.kind, row.entry, row.by) == ("alias", "licence-unit", "editor")
    assert set(row.body["phrasings"]) == set(ALIKE)
    assert questions_on(page(editor)) == []
    assert audit.latest(records.engine, 1)[0].action == "question.alias"


def test_a_draft_takes_the_question_and_the_topic_of_the_nearest_entry(logged_in: Entered, records: Records):
    ask(records, *ALIKE)
    assert decide(logged_in("editor"), "draft") == 303
    [row] = proposals.listed(records.engine)
    assert row.kind == "draft"
    assert row.body["form"]["question"] == ALIKE[0]
    assert row.body["form"]["phrasings"].split("\n") == list(ALIKE[1:])
    assert row.body["form"]["topic"] != ""


@pytest.mark.parametrize(("what", "state"), [("not_ours", "not_ours"), ("ignored", "ignored")])
def test_what_is_not_ours_or_ignored_does_not_come_back_however_it_is_asked_or_rated(
    what: str, state: str, logged_in: Entered, records: Records
):
    ask(records, OTHER)
    rate(records, OTHER, "unclear")
    editor = logged_in("editor")
    assert decide(editor, what) == 303
    ask(records, f" {OTHER} ")
    rate(records, OTHER, "wrong_question", days=1)
    assert questions_on(page(editor)) == []
    assert questions_on(page(editor, f"/staff/questions?state={state}")) == [OTHER]
    assert proposals.listed(records.engine) == []


def test_a_question_that_was_taken_in_comes_back_when_its_answer_is_rated_badly_later(
    logged_in: Entered, records: Records
):
    rate(records, "更新の手続きを知りたい", "outdated")
    editor = logged_in("editor")
    assert decide(editor, "alias:licence-unit") == 303
    assert questions_on(page(editor)) == []
    rate(records, "更新の手続きを知りたい", "unclear", days=4000)
    assert questions_on(page(editor)) == ["更新の手続きを知りたい"]


def test_a_decision_is_told_and_can_be_taken_back_with_its_proposal(logged_in: Entered, records: Records):
    ask(records, *ALIKE)
    editor = logged_in("editor")
    token = token_of(editor, "/staff/questions")
    form = {"form_token": token, "items": keys_on(page(editor))[0], "decide": "draft", "at": "0"}
    after = page(editor, editor.post("/staff/questions/decide", data=form).headers["Location"])
    assert f"「{ALIKE[0]}」など3件：下書きにした" in after
    [moment] = re.findall(r'name="decided_at" value="([^"]+)"', after)
    assert post(editor, "/staff/questions/undo", by="editor", decided_at=moment) == 303
    assert questions_on(page(editor)) == [ALIKE[0]]
    assert proposals.listed(records.engine) == []
    assert [row.action for row in audit.latest(records.engine, 2)] == ["question.undo", "question.draft"]
    assert post(editor, "/staff/questions/undo", by="editor", decided_at=moment) == 422


def test_what_somebody_else_decided_meanwhile_is_said_and_nothing_is_decided_twice(
    logged_in: Entered, records: Records
):
    ask(records, OTHER)
    first, second = logged_in("editor"), logged_in("administrator")
    key = keys_on(page(second))[0]
    assert decide(first, "ignored") == 303
    assert post(second, "/staff/questions/decide", items=key, decide="draft") == 422
    assert proposals.listed(records.engine) == []


@pytest.mark.parametrize("what", ["", "alias:", "alias:nowhere", "delete", "open"])
def test_a_decision_that_is_none_is_refused(what: str, logged_in: Entered, records: Records):
    ask(records, OTHER)
    assert decide(logged_in("editor"), what) in (404, 422)
    assert unanswered.counts(records.engine) == {"open": 1}


def test_any_entry_can_be_searched_and_chosen(logged_in: Entered, records: Records):
    ask(records, OTHER)
    editor = logged_in("editor")
    key = keys_on(page(editor))[0]
    text = page(editor, f"/staff/questions/choose?items={key}&find=電子証明書の値段")
    assert OTHER in text
    assert len(re.findall('value="alias:', text)) >= 5
    assert "もうほかの人が決めました" in page(editor, "/staff/questions/choose?items=0000000000000000")


def test_marks_of_personal_data_are_no_way_to_ask(logged_in: Entered, records: Records):
    ask(records, "【氏名】さんのライセンスの値段")
    decide(logged_in("editor"), "alias:licence-unit")
    [row] = proposals.listed(records.engine)
    assert row.body["phrasings"] == ["さんのライセンスの値段"]


def test_a_script_in_a_question_is_shown_as_text(logged_in: Entered, records: Records):
    ask(records, "<script>alert(1)</script>の件")
    text = logged_in("editor").get("/staff/questions").get_data(as_text=True)
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_ten_thousand_questions_make_a_page_of_fifty_and_a_handful_of_queries(
    logged_in: Entered, records: Records, app: Flask
):
    nouns = [f"{chr(0x30A2 + i % 80)}{chr(0x30A2 + i // 80 % 80)}{i}号" for i in range(10_000)]
    fill(records, [f"{noun}の届け出はどうしますか" for noun in nouns])
    operator = logged_in("operator")
    asked: list[str] = []
    event.listen(records.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    text = page(operator)
    assert len(questions_on(text)) <= ON_A_PAGE
    assert len([words for words in asked if words.startswith("SELECT")]) <= 8
    assert len(text) < 300_000


def test_operators_look_and_editors_decide(logged_in: Entered, records: Records):
    ask(records, OTHER)
    operator = logged_in("operator")
    text = page(operator)
    assert questions_on(text) == [OTHER]
    assert 'name="decide"' not in text
    assert "決めるのは編集者です" in text
