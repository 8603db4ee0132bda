"""Each subject's small words for its table, in SQLite and in PostgreSQL."""

import datetime

from sqlalchemy import Engine, select

from faq_bot.storage import (
    audit,
    feedback,
    jobs,
    releases,
    replies,
    seen,
    switches,
    tables,
    unanswered,
    users,
)
from faq_bot.storage.connections import reading, writing
from tests.storage.conftest import NOON, kept_reply

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


def fold(question: str) -> str:
    return question.strip()


def keep(engine: Engine, *kept: replies.KeptReply) -> None:
    with writing(engine) as connection:
        replies.keep(connection, kept, fold)


def test_a_reply_is_kept_as_it_is(engine: Engine):
    keep(engine, kept_reply(1))
    with reading(engine) as connection:
        [row] = connection.execute(select(tables.replies)).mappings()
    expected = kept_reply(1)._asdict()
    del expected["is_gap"]
    assert dict(row) == expected


def test_a_reply_kept_twice_is_kept_once(engine: Engine):
    keep(engine, kept_reply(1), kept_reply(2))
    keep(engine, kept_reply(1))
    with reading(engine) as connection:
        assert connection.execute(select(tables.replies.c.id)).scalars().all() == ["reply-1", "reply-2"]


def test_a_question_without_an_answer_is_counted_once_however_it_is_written(engine: Engine):
    gap = {"outcome": "no_answer", "entry": None, "is_gap": True}
    keep(engine, kept_reply(1, question="猫は？", **gap))
    keep(engine, kept_reply(2, question=" 猫は？ ", **gap), kept_reply(3, question="犬は？", **gap))
    found = unanswered.listed(engine)
    assert [(row.question, row.count, row.outcome) for row in found] == [
        ("猫は？", 2, "no_answer"),
        ("犬は？", 1, "no_answer"),
    ]
    assert found[0].first_seen < found[0].last_seen
    assert found[0].nearest == ["licence-unit", "licence-fee-today"]


def test_none_of_these_counts_the_question_that_was_to_be_chosen_from(engine: Engine):
    keep(engine, kept_reply(1, outcome="choose", question="料金"))
    keep(engine, kept_reply(2, outcome="no_answer", question=None, pressed="none"))
    assert [(row.question, row.outcome) for row in unanswered.listed(engine)] == [("料金", "choose")]


def test_none_of_these_counts_nothing_in_another_conversation_or_after_an_answer(engine: Engine):
    keep(engine, kept_reply(1, outcome="choose", question="料金", conversation="another"))
    keep(engine, kept_reply(2, outcome="answered", question="いつまで"))
    keep(engine, kept_reply(3, outcome="no_answer", question=None, pressed="none"))
    assert unanswered.listed(engine) == []


def test_what_is_ignored_stays_ignored_for_good(engine: Engine):
    gap = {"outcome": "no_answer", "question": "猫は？", "is_gap": True}
    keep(engine, kept_reply(1, **gap))
    [row] = unanswered.listed(engine)
    assert unanswered.decide(engine, row.id, "ignored", "hanako", NOON)
    keep(engine, kept_reply(2, **gap))
    assert unanswered.listed(engine) == []
    [ignored] = unanswered.listed(engine, "ignored")
    assert (ignored.count, ignored.by, ignored.state_at) == (2, "hanako", NOON)


def test_a_question_that_is_not_there_cannot_be_decided(engine: Engine):
    assert not unanswered.decide(engine, 99, "ignored", "hanako", NOON)


def test_a_second_verdict_takes_the_place_of_the_first(engine: Engine):
    feedback.keep(engine, "reply-1", "unclear", "長い", NOON)
    feedback.keep(engine, "reply-1", "resolved", None, NOON + HOUR)
    with reading(engine) as connection:
        assert connection.execute(select(tables.feedback)).all() == [
            ("reply-1", "resolved", None, NOON + HOUR)
        ]


def test_an_action_and_its_trace_are_kept_together_or_not_at_all(engine: Engine):
    try:
        with writing(engine) as connection:
            switches.turn(connection, "slack", "taro", NOON, off=True, notice="点検中です。")
            audit.record(connection, NOON, "taro", "switch", "slack", {"off": True})
            raise LookupError
    except LookupError:
        pass
    assert (switches.listed(engine), audit.latest(engine)) == ([], [])


def test_the_latest_actions_come_first(engine: Engine):
    for number in range(3):
        with writing(engine) as connection:
            audit.record(connection, NOON, "taro", "publish", f"release {number}", {"why": "新しい資料"})
    assert [row.object for row in audit.latest(engine, limit=2)] == ["release 2", "release 1"]
    assert audit.latest(engine)[0].detail == {"why": "新しい資料"}


def test_a_channel_is_off_until_it_is_on(engine: Engine):
    for off, notice in ((True, "点検中です。"), (False, None)):
        with writing(engine) as connection:
            switches.turn(connection, "widget", "taro", NOON, off=off, notice=notice)
        [row] = switches.listed(engine)
        assert (row.channel, row.off, row.notice) == ("widget", off, notice)


def test_a_name_is_taken_once(engine: Engine):
    with writing(engine) as connection:
        assert users.add(connection, "hanako", "hash", "editor", NOON)
        assert not users.add(connection, "hanako", "other", "administrator", NOON)
    found = users.find(engine, "hanako")
    assert found is not None
    assert (found.hash, found.role, found.active, found.failures) == ("hash", "editor", True, 0)
    assert users.find(engine, "taro") is None


def test_a_user_is_locked_after_too_many_failures_and_free_after_a_success(engine: Engine):
    with writing(engine) as connection:
        users.add(connection, "hanako", "hash", "editor", NOON)
        counts = [users.note_failure(connection, "hanako", 2, NOON + HOUR) for _ in range(2)]
    locked = users.find(engine, "hanako")
    assert counts == [1, 2]
    assert locked is not None
    assert locked.locked_until == NOON + HOUR
    with writing(engine) as connection:
        users.note_success(connection, "hanako")
    free = users.find(engine, "hanako")
    assert free is not None
    assert (free.failures, free.locked_until) == (0, None)


def test_a_change_of_a_user_ends_the_sessions_begun_before(engine: Engine):
    with writing(engine) as connection:
        users.add(connection, "hanako", "hash", "editor", NOON)
        assert users.change(connection, "hanako", hash="new")
        assert not users.change(connection, "nobody", hash="new")
    [row] = users.listed(engine)
    assert (row.hash, row.session_version) == ("new", 2)


def test_the_last_release_is_in_force_until_it_is_withdrawn(engine: Engine):
    assert releases.number_in_force(engine) is None
    with writing(engine) as connection:
        first = releases.publish(connection, "aaa", b"\0one", "taro", NOON)
        second = releases.publish(connection, "bbb", b"two", "taro", NOON)
    assert releases.number_in_force(engine) == second
    with writing(engine) as connection:
        assert releases.withdraw(connection, second)
        assert not releases.withdraw(connection, 99)
    found = releases.find(engine, first)
    assert releases.number_in_force(engine) == first
    assert found is not None
    assert (found.version, found.content, found.state) == ("aaa", b"\0one", "published")


def test_an_event_is_new_once(engine: Engine):
    assert [seen.is_new(engine, "Ev1", NOON), seen.is_new(engine, "Ev1", NOON + HOUR)] == [True, False]
    assert seen.is_new(engine, "Ev2", NOON)


def test_a_job_is_done_once_in_its_time(engine: Engine):
    times = (NOON, NOON + HOUR, NOON + DAY, NOON + DAY + HOUR)
    assert [jobs.claim(engine, "prune", at, DAY) for at in times] == [True, False, True, False]
    assert jobs.claim(engine, "digest", NOON, DAY)
