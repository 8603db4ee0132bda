"""The keys of the console: each may be changed or switched off, and no key does two things."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from faq_bot.errors import InputError
from faq_bot.server.staff.keys import GROUPS, QUEUE, chosen_keys, key_shown, keys_with, queue_keys
from faq_bot.storage import audit, preferences
from faq_bot.storage.records import Records
from tests.server.staff.conftest import token_of

Entered = Callable[[str], FlaskClient]


def test_the_usual_keys_do_one_thing_each():
    assert chosen_keys({}) == {}
    assert keys_with({})["focus"] == "/"


@pytest.mark.parametrize("action", [action.id for actions in GROUPS.values() for action in actions])
def test_each_can_be_switched_off(action: str):
    chosen = chosen_keys({action: ""})
    assert chosen == {action: ""}
    assert {**keys_with(chosen), **keys_with(chosen, QUEUE)}[action] == ""


def test_the_queue_has_the_keys_a_member_has_chosen_and_its_arrows():
    keys = {
        key.action: key.keys for key in queue_keys(chosen_keys({"queue_alias": "Alt+y", "queue_next": ""}))
    }
    assert (keys["alias"], keys["next"], keys["draft"]) == (("Alt+y",), ("ArrowDown",), ("n",))


def test_pages_may_use_one_key_for_different_things():
    assert chosen_keys({"queue_alias": "c"}) == {"queue_alias": "c"}


@pytest.mark.parametrize(
    ("typed", "key", "called"),
    [
        ("ｘ", "x", "x"),
        ("X", "x", "x"),
        ("Alt＋K", "Alt+k", "Alt＋k"),
        ("alt + ↓", "Alt+ArrowDown", "Alt＋↓"),
        ("F2", "F2", "F2"),
        ("+", "+", "+"),
        ("？", "?", "?"),
    ],
)
def test_a_key_is_taken_as_people_write_it(typed: str, key: str, called: str):
    keys = chosen_keys({"pin": typed, "help": "" if key == "?" else "?"})
    assert keys["pin"] == key
    assert key_shown("pin", key) == called


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"pin": "ab"}, "pin", "「ab」は使えません"),
        ({"pin": "あ"}, "pin", "英数字か記号を1つ"),
        ({"pin": "c"}, "pin", "「答えを文字だけで写す」と「ピン留めする、外す」の両方"),
        ({"pin": "5"}, "pin", "番号の項目"),
        ({"pick": "ctrl"}, "pick", "一覧の中から"),
    ],
)
def test_what_cannot_be_a_key_is_said_with_its_field(given: dict[str, str], field: str, says: str):
    with pytest.raises(InputError, match=re.escape(says)) as caught:
        chosen_keys(given)
    assert caught.value.field == field


def test_a_digit_is_free_where_results_are_not_picked_by_it():
    assert chosen_keys({"pin": "5", "pick": "alt"}) == {"pick": "alt", "pin": "5"}


def test_keys_are_kept_for_a_member_and_written_down(logged_in: Entered, records: Records):
    operator = logged_in("operator")
    form = {"form_token": token_of(operator, "/staff/keys"), "copy_plain": "x", "pin": ""}
    response = operator.post("/staff/keys", data=form)
    assert (response.status_code, response.headers["Location"]) == (303, "/staff/keys?saved=1")
    assert preferences.keys_of(records.engine, "operator") == {"copy_plain": "x", "pin": ""}
    assert "保存しました" in operator.get("/staff/keys?saved=1").get_data(as_text=True)
    assert "&#34;copy_plain&#34;: &#34;x&#34;" in operator.get("/staff").get_data(as_text=True)
    [entry] = audit.latest(records.engine, 1)
    assert (entry.actor, entry.action, entry.detail) == (
        "operator",
        "keys.change",
        {"copy_plain": "x", "pin": ""},
    )
    assert "copy_plain&#34;: &#34;c" in logged_in("editor").get("/staff").get_data(as_text=True)
    operator.post("/staff/keys", data={**form, "usual": "1"})
    assert preferences.keys_of(records.engine, "operator") == {}


def test_a_wrong_key_loses_nothing_that_was_typed(logged_in: Entered, records: Records):
    operator = logged_in("operator")
    form = {"form_token": token_of(operator, "/staff/keys"), "copy_plain": "x", "pin": "long"}
    response = operator.post("/staff/keys", data=form)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert 'value="x"' in page
    assert 'value="long"' in page
    assert 'aria-describedby="wrong"' in page
    assert preferences.keys_of(records.engine, "operator") == {}
