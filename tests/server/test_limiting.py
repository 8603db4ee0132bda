"""Limits over HTTP."""

import json

from flask.testing import FlaskClient

from faq_bot.assembly import Assistant
from faq_bot.reception.limits import Limits
from faq_bot.server.app import create_app
from faq_bot.settings import read_settings
from tests.conftest import NOON, WEB
from tests.server.test_api import assert_problem

ASK = "/api/v1/ask"


def limited(assistant: Assistant, rates: dict[str, str | None], second: float = NOON) -> FlaskClient:
    """A browser in front of an app whose clock stands still."""
    app = create_app(assistant, WEB, read_settings({}))
    app.extensions["limits"] = Limits(rates=rates, seconds=lambda: second)
    return app.test_client()


def test_a_hundred_and_twenty_questions_a_minute_are_answered_and_no_more(assistant: Assistant):
    client = limited(assistant, {})
    for left in range(119, -1, -1):
        response = client.post(ASK, json={"select": {"none": True}})
        assert response.status_code == 200
        assert response.headers["X-RateLimit-Limit"] == "120"
        assert response.headers["X-RateLimit-Remaining"] == str(left)
    response = client.post(ASK, json={"select": {"none": True}})
    assert_problem(response, 429, None)
    assert response.headers["X-RateLimit-Remaining"] == "0"


def test_one_is_told_when_to_come_again(assistant: Assistant):
    client = limited(assistant, {"ask": "1/minute"}, second=NOON + 45)
    client.post(ASK, json={"question": "料金"})
    response = client.post(ASK, json={"question": "料金"})
    assert response.headers["Retry-After"] == "15"
    assert response.headers["X-RateLimit-Reset"] == str(int(NOON) + 60)


def test_the_limit_of_one_channel_is_none_of_another(assistant: Assistant):
    client = limited(assistant, {"ask": "1/minute"})
    client.post(ASK, json={"question": "料金"})
    assert client.post(ASK, json={"question": "料金"}).status_code == 429
    assert client.get("/api/v1/search", query_string={"q": "料金"}).status_code == 200
    assert client.post("/api/v1/eligibility", json={"as_of": "2026-11-22"}).status_code == 200
    assert client.get("/", query_string={"q": "料金"}).status_code == 200


def test_a_request_that_is_wrong_counts_too(assistant: Assistant):
    client = limited(assistant, {"ask": "1/minute"})
    assert client.post(ASK, data=b"{").status_code == 415
    assert client.post(ASK, json={"question": "料金"}).status_code == 429


def test_health_and_styles_are_never_refused(assistant: Assistant):
    client = limited(assistant, {"page": "1/minute", "search": "1/minute"})
    for _ in range(3):
        assert client.get("/livez").status_code == 200
        assert client.get("/readyz").status_code == 200
        with client.get("/static/page.css") as style:
            assert style.status_code == 200


def test_asking_a_browser_first_costs_nothing(assistant: Assistant):
    client = limited(assistant, {"ask": "1/minute"})
    for _ in range(3):
        assert client.options(ASK).status_code == 200
    assert client.post(ASK, json={"question": "料金"}).status_code == 200


def test_switched_off_nothing_is_counted(assistant: Assistant):
    client = create_app(assistant, WEB, read_settings({"RATE_LIMIT": "off"})).test_client()
    response = client.post(ASK, json={"question": "料金"})
    assert json.loads(response.data)["outcome"]
    assert not [name for name, _ in response.headers if name.startswith("X-RateLimit")]
