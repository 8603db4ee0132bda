"""The API as other programs use it."""

import json
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from faq_bot.assembly import Assistant

ASK = "/api/v1/ask"
UNIT = "ライセンスはパソコンごとに買うの？"
PROBLEM = ["type", "title", "status", "detail"]


def assert_problem(response: TestResponse, status: int, field: str | None) -> None:
    """The response is an RFC 9457 problem in Japanese that shows nothing of the program."""
    body = json.loads(response.get_data(as_text=True))
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert [key for key in body if key != "field"] == PROBLEM
    assert (body["status"], body.get("field")) == (status, field)
    assert re.search("[ぁ-ん]", body["title"] + body["detail"])
    assert re.search("[ぁ-ん]", body["detail"])
    assert not re.search(r"Traceback|Error|pydantic|werkzeug|\.py|\bNone\b|\bTrue\b", body["detail"])


def lasting(reply: bytes | dict[str, Any]) -> dict[str, Any]:
    """What is the same whenever the same is asked: all but the ids of reply and conversation."""
    body = json.loads(reply) if isinstance(reply, bytes) else reply
    return {key: value for key, value in body.items() if key not in ("reply", "conversation")}


def test_a_question_is_answered_as_json(client: FlaskClient):
    response = client.post(ASK, json={"question": UNIT})
    assert (response.status_code, response.content_type) == (200, "application/json")
    body = json.loads(response.data)
    assert body["outcome"] == "answered"
    assert "HD-31" in [source["ref"] for source in body["answer"]["sources"]]


def test_the_api_says_the_same_as_the_assistant(client: FlaskClient, assistant: Assistant):
    given = client.post(ASK, json={"question": UNIT, "as_of": "2026-03-16"}).data
    assert lasting(given) == lasting(assistant.ask(UNIT, as_of="2026-03-16").to_dict())


def test_all_keys_may_be_null_but_one(client: FlaskClient):
    keys = ("select", "municipality", "as_of", "facts", "conversation")
    bare = client.post(ASK, json={"question": UNIT})
    nulls = client.post(ASK, json={"question": UNIT, **dict.fromkeys(keys)})
    assert lasting(nulls.data) == lasting(bare.data)


def test_japanese_is_sent_as_japanese(client: FlaskClient):
    assert "事業所番号" in client.post(ASK, json={"question": UNIT}).get_data(as_text=True)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "question"),
        ({"question": None}, "question"),
        ({"question": ""}, "question"),
        ({"question": " \u3000\n"}, "question"),
        ({"question": "あ" * 501}, "question"),
        ({"question": 21000}, "question"),
        ({"question": ["料金"]}, "question"),
        ({"question": {"text": "料金"}}, "question"),
        ({"question": True}, "question"),
        ({"question": "料金", "city": "matsudo"}, "city"),
        ({"question": "料金", "Question": "料金"}, "Question"),
        ({"question": "料金", "municipality": "osaka"}, "municipality"),
        ({"question": "料金", "municipality": ""}, "municipality"),
        ({"question": "料金", "municipality": "松戸市"}, "municipality"),
        ({"question": "料金", "municipality": 5}, "municipality"),
        ({"question": "料金", "as_of": "2026-02-30"}, "as_of"),
        ({"question": "料金", "as_of": "20260301"}, "as_of"),
        ({"question": "料金", "as_of": "2026/03/01"}, "as_of"),
        ({"question": "料金", "as_of": ""}, "as_of"),
        ({"question": "料金", "as_of": 20260301}, "as_of"),
        ({"question": "料金", "facts": []}, "facts"),
        ({"question": "料金", "facts": "新規"}, "facts"),
        ({"question": "料金", "facts": {"status": {}}}, "facts"),
        ({"question": "料金", "facts": {"office_numbers": 1.5}}, "facts"),
        ({"question": "料金", "facts": {"office_numbers": [1]}}, "facts"),
        ({"question": "料金", "conversation": 1}, "conversation"),
        ({"select": {}}, "select"),
        ({"select": "none"}, "select"),
        ({"select": {"none": False}}, "select"),
        ({"select": {"entry": "licence-fee", "none": True}}, "select"),
        ({"select": {"entry": 5}}, "select.entry"),
        ({"select": {"none": "yes"}}, "select.none"),
        ({"select": {"button": 1}}, "select.button"),
        ([], ""),
        (["question"], ""),
        ("料金", ""),
        (None, ""),
        (5, ""),
    ],
    ids=lambda value: json.dumps(value, ensure_ascii=False)[:60],
)
def test_a_field_that_cannot_be_used_is_422_and_named(body: Any, field: str, client: FlaskClient):
    response = client.post(ASK, data=json.dumps(body), content_type="application/json")
    assert_problem(response, 422, field)


@pytest.mark.parametrize("length", [1, 500])
def test_the_shortest_and_the_longest_question_are_answered(length: int, client: FlaskClient):
    assert client.post(ASK, json={"question": "料" * length}).status_code == 200


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b'{"question":',
        b"question=a",
        b"{'question': 'a'}",
        b"NaN",
        b'{"question": NaN}',
        b'{"question": "\\ud800"}',
        b'{"question": "\xed\xa0\x80"}',
        b'{"question": "\xff"}',
        b"[" * 20000,
        b'{"question": ' + b"1" * 5000 + b"}",
    ],
    ids=lambda data: repr(data[:24]),
)
def test_what_is_no_json_is_400(data: bytes, client: FlaskClient):
    assert_problem(client.post(ASK, data=data, content_type="application/json"), 400, None)


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/xml"],
)
def test_another_content_type_is_415(content_type: str, client: FlaskClient):
    assert_problem(client.post(ASK, data='{"question": "料金"}', content_type=content_type), 415, None)


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON"])
def test_a_charset_or_capitals_do_not_matter(content_type: str, client: FlaskClient):
    response = client.post(ASK, data='{"question": "料金"}'.encode(), content_type=content_type)
    assert response.status_code == 200


def test_a_body_over_64_kilobytes_is_413_and_one_of_64_is_read(client: FlaskClient):
    fitting = json.dumps({"question": "料"}).ljust(64 * 1024)
    assert client.post(ASK, data=fitting, content_type="application/json").status_code == 200
    assert_problem(client.post(ASK, data=fitting + " ", content_type="application/json"), 413, None)


@pytest.mark.parametrize("path", ["/nowhere", "/api/v1/", "/api/v2/ask", "/static/nothing.css", "/ask"])
def test_an_unknown_address_is_404(path: str, client: FlaskClient):
    assert_problem(client.get(path), 404, None)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("GET", ASK, "POST"), ("PUT", ASK, "POST"), ("PUT", "/", "GET"), ("DELETE", "/api/v1/search", "GET")],
)
def test_another_method_is_405_and_the_right_one_is_named(
    method: str, path: str, allowed: str, client: FlaskClient
):
    response = client.open(path, method=method)
    assert_problem(response, 405, None)
    assert allowed in response.headers["Allow"]


def test_an_unknown_entry_is_404_and_named(client: FlaskClient):
    assert_problem(client.get("/api/v1/entries/nowhere"), 404, "id")
    assert_problem(client.post(ASK, json={"select": {"entry": "nowhere"}}), 404, "select.entry")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "q"),
        ("?q=", "q"),
        ("?q=%E3%80%80", "q"),
        (f"?q={'a' * 501}", "q"),
        ("?q=a&limit=0", "limit"),
        ("?q=a&limit=101", "limit"),
        ("?q=a&limit=-1", "limit"),
        ("?q=a&limit=1.5", "limit"),
        ("?q=a&limit=", "limit"),
        ("?q=a&limit=%EF%BC%95", "limit"),
        (f"?q=a&limit={'9' * 5000}", "limit"),
        ("?q=a&municipality=osaka", "municipality"),
        ("?q=a&as_of=2026-02-30", "as_of"),
        ("?q=a&size=5", "size"),
    ],
)
def test_a_search_that_cannot_be_made_names_the_parameter(query: str, field: str, client: FlaskClient):
    assert_problem(client.get(f"/api/v1/search{query}"), 422, field)


def test_a_search_gives_candidates_with_publisher_and_day(client: FlaskClient):
    results = json.loads(client.get("/api/v1/search?q=ライセンス&limit=3").data)["results"]
    keys = {"id", "question", "short_answer", "confidence", "sources", "publisher", "published"}
    assert len(results) == 3
    assert [keys - result.keys() for result in results] == [set()] * 3


def test_a_search_says_the_same_as_the_assistant(client: FlaskClient, assistant: Assistant):
    results = json.loads(client.get("/api/v1/search?q=ライセンス").data)["results"]
    assert results == [found.model_dump(mode="json") for found in assistant.search("ライセンス")]


def test_a_search_gives_20_results_when_no_limit_is_given(client: FlaskClient):
    assert len(json.loads(client.get("/api/v1/search?q=ライセンス").data)["results"]) == 20


def test_a_search_on_an_earlier_day_shows_only_what_was_published(client: FlaskClient):
    results = json.loads(client.get("/api/v1/search?q=ライセンス&as_of=2025-04-01&limit=100").data)["results"]
    assert {result["published"] for result in results} == {"2025-02-19", "2025-04-01"}


def test_every_entry_has_its_address(client: FlaskClient, assistant: Assistant):
    shown = [json.loads(client.get(f"/api/v1/entries/{e.id}").data) for e in assistant.knowledge.entries]
    assert [entry["answer"] for entry in shown] == [e.answer for e in assistant.knowledge.entries]


def test_an_error_of_our_own_is_500_in_japanese_and_shows_nothing(
    assistant: Assistant, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(assistant, "ask_mapping", broken)
    response = client.post(ASK, json={"question": "料金"})
    assert_problem(response, 500, None)
    assert "secret" not in response.get_data(as_text=True)


def test_every_reply_forbids_sniffing_and_scripts(client: FlaskClient):
    responses = [client.get("/"), client.get("/readyz"), client.get("/nowhere"), client.post(ASK, json={})]
    assert {r.headers["X-Content-Type-Options"] for r in responses} == {"nosniff"}
    assert all("default-src 'none'" in r.headers["Content-Security-Policy"] for r in responses)


def test_twenty_threads_get_what_one_gets(client: FlaskClient):
    questions = [UNIT, "料金", "明日の天気は", "松戸市の補助", "こんにちは", "", "フリーパスはいつまで"] * 20
    app = client.application

    def answer(question: str) -> tuple[int, dict[str, Any]]:
        response = app.test_client().post(ASK, json={"question": question})
        return response.status_code, lasting(response.data)

    alone = [answer(question) for question in questions]
    with ThreadPoolExecutor(20) as threads:
        assert list(threads.map(answer, questions)) == alone
    assert Counter(status for status, _ in alone) == {200: 120, 422: 20}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
KEYS = st.sampled_from(["question", "select", "municipality", "as_of", "facts", "conversation", "other"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=JSON | st.dictionaries(KEYS, JSON))
def test_any_json_is_answered_or_refused_with_a_problem(body: Any, client: FlaskClient):
    response = client.post(ASK, data=json.dumps(body), content_type="application/json")
    kinds = {200: "application/json", 422: "application/problem+json", 404: "application/problem+json"}
    assert response.content_type == kinds[response.status_code]


# ---- eligibility ----

ELIGIBILITY = "/api/v1/eligibility"
STARTING = {"as_of": "2025-05-01", "status": "new", "start_date": "2025-05-10"}


def test_a_decision_has_the_parts_of_the_contract(client: FlaskClient):
    response = client.post(ELIGIBILITY, json=STARTING)
    decision = json.loads(response.data)
    assert (response.status_code, response.content_type) == (200, "application/json")
    assert {"license_years", "schemes", "notes", "trace"} <= decision.keys()
    keys = "start end list_price payer net_per_office net_total status missing cites"
    assert [set(keys.split()) - year.keys() for year in decision["license_years"]] == [set(), set()]
    assert {"status", "reasons", "missing", "cites"} <= decision["schemes"]["free_pass"].keys()


def test_without_status_and_day_there_are_no_licence_years(client: FlaskClient):
    assert json.loads(client.post(ELIGIBILITY, json={"as_of": "2025-05-01"}).data)["license_years"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "as_of"),
        ({"as_of": None}, "as_of"),
        ({"as_of": "2026-02-30"}, "as_of"),
        ({"as_of": 20260301}, "as_of"),
        ({**STARTING, "city": "matsudo"}, "city"),
        ({**STARTING, "status": "old"}, "status"),
        ({**STARTING, "start_date": "2025-5-1"}, "start_date"),
        ({**STARTING, "office_numbers": 0}, "office_numbers"),
        ({**STARTING, "office_numbers": 1.5}, "office_numbers"),
        ({**STARTING, "office_numbers": True}, "office_numbers"),
        ({**STARTING, "municipality": "osaka"}, "municipality"),
        ({**STARTING, "service_type": "床屋"}, "service_type"),
        ({**STARTING, "suspended": "no"}, "suspended"),
        ([], ""),
    ],
    ids=lambda value: json.dumps(value, ensure_ascii=False)[:60],
)
def test_a_fact_that_cannot_be_used_is_422_and_named(body: Any, field: str, client: FlaskClient):
    assert_problem(client.post(ELIGIBILITY, json=body), 422, field)


@pytest.mark.parametrize(
    ("facts", "field"), [({"city": "matsudo"}, "facts.city"), ({"status": "old"}, "facts.status")]
)
def test_a_fact_beside_a_question_is_checked_alike(facts: dict[str, str], field: str, client: FlaskClient):
    assert_problem(client.post(ASK, json={"question": "料金", "facts": facts}), 422, field)


def test_no_json_and_another_content_type_are_refused_alike(client: FlaskClient):
    assert_problem(client.post(ELIGIBILITY, data="{", content_type="application/json"), 400, None)
    assert_problem(client.post(ELIGIBILITY, data="{}", content_type="text/plain"), 415, None)


# ---- what describes the API ----


def test_the_description_is_openapi_3_1_and_names_every_route(client: FlaskClient):
    document = json.loads(client.get("/openapi.json").data)
    routes = [
        rule
        for rule in client.application.url_map.iter_rules()
        if rule.endpoint != "static" and not rule.rule.startswith("/staff")
    ]
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in routes}


def test_every_reference_in_the_description_leads_somewhere(client: FlaskClient):
    text = client.get("/openapi.json").get_data(as_text=True)
    document = json.loads(text)
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert {"AskRequest", "Reply", "Problem"} <= named <= set(document["components"]["schemas"])


def test_a_real_reply_fits_its_description(client: FlaskClient):
    document = json.loads(client.get("/openapi.json").data)
    schema = {"$ref": "#/components/schemas/Reply", "components": document["components"]}
    replies = [json.loads(client.post(ASK, json={"question": q}).data) for q in (UNIT, "料金", "天気は")]
    assert [list(Draft202012Validator(schema).iter_errors(reply)) for reply in replies] == [[], [], []]
    assert list(Draft202012Validator(schema).iter_errors({**replies[0], "outcome": "perhaps"})) != []


def test_the_description_says_how_each_call_is_refused(client: FlaskClient):
    paths = json.loads(client.get("/openapi.json").data)["paths"]
    responses = paths[ASK]["post"]["responses"]
    assert {"200", "400", "404", "413", "415", "422", "429", "503"} <= set(responses)
    assert list(responses["429"]["content"]) == ["application/problem+json"]


# ---- health ----


def test_livez_readyz_and_version_answer(client: FlaskClient, assistant: Assistant):
    assert json.loads(client.get("/livez").data) == {"status": "ok"}
    ready = json.loads(client.get("/readyz").data)
    assert (ready["status"], ready["knowledge_version"]) == ("ready", assistant.knowledge.version)
    assert ready["entries"] == len(assistant.knowledge.entries)
    version = json.loads(client.get("/version").data)
    assert version["knowledge_version"] == assistant.knowledge.version
    assert re.fullmatch(r"\d+\.\d+\.\d+", version["version"])
