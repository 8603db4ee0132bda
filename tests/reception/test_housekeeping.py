"""Once a day what is too old goes, whoever does it."""

import datetime
from collections.abc import Iterator

import pytest

from faq_bot.assembly import Assistant
from faq_bot.reception.conversations import kept_conversation
from faq_bot.reception.desk import Desk
from faq_bot.reception.housekeeping import Housekeeping
from faq_bot.reception.keeping import folded
from faq_bot.storage import audit, retention
from faq_bot.storage.records import Records
from tests.conftest import SECRET

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
UNIT = "ライセンスはパソコンごとに買うの？"


@pytest.fixture
def records(address: str) -> Iterator[Records]:
    made = Records(address, folded)
    yield made
    made.close()


def ask_at(records: Records, assistant: Assistant, at: datetime.datetime) -> None:
    Desk(assistant, SECRET, records, clock=lambda: at).ask({"question": UNIT}, "api")
    records.journal.settle()


def test_of_several_replicas_one_deletes_each_day(records: Records, assistant: Assistant):
    ask_at(records, assistant, NOON - 30 * DAY)
    ask_at(records, assistant, NOON)
    replicas = [Housekeeping(records, 30, clock=lambda: NOON + DAY) for _ in range(3)]
    assert [replica.look() for replica in replicas] == [True, False, False]
    assert [row["at"] for row in retention.exported(records.engine)] == [NOON]
    assert Housekeeping(records, 30, clock=lambda: NOON + 2 * DAY).look()


def test_that_something_was_deleted_is_written_down(records: Records, assistant: Assistant):
    ask_at(records, assistant, NOON - 31 * DAY)
    Housekeeping(records, 30, clock=lambda: NOON).look()
    [row] = audit.latest(records.engine)
    assert (row.actor, row.action, row.object, row.detail["replies"]) == ("faq-bot", "prune", "30 days", 1)


def test_a_conversation_is_known_by_any_of_its_tokens_however_old(records: Records, assistant: Assistant):
    desk = Desk(assistant, SECRET, records, clock=lambda: NOON)  # its tokens are of 2026-11-22: long expired
    first = desk.ask({"question": UNIT}, "api")
    second = desk.ask({"question": "いつまで無料ですか", "conversation": first.conversation}, "api")
    records.journal.settle()
    kept = {row["conversation"] for row in retention.exported(records.engine)}
    found = {kept_conversation(reply.conversation, SECRET) for reply in (first, second)}
    assert found == kept
    assert {kept_conversation(one, SECRET) for one in kept} == kept
