"""What is kept ends, and can be taken out before."""

import datetime

import pytest
from sqlalchemy import Engine, func, select

from faq_bot.storage import (
    audit,
    channel_threads,
    feedback,
    replies,
    retention,
    seen,
    tables,
    unanswered,
    uses,
)
from faq_bot.storage.channel_threads import ThreadState
from faq_bot.storage.connections import reading, writing
from tests.storage.conftest import NOON, kept_reply

DAY = datetime.timedelta(days=1)


def count(engine: Engine, table: str) -> int:
    with reading(engine) as connection:
        found = connection.execute(select(func.count()).select_from(tables.metadata.tables[table]))
        return int(found.scalar_one())


def keep(engine: Engine, *kept: replies.KeptReply) -> None:
    with writing(engine) as connection:
        replies.keep(connection, kept, str.strip)


def gap(number: int, **changes: object) -> replies.KeptReply:
    return kept_reply(number, outcome="no_answer", is_gap=True, **changes)


def test_what_is_older_goes_and_what_is_not_stays(engine: Engine):
    for number, at in ((1, NOON - DAY), (2, NOON)):
        keep(engine, gap(number, at=at))
        feedback.keep(engine, f"reply-{number}", "resolved", None, at)
        seen.is_new(engine, f"Ev{number}", at)
        channel_threads.keep(engine, f"thread-{number}", ThreadState("token", "one"), at)
        uses.note(engine, "hanako", ["licence-fee"], "shown", at)
    gone = retention.prune(engine, NOON, NOON)
    assert set(gone.values()) == {1}
    assert set(gone) == {"replies", "feedback", "unanswered", "uses", "seen_events", "channel_threads"}
    assert [count(engine, table) for table in gone] == [1] * len(gone)
    assert [row.question for row in unanswered.listed(engine)] == ["質問2"]


def test_actions_of_the_staff_and_ignored_questions_stay(engine: Engine):
    keep(engine, gap(1, at=NOON - DAY))
    [row] = unanswered.listed(engine)
    unanswered.decide(engine, row.id, "ignored", "hanako", NOON - DAY)
    with writing(engine) as connection:
        audit.record(connection, NOON - DAY, "hanako", "ignore", "1", {})
    retention.prune(engine, NOON, NOON)
    assert (count(engine, "replies"), count(engine, "audit"), count(engine, "unanswered")) == (0, 1, 1)


def test_more_than_one_bunch_goes_to_the_last_row(engine: Engine):
    keep(engine, *(kept_reply(number, at=NOON - DAY) for number in range(4100)))
    assert retention.prune(engine, NOON, NOON)["replies"] == 4100
    assert count(engine, "replies") == 0


def test_a_conversation_goes_with_its_feedback_and_its_own_questions_only(engine: Engine):
    keep(engine, gap(1), gap(2, question="皆の質問"), gap(3, question="皆の質問", conversation="two"))
    for number in (1, 3):
        feedback.keep(engine, f"reply-{number}", "resolved", None, NOON)
    for conversation in ("one", "two"):
        channel_threads.keep(engine, conversation, ThreadState("token", conversation), NOON)
    with writing(engine) as connection:
        gone = retention.forget(connection, "one", str.strip)
    assert gone == {"unanswered": 1, "feedback": 1, "replies": 2, "channel_threads": 1}
    assert channel_threads.find(engine, "one") is None
    assert channel_threads.find(engine, "two") is not None
    assert [row["id"] for row in retention.exported(engine)] == ["reply-3"]
    assert [row.question for row in unanswered.listed(engine)] == ["皆の質問"]


def test_replies_are_taken_out_in_order_with_their_feedback(engine: Engine):
    keep(engine, kept_reply(2), kept_reply(1), kept_reply(3, conversation="two"))
    feedback.keep(engine, "reply-1", "unclear", "長い", NOON)
    rows = list(retention.exported(engine, conversation="one"))
    assert [(row["id"], row["verdict"], row["comment"]) for row in rows] == [
        ("reply-1", "unclear", "長い"),
        ("reply-2", None, None),
    ]


@pytest.mark.parametrize(("seconds", "expected"), [(0, 3), (2, 2), (4, 0)])
def test_replies_since_a_moment_are_taken_out(seconds: int, expected: int, engine: Engine):
    keep(engine, *map(kept_reply, (1, 2, 3)))
    since = NOON + datetime.timedelta(seconds=seconds)
    assert len(list(retention.exported(engine, since=since))) == expected


def test_a_long_export_does_not_keep_others_from_writing(engine: Engine):
    keep(engine, *map(kept_reply, range(1200)))
    rows = retention.exported(engine)
    first = next(rows)
    keep(engine, kept_reply(5000))
    assert first["id"] == "reply-0"
    assert len(list(rows)) >= 1199
