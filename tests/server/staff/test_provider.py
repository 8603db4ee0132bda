"""Log-in by OpenID Connect, with a provider of the tests' own."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from werkzeug.test import TestResponse

from faq_bot.access.accounts import Accounts
from faq_bot.assembly import Assistant
from faq_bot.errors import SettingsError
from faq_bot.server.app import create_app
from faq_bot.settings import read_settings
from faq_bot.storage.records import Records
from tests.conftest import WEB
from tests.server.staff.provider import CLIENT, SECRET, Provider

ROLES = "groups=faq-desk:operator, groups=faq-admins:administrator"


@pytest.fixture(scope="module")
def provider_running() -> Iterator[Provider]:
    running = Provider()
    yield running
    running.stop()


@pytest.fixture
def provider(provider_running: Provider) -> Provider:
    provider_running.claims = {"sub": "user-1", "groups": ["faq-admins"]}
    provider_running.changes = {}
    provider_running.signing_key = provider_running.key
    return provider_running


@pytest.fixture
def app(provider: Provider, assistant: Assistant, records: Records, accounts: Accounts) -> Iterator[Flask]:
    settings = read_settings(
        {
            "OIDC_ISSUER": provider.issuer,
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_CLIENT_SECRET": SECRET,
            "OIDC_ROLES": ROLES,
            "RATE_LIMIT": "off",
        }
    )
    made = create_app(assistant, WEB, settings, records)
    made.extensions["accounts"] = accounts
    yield made
    made.extensions["switchboard"].close()


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> Request | None:
        return None


def sent_back(browser: FlaskClient, wanted: str = "/staff") -> str:
    """The address the provider sends a browser back to, with its code."""
    there = browser.get("/staff/provider", query_string={"next": wanted})
    assert there.status_code == 302
    try:
        build_opener(_Stay).open(there.headers["Location"])
    except OSError as redirected:
        return str(redirected.headers["Location"])  # type: ignore[attr-defined]
    raise AssertionError("the provider did not send the browser back")


def comes_back(browser: FlaskClient, address: str) -> TestResponse:
    parts = urlsplit(address)
    assert parts.path == "/staff/provider/return"
    return browser.get(f"{parts.path}?{parts.query}")


def is_out(browser: FlaskClient, response: TestResponse) -> bool:
    refused = response.status_code == 303 and "refused=provider" in response.headers["Location"]
    return refused and browser.get("/staff").status_code == 303


def test_whom_the_provider_vouches_for_comes_in_with_the_role_of_the_claim(browser: FlaskClient):
    response = comes_back(browser, sent_back(browser, "/staff?from=here"))
    assert (response.status_code, response.headers["Location"]) == (303, "/staff?from=here")
    page = browser.get("/staff").get_data(as_text=True)
    assert "oidc:user-1 さん（管理者）" in page


def test_the_role_follows_the_claim_at_the_next_login(browser: FlaskClient, provider: Provider):
    comes_back(browser, sent_back(browser))
    provider.claims["groups"] = ["faq-desk", "others"]
    comes_back(browser, sent_back(browser))
    assert "（窓口担当）" in browser.get("/staff").get_data(as_text=True)


@pytest.mark.parametrize("groups", [[], ["others"], "faq-admins-not", None])
def test_who_has_no_role_stays_out(groups: object, browser: FlaskClient, provider: Provider):
    provider.claims["groups"] = groups
    response = comes_back(browser, sent_back(browser))
    assert is_out(browser, response)
    assert "組織のアカウントでは入れませんでした" in browser.get(response.headers["Location"]).get_data(
        as_text=True
    )


def test_whose_account_was_closed_here_stays_out(app: Flask, browser: FlaskClient, accounts: Accounts):
    comes_back(browser, sent_back(browser))
    accounts.set_active("oidc:user-1", "test", active=False)
    assert browser.get("/staff").status_code == 303
    assert is_out(browser, comes_back(browser, sent_back(browser)))


def test_a_provider_cannot_take_the_name_of_an_account_of_ours(browser: FlaskClient, provider: Provider):
    provider.claims = {"sub": "administrator", "groups": ["faq-desk"]}
    comes_back(browser, sent_back(browser))
    assert "oidc:administrator さん（窓口担当）" in browser.get("/staff").get_data(as_text=True)


@pytest.mark.parametrize(
    "changes",
    [{"aud": "another-client"}, {"iss": "https://evil.example"}, {"nonce": "of another login"}, {"exp": 1}],
    ids=lambda changes: next(iter(changes)),
)
def test_a_token_for_another_of_another_or_too_old_is_refused(
    changes: dict[str, object], browser: FlaskClient, provider: Provider
):
    provider.changes = changes
    assert is_out(browser, comes_back(browser, sent_back(browser)))


def test_a_token_signed_by_another_key_is_refused(browser: FlaskClient, provider: Provider):
    provider.signing_key = RSAKey.generate_key(2048, {"kid": "one"})
    assert is_out(browser, comes_back(browser, sent_back(browser)))


def test_an_answer_to_another_browser_is_refused(app: Flask, browser: FlaskClient):
    address = sent_back(browser)
    other = app.test_client()
    assert is_out(other, comes_back(other, address))


def test_an_answer_is_taken_once(app: Flask, browser: FlaskClient):
    address = sent_back(browser)
    assert comes_back(browser, address).headers["Location"] == "/staff"
    assert "refused" in comes_back(browser, address).headers["Location"]


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=y", "?error=access_denied&state=y"])
def test_an_answer_nobody_asked_for_is_refused(query: str, browser: FlaskClient):
    assert is_out(browser, browser.get(f"/staff/provider/return{query}"))


def test_without_a_provider_there_is_no_such_way(assistant: Assistant, records: Records):
    browser = create_app(assistant, WEB, read_settings({}), records).test_client()
    assert browser.get("/staff/provider").status_code == 404
    assert browser.get("/staff/provider/return?code=x&state=y").status_code == 404
    assert "組織のアカウント" not in browser.get("/staff/login").get_data(as_text=True)


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"OIDC_ISSUER": "https://login.example"}, "OIDC_CLIENT_ID"),
        ({"OIDC_ISSUER": "http://login.example"}, "OIDC_ISSUER"),
        ({"OIDC_ROLES": "groups=faq-admins:emperor"}, "emperor"),
        ({"OIDC_ROLES": "faq-admins"}, "OIDC_ROLES"),
    ],
)
def test_half_a_provider_stops_the_start(environment: dict[str, str], named: str):
    with pytest.raises(SettingsError, match=named):
        read_settings(environment)
