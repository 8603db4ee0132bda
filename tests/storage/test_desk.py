"""What the desk's members keep: pins, uses, keys."""

import datetime

from sqlalchemy import Engine

from faq_bot.storage import pins, preferences, replies, uses
from faq_bot.storage.connections import writing
from tests.storage.conftest import NOON, kept_reply

HOUR = datetime.timedelta(hours=1)


def test_pins_are_each_members_own_and_keep_their_order(engine: Engine):
    with writing(engine) as connection:
        pins.add(connection, "hanako", "licence-unit", NOON)
        pins.add(connection, "hanako", "licence-fee", NOON + HOUR)
        pins.add(connection, "hanako", "licence-unit", NOON + 2 * HOUR)
        pins.add(connection, "taro", "certificate-cost", NOON)
        pins.remove(connection, "taro", "licence-unit")
    assert pins.pinned(engine, "hanako") == ["licence-unit", "licence-fee"]
    with writing(engine) as connection:
        pins.remove(connection, "hanako", "licence-unit")
    assert (pins.pinned(engine, "hanako"), pins.pinned(engine, "taro")) == (
        ["licence-fee"],
        ["certificate-cost"],
    )


def test_what_a_member_used_last_comes_first_and_once(engine: Engine):
    for hours, entry, kind in ((0, "a", "shown"), (1, "b", "copy_mail"), (2, "a", "copy_plain")):
        uses.note(engine, "hanako", [entry], kind, NOON + hours * HOUR)  # type: ignore[arg-type]
    uses.note(engine, "taro", ["c"], "shown", NOON)
    assert uses.last_used(engine, "hanako", 5) == ["a", "b"]
    assert uses.last_used(engine, "hanako", 1) == ["a"]


def test_what_askers_and_the_desk_wanted_today_is_counted_together(engine: Engine):
    with writing(engine) as connection:
        kept = [
            kept_reply(1, entry="a", at=NOON - HOUR),
            kept_reply(2, entry="a"),
            kept_reply(3, entry="b"),
            kept_reply(4, entry=None),
        ]
        replies.keep(connection, kept, str.strip)
    uses.note(engine, "hanako", ["b", "c"], "shown", NOON)
    uses.note(engine, "hanako", ["c"], "copy_html", NOON)
    assert uses.frequent(engine, NOON, 5) == [("b", 2), ("a", 1), ("c", 1)]
    assert uses.frequent(engine, NOON, 1) == [("b", 2)]


def test_no_entry_is_no_use(engine: Engine):
    uses.note(engine, "hanako", [], "shown", NOON)
    assert uses.last_used(engine, "hanako", 5) == []


def test_keys_are_each_members_own_and_the_last_choice_counts(engine: Engine):
    assert preferences.keys_of(engine, "hanako") == {}
    for chosen in ({"copy": "x"}, {"pin": ""}):
        with writing(engine) as connection:
            preferences.keep_keys(connection, "hanako", chosen)
    assert preferences.keys_of(engine, "hanako") == {"pin": ""}
    assert preferences.keys_of(engine, "taro") == {}
