"""Every request leaves one line in the log and its mark in the numbers, and neither tells what was asked."""

import io
import json
import logging
import logging.config
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from faq_bot.assembly import Assistant
from faq_bot.server.app import create_app
from faq_bot.server.logs import line_log, logging_config
from faq_bot.server.observing import REHEARSAL
from faq_bot.settings import read_settings
from tests.conftest import WEB

ASK = "/api/v1/ask"
UNIT = "ライセンスはパソコンごとに買うの？"
TOKEN = "a word for the tests"


@pytest.fixture
def lines() -> io.BytesIO:
    """What the app logs."""
    return io.BytesIO()


@pytest.fixture
def app(assistant: Assistant, lines: io.BytesIO) -> Flask:
    app = create_app(assistant, WEB)
    app.extensions["log"] = line_log("info", lines)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def logged(lines: io.BytesIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def numbers(client: FlaskClient) -> dict[str, float]:
    text = client.get("/metrics").get_data(as_text=True)
    found = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in found}


def test_one_line_tells_all_of_a_question_but_the_question(
    client: FlaskClient, lines: io.BytesIO, assistant: Assistant
):
    client.post(ASK, json={"question": UNIT, "facts": {"office_numbers": 7}})
    [line] = logged(lines)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", line.pop("at"))
    assert re.fullmatch("[0-9a-f]{16}", line.pop("request_id"))
    assert line.pop("ms") > 0
    assert line == {
        "event": "request",
        "level": "info",
        "method": "POST",
        "route": ASK,
        "status": 200,
        "outcome": "answered",
        "entry": "licence-unit",
        "channel": "api",
        "knowledge": assistant.knowledge.version,
    }


def test_a_question_is_logged_masked_where_the_settings_say_so(assistant: Assistant, lines: io.BytesIO):
    app = create_app(assistant, WEB, read_settings({"FAQ_BOT_LOG_QUESTIONS": "on"}))
    app.extensions["log"] = line_log("info", lines)
    app.test_client().post(ASK, json={"question": "090-1234-5678の者です。料金は"})
    [line] = logged(lines)
    assert "料金は" in line["question"]
    assert "5678" not in lines.getvalue().decode()


@pytest.mark.parametrize("path", [f"/?q={UNIT}", f"/api/v1/search?q={UNIT}", f"/nowhere/{UNIT}?q={UNIT}"])
def test_neither_query_nor_address_is_logged(path: str, client: FlaskClient, lines: io.BytesIO):
    client.get(path)
    [line] = logged(lines)
    assert line["route"] in ("/", "/api/v1/search", "other")
    assert "パソコン" not in lines.getvalue().decode()


def test_an_entry_is_logged_by_the_template_of_its_address(client: FlaskClient, lines: io.BytesIO):
    client.get("/api/v1/entries/licence-unit")
    assert [line["route"] for line in logged(lines)] == ["/api/v1/entries/<identifier>"]


def test_an_id_that_is_sent_is_used_and_sent_back(client: FlaskClient, lines: io.BytesIO):
    response = client.get("/version", headers={"X-Request-ID": "from-the-proxy.7"})
    assert response.headers["X-Request-ID"] == "from-the-proxy.7"
    assert logged(lines)[0]["request_id"] == "from-the-proxy.7"


@pytest.mark.parametrize("sent", ["", "a" * 65, 'x"} {"level":"error', "ぱそこん".encode().decode("latin-1")])
def test_an_id_that_is_none_is_replaced(sent: str, client: FlaskClient, lines: io.BytesIO):
    response = client.get("/version", headers={"X-Request-ID": sent})
    assert re.fullmatch("[0-9a-f]{16}", response.headers["X-Request-ID"])
    assert len(logged(lines)) == 1


def test_a_refused_request_is_logged_with_its_status(client: FlaskClient, lines: io.BytesIO):
    client.post(ASK, json={"question": ""})
    assert [(line["status"], line.get("outcome")) for line in logged(lines)] == [(422, None)]


def test_looking_whether_it_lives_fills_no_log(client: FlaskClient, lines: io.BytesIO):
    for path in ("/livez", "/readyz", "/metrics"):
        client.get(path)
    assert lines.getvalue() == b""


def test_an_unexpected_error_is_logged_under_the_id_of_its_request(
    client: FlaskClient,
    assistant: Assistant,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(assistant, "search_fields", broken)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logging.config.dictConfig(logging_config("info"))
    try:
        client.get("/api/v1/search?q=料金", headers={"X-Request-ID": "seven"})
    finally:
        root.handlers[:], root.level = handlers, level
    lines = map(json.loads, capsys.readouterr().out.splitlines())
    line = next(line for line in lines if line["event"] == "unexpected error")
    assert (line["level"], line["request_id"]) == ("error", "seven")
    assert "out of order" in line["exception"]


def test_replies_are_counted_by_outcome_and_channel(client: FlaskClient):
    client.post(ASK, json={"question": UNIT})
    client.post(ASK, json={"question": "明日の天気は"})
    client.get("/", query_string={"q": UNIT})
    found = numbers(client)
    assert found['faq_bot_replies_total{channel="api",outcome="answered"}'] == 1
    assert found['faq_bot_replies_total{channel="api",outcome="no_answer"}'] == 1
    assert found['faq_bot_replies_total{channel="page",outcome="answered"}'] == 1


def test_requests_are_timed_by_route_and_counted_by_status(client: FlaskClient):
    client.post(ASK, json={"question": UNIT})
    client.post(ASK, json={"question": ""})
    found = numbers(client)
    assert found[f'faq_bot_request_seconds_count{{method="POST",route="{ASK}"}}'] == 2
    assert found[f'faq_bot_responses_total{{route="{ASK}",status="422"}}'] == 1


def test_nobody_can_make_up_labels(client: FlaskClient):
    def call(i: int) -> set[str]:
        client.get(f"/nowhere-{i}")
        client.open("/version", method=f"FETCH{i}")
        client.get("/version", headers={"Host": f"host-{i}.example", "X-Request-ID": f"id-{i}"})
        return set(numbers(client))

    call(0)
    before = call(1)
    for i in range(2, 20):
        call(i)
    assert call(20) == before


def test_the_knowledge_in_force_is_a_label(client: FlaskClient, assistant: Assistant):
    assert numbers(client)[f'faq_bot_knowledge_info{{version="{assistant.knowledge.version}"}}'] == 1


def test_what_is_asked_to_get_warm_is_neither_counted_nor_logged(client: FlaskClient, lines: io.BytesIO):
    client.get("/version", environ_overrides=REHEARSAL)
    assert lines.getvalue() == b""
    assert 'faq_bot_responses_total{route="/version",status="200"}' not in numbers(client)


def test_with_a_token_the_numbers_are_for_those_who_have_it(assistant: Assistant):
    client = create_app(assistant, WEB, read_settings({"METRICS_TOKEN": TOKEN})).test_client()
    sent = {
        None: 401,
        "": 401,
        TOKEN: 401,
        f"Basic {TOKEN}": 401,
        f"Bearer {TOKEN}x": 401,
        f"Bearer {TOKEN}": 200,
    }
    got = {
        given: client.get("/metrics", headers={} if given is None else {"Authorization": given}).status_code
        for given in sent
    }
    assert got == sent
