"""The pages of the staff, with a database and the three roles."""

import datetime
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from faq_bot.access.accounts import Accounts
from faq_bot.assembly import Assistant
from faq_bot.reception.keeping import folded
from faq_bot.server.app import create_app
from faq_bot.settings import read_settings
from faq_bot.storage.records import Records
from tests.conftest import WEB

PASSWORD = "copper kettle feast"
NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


class Clock:
    """A moment that passes when told to."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime.datetime:
        return self.moment

    def passes(self, **time: float) -> None:
        self.moment += datetime.timedelta(**time)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one account of each role, named after it: made once, since good hashes take their time."""
    file = tmp_path_factory.mktemp("staff") / "faq-bot.db"
    opened = Records(f"sqlite:///{file}", folded)
    made = Accounts(lambda: opened.engine, lambda: NOON)
    for role in ("operator", "editor", "administrator"):
        made.add(role, PASSWORD, role, by="test")
    opened.close()
    return file


@pytest.fixture
def records(tmp_path: Path, prepared: Path) -> Iterator[Records]:
    file = shutil.copy(prepared, tmp_path / "faq-bot.db")
    opened = Records(f"sqlite:///{file}", folded)
    yield opened
    opened.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moment = Clock()
    monkeypatch.setattr("faq_bot.server.staff.sessions.now", moment)
    return moment


@pytest.fixture
def accounts(records: Records, clock: Clock) -> Accounts:
    return Accounts(lambda: records.engine, clock)


@pytest.fixture
def app(assistant: Assistant, records: Records, accounts: Accounts) -> Iterator[Flask]:
    made = create_app(assistant, WEB, read_settings({"RATE_LIMIT": "off"}), records)
    made.extensions["accounts"] = accounts
    yield made
    made.extensions["switchboard"].close()


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


def token_of(browser: FlaskClient, page: str = "/staff/login") -> str:
    """The token in the forms of a page."""
    found = re.search('name="form_token" value="([^"]+)"', browser.get(page).get_data(as_text=True))
    assert found is not None
    return found[1]


def log_in(browser: FlaskClient, name: str, password: str = PASSWORD, **more: str) -> TestResponse:
    form = {"form_token": token_of(browser), "name": name, "password": password, **more}
    return browser.post("/staff/login", data=form)


@pytest.fixture
def logged_in(app: Flask) -> Callable[[str], FlaskClient]:
    """A browser in which somebody is logged in."""

    def entered(name: str) -> FlaskClient:
        browser = app.test_client()
        assert log_in(browser, name).status_code == 303
        return browser

    return entered
