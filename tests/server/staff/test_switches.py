"""Channels switched off in the staff pages, and what askers then see."""

import html
import json
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from faq_bot.reception.switchboard import CHANNELS, USUAL_NOTICE
from faq_bot.storage import audit
from faq_bot.storage.records import Records
from tests.server.staff.conftest import token_of
from tests.server.test_api import assert_problem

Entered = Callable[[str], FlaskClient]
NOTICE = "本日18時まで、点検のため止めています。"


def turn(browser: FlaskClient, channel: str, to: str, notice: str = "") -> int:
    form = {"form_token": token_of(browser, "/staff/switches"), "turn": to, "notice": notice}
    return browser.post(f"/staff/switches/{channel}", data=form).status_code


def statuses(browser: FlaskClient) -> dict[str, int]:
    ask = {"json": {"question": "料金"}}
    return {
        "api": browser.post("/api/v1/ask", **ask).status_code,
        "search": browser.get("/api/v1/search?q=料金").status_code,
        "widget": browser.post("/api/v1/ask", **ask, headers={"X-Channel": "widget"}).status_code,
        "page": browser.get("/?q=料金").status_code,
        "health": browser.get("/readyz").status_code,
        "staff": browser.get("/staff/login").status_code,
    }


ON = {"api": 200, "search": 200, "widget": 200, "page": 200, "health": 200, "staff": 200}


@pytest.mark.parametrize(
    ("channel", "off"),
    [("api", ("api", "search")), ("widget", ("widget",)), ("page", ("page",)), ("slack", ())],
)
def test_each_channel_is_switched_off_alone_and_on_again(
    channel: str, off: tuple[str, ...], logged_in: Entered, app: Flask
):
    administrator, asker = logged_in("administrator"), app.test_client()
    assert statuses(asker) == ON
    assert turn(administrator, channel, "off") == 303
    assert statuses(asker) == {**ON, **dict.fromkeys(off, 503)}
    assert turn(administrator, channel, "on") == 303
    assert statuses(asker) == ON


def test_askers_read_the_notice_and_when_to_come_again(logged_in: Entered, app: Flask):
    turn(logged_in("administrator"), "api", "off", NOTICE)
    response = app.test_client().post("/api/v1/ask", json={"question": "料金"})
    assert_problem(response, 503, None)
    assert json.loads(response.data)["detail"] == NOTICE
    assert response.headers["Retry-After"] == "300"


def test_without_words_of_ones_own_there_are_usual_ones(logged_in: Entered, app: Flask):
    turn(logged_in("administrator"), "api", "off", " ")
    response = app.test_client().post("/api/v1/ask", json={"question": "料金"})
    assert json.loads(response.data)["detail"] == USUAL_NOTICE


@pytest.mark.parametrize("role", ["operator", "editor"])
def test_only_administrators_switch(role: str, logged_in: Entered, app: Flask):
    browser = logged_in(role)
    assert turn(browser, "api", "off") == 403
    assert app.extensions["switchboard"].notice("api") is None
    assert 'value="off"' not in browser.get("/staff/switches").get_data(as_text=True)


def test_who_switched_what_is_written_down(logged_in: Entered, records: Records):
    browser = logged_in("administrator")
    turn(browser, "widget", "off", NOTICE)
    turn(browser, "widget", "on")
    on, off = audit.latest(records.engine, 2)
    assert (off.actor, off.action, off.object, off.detail) == (
        "administrator",
        "switch.off",
        "widget",
        {"notice": NOTICE},
    )
    assert (on.action, on.object) == ("switch.on", "widget")


@pytest.mark.parametrize(("channel", "notice"), [("fax", ""), ("api", "あ" * 501)])
def test_what_cannot_be_switched_is_said(channel: str, notice: str, logged_in: Entered, app: Flask):
    browser = logged_in("administrator")
    assert turn(browser, channel, "off", notice) == 422
    assert all(app.extensions["switchboard"].notice(name) is None for name in CHANNELS)


def test_a_script_in_a_notice_is_shown_as_text(logged_in: Entered):
    browser = logged_in("administrator")
    script = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    turn(browser, "page", "off", script)
    page = browser.get("/staff/switches").get_data(as_text=True)
    assert script not in page
    assert html.escape(script) in page


def test_every_address_that_answers_askers_belongs_to_a_channel(logged_in: Entered, app: Flask):
    """A page or API address added later is not forgotten by the switch."""
    browser = logged_in("administrator")
    for channel in CHANNELS:
        turn(browser, channel, "off")
    asker = app.test_client()
    open_still = set()
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/staff") or rule.rule.startswith("/static"):
            continue
        for method in (rule.methods or set()) & {"GET", "POST"}:
            response = asker.open(re.sub("<[^>]+>", "licence-fee", rule.rule), method=method)
            if response.status_code != 503:
                open_still.add(rule.rule)
    assert open_still <= {"/livez", "/readyz", "/version", "/openapi.json", "/metrics", "/widget.js"}
