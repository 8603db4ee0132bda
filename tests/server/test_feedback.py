"""What askers think of a reply, as programs and the widget send it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from faq_bot.assembly import Assistant
from faq_bot.reception.keeping import folded
from faq_bot.server.app import create_app
from faq_bot.storage import tables
from faq_bot.storage.connections import reading
from faq_bot.storage.records import Records
from tests.conftest import WEB
from tests.server.test_api import ASK, UNIT, assert_problem
from tests.server.test_page_conversation import Forms, Talk

FEEDBACK = "/api/v1/feedback"


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    made = Records(f"sqlite:///{tmp_path / 'data' / 'faq-bot.db'}", folded)
    yield made
    made.close()


@pytest.fixture
def keeping(assistant: Assistant, records: Records) -> FlaskClient:
    """A client of a service that keeps what must be kept."""
    return create_app(assistant, WEB, records=records).test_client()


@pytest.fixture
def reply(keeping: FlaskClient) -> str:
    found: str = json.loads(keeping.post(ASK, json={"question": UNIT}).data)["reply"]
    return found


def kept(records: Records, column: str) -> list[Any]:
    records.journal.settle()
    table, name = column.split(".")
    with reading(records.engine) as connection:
        return list(connection.execute(select(tables.metadata.tables[table].c[name])).scalars())


def test_feedback_is_kept_and_a_repeat_replaces_it(keeping: FlaskClient, reply: str, records: Records):
    for verdict in ("unclear", "resolved"):
        response = keeping.post(FEEDBACK, json={"reply": reply, "verdict": verdict, "comment": "助かった"})
        assert (response.status_code, response.data) == (204, b"")
    assert kept(records, "feedback.verdict") == ["resolved"]


@pytest.mark.parametrize("comment", [{}, {"comment": None}, {"comment": ""}, {"comment": "あ" * 1000}])
def test_a_comment_may_be_there_or_not(comment: dict[str, Any], keeping: FlaskClient, reply: str):
    assert keeping.post(FEEDBACK, json={"reply": reply, "verdict": "resolved", **comment}).status_code == 204


@pytest.mark.parametrize("unknown", ["", "0123456789abcdef", "A" * 28, "reply\0", "あ" * 28])
def test_a_reply_that_was_never_given_is_404(unknown: str, keeping: FlaskClient):
    response = keeping.post(FEEDBACK, json={"reply": unknown, "verdict": "resolved"})
    assert_problem(response, 404, "reply")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"verdict": "good"}, "verdict"),
        ({"verdict": None}, "verdict"),
        ({"verdict": True}, "verdict"),
        ({"reply": 5}, "reply"),
        ({"reply": None}, "reply"),
        ({"comment": "あ" * 1001}, "comment"),
        ({"comment": 5}, "comment"),
        ({"note": "x"}, "note"),
    ],
    ids=str,
)
def test_a_field_that_cannot_be_used_is_422_and_named(
    change: dict[str, Any], field: str, keeping: FlaskClient, reply: str
):
    response = keeping.post(FEEDBACK, json={"reply": reply, "verdict": "resolved", **change})
    assert_problem(response, 422, field)


@pytest.mark.parametrize("missing", ["reply", "verdict"])
def test_a_field_that_is_missing_is_422_and_named(missing: str, keeping: FlaskClient, reply: str):
    body = {"reply": reply, "verdict": "resolved"}
    del body[missing]
    assert_problem(keeping.post(FEEDBACK, json=body), 422, missing)


def test_what_is_no_json_object_is_refused_as_everywhere(keeping: FlaskClient):
    assert_problem(keeping.post(FEEDBACK, data=b"{", content_type="application/json"), 400, None)
    assert_problem(keeping.post(FEEDBACK, data=b"{}", content_type="text/plain"), 415, None)
    large = b" " * (64 * 1024 + 1)
    assert_problem(keeping.post(FEEDBACK, data=large, content_type="application/json"), 413, None)
    assert_problem(keeping.get(FEEDBACK), 405, None)


def test_without_a_database_feedback_is_not_acknowledged(client: FlaskClient):
    reply = json.loads(client.post(ASK, json={"question": UNIT}).data)["reply"]
    response = client.post(FEEDBACK, json={"reply": reply, "verdict": "resolved"})
    assert_problem(response, 503, None)
    assert response.headers["Retry-After"] == "5"


def test_the_channel_is_the_widget_where_it_says_so(keeping: FlaskClient, records: Records):
    for headers in ({}, {"X-Channel": "widget"}, {"X-Channel": "slack"}):
        keeping.post(ASK, json={"question": UNIT}, headers=headers)
    keeping.get("/", query_string={"q": UNIT})
    assert kept(records, "replies.channel") == ["api", "widget", "api", "page"]


def test_feedback_stands_in_the_openapi_document(client: FlaskClient):
    document = json.loads(client.get("/openapi.json").data)
    route = document["paths"]["/api/v1/feedback"]["post"]
    assert set(route["responses"]) == {"204", "400", "404", "413", "415", "422", "429", "503"}
    model = document["components"]["schemas"]["FeedbackRequest"]
    assert model["required"] == ["reply", "verdict"]
    assert "conversation_id" not in document["components"]["schemas"]["Reply"]["properties"]


def by_form(client: FlaskClient, verdict: str, **more: str) -> tuple[int, str]:
    """Ask on the page, press a verdict below the answer: status and page."""
    talk = Talk(client).ask(UNIT)
    form = Forms(talk.html).with_button("解決した")
    response = client.post("/feedback", data={**dict(form.fields), "verdict": verdict, **more})
    return response.status_code, response.get_data(as_text=True)


@pytest.mark.parametrize("verdict", ["resolved", "wrong_question", "outdated", "unclear"])
def test_one_press_below_an_answer_is_kept(verdict: str, keeping: FlaskClient, records: Records):
    status, html = by_form(keeping, verdict)
    assert (status, kept(records, "feedback.verdict")) == (200, [verdict])
    form = Forms(html).with_button("補足を送る")
    assert form.hidden("verdict") == [verdict]
    keeping.post("/feedback", data={**dict(form.fields), "comment": "1行目\r\n2行目"})
    assert kept(records, "feedback.comment") == ["1行目\n2行目"]
    assert kept(records, "feedback.verdict") == [verdict]


def test_the_conversation_goes_on_after_a_verdict(keeping: FlaskClient):
    _, html = by_form(keeping, "resolved")
    form = Forms(html).with_button("尋ねる")
    assert (form.method, len(form.hidden("conversation"))) == ("post", 1)
    page = keeping.post("/", data={**dict(form.fields), "q": "それはなぜですか"})
    assert page.status_code == 200
    assert "続きを読み取れなかった" not in page.get_data(as_text=True)


def test_a_comment_that_is_too_long_comes_back_and_is_not_lost(keeping: FlaskClient, records: Records):
    status, html = by_form(keeping, "unclear", comment="あ" * 1001)
    assert (status, kept(records, "feedback.verdict")) == (422, [])
    assert "あ" * 1001 in html
    assert "今は1001文字" in html


@pytest.mark.parametrize("fields", [{}, {"reply": "nonsense", "verdict": "resolved"}, {"verdict": "fine"}])
def test_a_verdict_on_nothing_is_told(fields: dict[str, str], keeping: FlaskClient, records: Records):
    response = keeping.post("/feedback", data=fields)
    assert response.status_code == 422
    assert "どのお答えについてのことか" in response.get_data(as_text=True)
    assert kept(records, "feedback.verdict") == []
    assert keeping.get("/feedback").location == "/"
