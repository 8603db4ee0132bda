"""What browsers are told with every response."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from faq_bot.assembly import Assistant
from faq_bot.server.app import create_app
from faq_bot.server.headers import framed_by_origins, used_by_other_sites
from faq_bot.settings import read_settings
from tests.conftest import WEB

CITY, OTHER = "https://www.city.example.lg.jp", "https://other.example"


@pytest.fixture
def app(assistant: Assistant) -> Flask:
    settings = read_settings({"FAQ_BOT_ORIGINS": f"{CITY}, http://localhost:8080", "RATE_LIMIT": "off"})
    made = create_app(assistant, WEB, settings)
    made.add_url_rule("/test-frame", "test-frame", framed_by_origins(lambda: "frame"))
    made.add_url_rule("/test-script", "test-script", used_by_other_sites(lambda: "script"))
    return made


def addresses(app: Flask) -> list[str]:
    """One address for each route, whatever its variable parts."""
    return sorted({re.sub("<[^>]+>", "page.css", rule.rule) for rule in app.url_map.iter_rules()})


def directives(policy: str) -> dict[str, str]:
    return {name: rest for name, _, rest in (part.strip().partition(" ") for part in policy.split(";"))}


def test_every_route_has_a_policy_that_allows_no_script_in_the_page(app: Flask):
    assert {"/", "/api/v1/ask", "/livez", "/openapi.json", "/static/page.css"} <= set(addresses(app))
    framed = set()
    for address in (*addresses(app), "/nowhere", "/api/v1/nowhere"):
        for method in ("GET", "POST"):
            with app.test_client().open(address, method=method) as response:
                headers = response.headers
            policy = directives(headers["Content-Security-Policy"])
            assert policy["default-src"] == "'none'", address
            assert "unsafe" not in str(policy), address
            assert headers["X-Content-Type-Options"] == "nosniff", address
            assert headers["Referrer-Policy"] == "no-referrer", address
            assert "camera=()" in headers["Permissions-Policy"], address
            if policy["frame-ancestors"] != "'none'":
                framed.add((address, policy["frame-ancestors"]))
    cities = f"'self' {CITY} http://localhost:8080"
    assert framed - {("/embed", cities)} == {("/test-frame", cities)}


def test_only_what_is_made_for_it_can_be_loaded_by_other_sites(app: Flask):
    client = app.test_client()
    own = client.get("/").headers
    assert own["Cross-Origin-Resource-Policy"] == own["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in own
    script = client.get("/test-script").headers
    assert script["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert script["Access-Control-Allow-Origin"] == "*"


def test_a_page_of_a_listed_site_may_read_answers_but_gets_no_cookies_along(app: Flask):
    response = app.test_client().post("/api/v1/ask", json={"question": "料金"}, headers={"Origin": CITY})
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == CITY
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Origin" in response.headers.getlist("Vary")


def test_a_page_of_a_listed_site_may_read_errors_too(app: Flask):
    response = app.test_client().post("/api/v1/ask", json={}, headers={"Origin": CITY})
    assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (422, CITY)


@pytest.mark.parametrize(
    "origin", [OTHER, f"{CITY}.evil.example", f"{CITY}:8443", "http://www.city.example.lg.jp", "null", "*"]
)
def test_a_page_of_another_site_may_not(origin: str, app: Flask):
    client = app.test_client()
    for response in (
        client.post("/api/v1/ask", json={"question": "料金"}, headers={"Origin": origin}),
        client.options("/api/v1/ask", headers={"Origin": origin, "Access-Control-Request-Method": "POST"}),
    ):
        assert "Access-Control-Allow-Origin" not in response.headers
        assert "Origin" in response.headers.getlist("Vary")


def test_without_a_list_no_other_site_may(client: FlaskClient):
    response = client.post("/api/v1/ask", json={"question": "料金"}, headers={"Origin": CITY})
    assert "Access-Control-Allow-Origin" not in response.headers


def test_a_browser_that_asks_first_is_told_what_it_may_send(app: Flask):
    asked = {
        "Origin": CITY,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    response = app.test_client().options("/api/v1/ask", headers=asked)
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == CITY
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"] == "Content-Type, X-Channel"
    assert response.headers["Access-Control-Max-Age"] == "600"


def test_pages_are_no_part_of_what_other_sites_may_read(app: Flask):
    assert "Access-Control-Allow-Origin" not in app.test_client().get("/", headers={"Origin": CITY}).headers


def behind(assistant: Assistant, proxies: int) -> FlaskClient:
    settings = read_settings({"FAQ_BOT_PROXIES": str(proxies), "RATE_LIMIT": "1/minute"})
    return create_app(assistant, WEB, settings).test_client()


def test_https_is_kept_to_once_a_proxy_has_brought_it(assistant: Assistant):
    told = {"X-Forwarded-Proto": "https"}
    kept = behind(assistant, 1).get("/", headers=told).headers
    assert kept["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in behind(assistant, 0).get("/", headers=told).headers


def asked_from(client: FlaskClient, forwarded: str) -> int:
    headers = {"X-Forwarded-For": forwarded}
    return client.post("/api/v1/ask", json={"question": "料金"}, headers=headers).status_code


def test_without_proxies_an_address_in_a_header_is_not_believed(assistant: Assistant):
    client = behind(assistant, 0)
    assert asked_from(client, "192.0.2.1") == 200
    assert asked_from(client, "192.0.2.2") == 429


def test_behind_one_proxy_only_the_address_it_has_written_is_believed(assistant: Assistant):
    client = behind(assistant, 1)
    assert asked_from(client, "192.0.2.1") == 200
    assert asked_from(client, "192.0.2.2") == 200
    assert asked_from(client, "198.51.100.7, 192.0.2.2") == 429


def test_behind_two_proxies_the_address_the_outer_one_has_written_is_believed(assistant: Assistant):
    client = behind(assistant, 2)
    assert asked_from(client, "192.0.2.1, 10.0.0.1") == 200
    assert asked_from(client, "198.51.100.7, 192.0.2.1, 10.0.0.1") == 429
