"""In and out of the staff pages."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from faq_bot.access.accounts import LOCKED_FOR, MOST_FAILURES, Accounts
from faq_bot.assembly import Assistant
from faq_bot.server.app import create_app
from faq_bot.server.staff.guard import back_to
from faq_bot.settings import read_settings
from faq_bot.storage import audit
from faq_bot.storage.records import Records
from tests.conftest import WEB
from tests.server.staff.conftest import PASSWORD, Clock, log_in, token_of

Entered = Callable[[str], FlaskClient]


def staff_addresses(app: Flask) -> list[tuple[str, str]]:
    return [
        (method, re.sub("<[^>]+>", "1", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})
        if rule.rule.startswith("/staff") and "login" not in rule.rule and "provider" not in rule.rule
    ]


def test_nothing_of_the_staff_is_shown_or_done_without_a_login(app: Flask, browser: FlaskClient):
    assert ("GET", "/staff") in staff_addresses(app)
    for method, address in staff_addresses(app):
        response = browser.open(address, method=method)
        if method == "GET":
            assert (response.status_code, response.headers["Location"]) == (
                303,
                f"/staff/login?next={address}",
            )
        else:
            assert response.status_code == 400  # no form of ours
            form = {"form_token": token_of(browser)}
            response = browser.open(address, method=method, data=form)
            assert response.status_code == 303
            assert response.headers["Location"].startswith("/staff/login")
    assert app.extensions["switchboard"].notice("page") is None


def test_a_member_comes_in_and_sees_who_one_is(browser: FlaskClient):
    response = log_in(browser, "editor")
    assert (response.status_code, response.headers["Location"]) == (303, "/staff")
    page = browser.get("/staff").get_data(as_text=True)
    assert "editor さん（編集者）" in page


def test_the_cookie_is_for_the_staff_pages_alone_and_no_script_reads_it(browser: FlaskClient):
    cookie = log_in(browser, "editor").headers["Set-Cookie"]
    assert "Path=/staff" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie  # on this machine alone, by plain http


@pytest.mark.parametrize("environment", [{"HOST": "0.0.0.0"}, {"FAQ_BOT_PROXIES": "1"}])
def test_where_others_can_reach_it_the_cookie_travels_by_https_only(
    environment: dict[str, str], assistant: Assistant, records: Records
):
    browser = create_app(assistant, WEB, read_settings(environment), records).test_client()
    response = browser.get("/staff/login")
    assert "Secure" in response.headers["Set-Cookie"]
    assert "https でつながっていない" in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("editor", "wrong kettle feast"),
        ("editor", ""),
        ("nobody", PASSWORD),
        ("", ""),
        ("' OR 1=1 --", "x"),
        ("a" * 5000, "x"),
    ],
    ids=["wrong", "empty", "nobody", "nothing", "sql", "long"],
)
def test_whatever_is_wrong_the_answer_is_the_same(name: str, password: str, app: Flask, browser: FlaskClient):
    def said(browser: FlaskClient, name: str, password: str) -> tuple[int, str]:
        response = log_in(browser, name, password)
        text = response.get_data(as_text=True)
        return response.status_code, text.split('role="alert"')[1].split("<form")[0]

    assert said(browser, name, password) == said(app.test_client(), "operator", "not the word at all")
    assert browser.get("/staff").status_code == 303


def test_after_some_failures_in_a_row_not_even_the_right_word_helps_for_a_while(
    app: Flask, clock: Clock, records: Records
):
    for _ in range(MOST_FAILURES):
        assert log_in(app.test_client(), "editor", "wrong kettle feast").status_code == 403
    assert log_in(app.test_client(), "editor").status_code == 403
    assert log_in(app.test_client(), "operator").status_code == 303  # nobody else is kept out
    clock.passes(seconds=LOCKED_FOR.total_seconds() + 1)
    assert log_in(app.test_client(), "editor").status_code == 303
    actions = [row.action for row in audit.latest(records.engine)]
    assert actions.count("login.locked") == 1
    assert actions.count("login.failed") == MOST_FAILURES + 1


def test_a_failure_before_and_after_getting_in_are_not_in_a_row(app: Flask):
    for _ in range(2):
        for _ in range(MOST_FAILURES - 1):
            log_in(app.test_client(), "editor", "wrong kettle feast")
        assert log_in(app.test_client(), "editor").status_code == 303


def test_one_client_may_only_try_so_often(app: Flask):
    statuses = [log_in(app.test_client(), f"name-{number}", "x").status_code for number in range(21)]
    assert statuses == [403] * 20 + [429]


def test_who_logs_out_is_out(logged_in: Entered):
    browser = logged_in("editor")
    assert browser.post("/staff/logout", data={"form_token": token_of(browser, "/staff")}).status_code == 303
    assert browser.get("/staff").status_code == 303


@pytest.mark.parametrize(
    "change",
    [
        lambda accounts: accounts.set_password("editor", "another kettle feast", "test"),
        lambda accounts: accounts.set_role("editor", "operator", "test"),
        lambda accounts: accounts.set_active("editor", "test", active=False),
    ],
    ids=["password", "role", "closed"],
)
def test_a_change_of_the_account_ends_its_sessions(
    change: Callable[[Accounts], None], logged_in: Entered, accounts: Accounts
):
    browser, other = logged_in("editor"), logged_in("operator")
    change(accounts)
    assert browser.get("/staff").status_code == 303
    assert other.get("/staff").status_code == 200


def test_a_closed_account_does_not_come_in_until_it_is_opened(app: Flask, accounts: Accounts):
    accounts.set_active("editor", "test", active=False)
    assert log_in(app.test_client(), "editor").status_code == 403
    accounts.set_active("editor", "test", active=True)
    assert log_in(app.test_client(), "editor").status_code == 303


def test_who_does_nothing_for_half_an_hour_is_out(logged_in: Entered, clock: Clock):
    browser = logged_in("editor")
    for _ in range(3):
        clock.passes(minutes=29)
        assert browser.get("/staff").status_code == 200
    clock.passes(minutes=31)
    assert browser.get("/staff").status_code == 303


def test_nobody_stays_longer_than_a_working_day(logged_in: Entered, clock: Clock):
    browser = logged_in("editor")
    for _ in range(23):
        clock.passes(minutes=25)
        assert browser.get("/staff").status_code == 200
    clock.passes(minutes=26)
    assert browser.get("/staff").status_code == 303


def test_a_cookie_that_was_changed_or_signed_by_another_lets_nobody_in(
    logged_in: Entered, app: Flask, assistant: Assistant, records: Records
):
    cookie = logged_in("administrator").get_cookie("staff", path="/staff")
    assert cookie is not None
    content, _, signature = cookie.value.rpartition(".")
    other = content[:20] + ("A" if content[20] != "A" else "B") + content[21:]
    for forged in (f"{other}.{signature}", f"{content}.{signature[::-1]}", content, "e30.x.y", ""):
        browser = app.test_client()
        browser.set_cookie("staff", forged, path="/staff")
        assert browser.get("/staff").status_code == 303
    stranger = create_app(assistant, WEB, read_settings({}), records)
    stranger.secret_key = "another secret of the tests"
    browser = stranger.test_client()
    browser.set_cookie("staff", cookie.value, path="/staff")
    assert browser.get("/staff").status_code == 303


def test_the_conversation_of_an_asker_is_no_session_of_the_staff(app: Flask):
    """Both are signed with one secret, but each for its own purpose."""
    browser = app.test_client()
    reply = browser.post("/api/v1/ask", json={"question": "料金"}).get_json()
    browser.set_cookie("staff", reply["conversation"], path="/staff")
    assert browser.get("/staff").status_code == 303


def test_a_session_begun_before_the_login_does_not_go_on(app: Flask, browser: FlaskClient):
    token = token_of(browser)
    log_in(browser, "editor")
    assert token_of(browser, "/staff") != token


@pytest.mark.parametrize("token", [None, "", "guessed", "other"])
def test_a_form_of_another_site_is_refused(token: str | None, app: Flask, logged_in: Entered):
    browser = logged_in("administrator")
    form = {"turn": "off"} if token is None else {"turn": "off", "form_token": token}
    if token == "other":
        form["form_token"] = token_of(logged_in("administrator"), "/staff")
    assert browser.post("/staff/switches/api", data=form).status_code == 400
    assert browser.post("/staff/logout", data=form).status_code == 400
    assert browser.get("/staff").status_code == 200
    assert app.extensions["switchboard"].notice("api") is None


def test_a_login_that_another_site_sends_is_refused(browser: FlaskClient):
    assert browser.post("/staff/login", data={"name": "editor", "password": PASSWORD}).status_code == 400
    assert browser.get("/staff").status_code == 303


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/staff", "//evil.example/staff", "/\\evil.example", "/staff/../..//evil.example",
        "javascript:alert(1)", "/staff\n//evil.example", "\t//evil.example", "/staffroom", "http:///staff", "///staff",
        "https://[", "/", "", "/staff\\@evil.example", "staff",
    ],
)  # fmt: skip
def test_after_the_login_one_goes_nowhere_else(elsewhere: str, browser: FlaskClient):
    assert log_in(browser, "editor", next=elsewhere).headers["Location"] == "/staff"


@pytest.mark.parametrize("wanted", ["/staff", "/staff/unanswered?page=2", "/staff/entries/licence-fee"])
def test_after_the_login_one_goes_where_one_wanted_to(wanted: str):
    assert back_to(wanted) == wanted


def test_a_database_that_is_away_is_said_so(app: Flask, assistant: Assistant):
    browser = create_app(assistant, WEB, read_settings({})).test_client()
    response = log_in(browser, "editor")
    assert response.status_code == 503
    assert "Retry-After" in response.headers
    assert browser.post("/api/v1/ask", json={"question": "料金"}).status_code == 200
