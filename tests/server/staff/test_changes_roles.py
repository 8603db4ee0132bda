"""What each role may do with questions, proposals and releases: every address is walked."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from faq_bot.storage import audit
from faq_bot.storage.records import Records
from tests.server.staff.conftest import token_of

Entered = Callable[[str], FlaskClient]
NEEDS = {
    "questions": "operator",
    "choose_entry": "editor",
    "decide": "editor",
    "undo_decision": "editor",
    "changes": "operator",
    "trial": "operator",
    "change": "operator",
    "new_change": "editor",
    "add_change": "editor",
    "save_change": "editor",
    "withdraw_change": "editor",
    "reopen_change": "editor",
    "change_patch": "editor",
    "try_changes": "editor",
    "publish_changes": "administrator",
    "write_changes": "administrator",
    "change_history": "operator",
    "release_changes": "operator",
    "roll_back": "administrator",
}
ROLES = ("operator", "editor", "administrator")


def addresses(app: Flask) -> dict[str, tuple[str, str]]:
    """Method and address of every view of these pages."""
    found = {}
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(("/staff/questions", "/staff/changes")):
            method = "POST" if "POST" in (rule.methods or ()) else "GET"
            found[rule.endpoint.removeprefix("staff.")] = (method, re.sub("<[^>]+>", "9", rule.rule))
    return found


def test_every_address_of_these_pages_is_in_the_table(app: Flask):
    assert set(addresses(app)) == set(NEEDS)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_gets_further_than_the_role_reaches(
    role: str, app: Flask, logged_in: Entered, records: Records
):
    browser = logged_in(role)
    token = token_of(browser, "/staff/questions")
    logged = len(audit.latest(records.engine, 1000))
    refused = set()
    for name, (method, address) in addresses(app).items():
        if NEEDS[name] == role == "administrator" and method == "POST":
            continue  # what these do has tests of its own
        status = browser.open(
            address, method=method, data={"form_token": token} if method == "POST" else None
        )
        if status.status_code == 403:
            refused.add(name)
        assert status.status_code != 500, name
    assert refused == {name for name, needed in NEEDS.items() if ROLES.index(needed) > ROLES.index(role)}
    if role == "operator":
        assert len(audit.latest(records.engine, 1000)) == logged


def test_without_a_log_in_every_address_leads_to_it_and_forms_of_others_are_refused(app: Flask):
    browser = app.test_client()
    for method, address in addresses(app).values():
        assert browser.open(address, method=method).status_code == (400 if method == "POST" else 303)
