"""Proposals, trials and decisions about questions, in SQLite and in PostgreSQL."""

import datetime

import pytest
from sqlalchemy import Engine, select

from faq_bot.storage import feedback, proposals, releases, replies, tables, trials, unanswered
from faq_bot.storage.connections import reading, writing
from faq_bot.storage.unanswered import Gap
from tests.storage.conftest import NOON, kept_reply

HOUR = datetime.timedelta(hours=1)
BODY = {"phrasings": ["猫は？"]}


def add(engine: Engine, at: datetime.datetime = NOON) -> int:
    with writing(engine) as connection:
        asked = [{"key": "k", "question": "猫は？"}]
        return proposals.add(connection, "alias", "licence-unit", BODY, asked, "hanako", at)


def put(engine: Engine, numbers: list[int], state: proposals.State) -> int:
    with writing(engine) as connection:
        return proposals.put(connection, numbers, ("open",), state, "taro", NOON + HOUR)


def test_a_proposal_is_kept_as_it_is_and_changed_only_while_it_is_open(engine: Engine):
    number = add(engine)
    found = proposals.find(engine, number)
    assert found is not None
    assert (found.kind, found.entry, found.body, found.state, found.by, found.at) == (
        *("alias", "licence-unit", BODY, "open", "hanako", NOON),
    )
    with writing(engine) as connection:
        assert proposals.change(connection, number, "licence-fee", {"phrasings": []})
    assert put(engine, [number], "published") == 1
    with writing(engine) as connection:
        assert not proposals.change(connection, number, "licence-unit", BODY)
    [row] = proposals.listed(engine, "published")
    assert (row.entry, row.state_by, row.state_at) == ("licence-fee", "taro", NOON + HOUR)
    assert proposals.listed(engine) == []
    assert proposals.find(engine, 99) is None


def test_a_proposal_moves_once_however_many_press_at_the_same_time(engine: Engine):
    numbers = [add(engine), add(engine)]
    assert put(engine, numbers[:1], "published") == 1
    assert put(engine, numbers, "withdrawn") == 1


def test_open_proposals_come_in_their_order_and_the_others_latest_first(engine: Engine):
    numbers = [add(engine), add(engine), add(engine)]
    assert [row.id for row in proposals.listed(engine)] == numbers
    put(engine, numbers[1:2], "withdrawn")
    with writing(engine) as connection:
        proposals.put(connection, numbers[:1], ("open",), "withdrawn", "taro", NOON + 2 * HOUR)
    assert [row.id for row in proposals.listed(engine, "withdrawn")] == [numbers[0], numbers[1]]


def test_what_was_proposed_at_a_moment_is_withdrawn_unless_it_is_published(engine: Engine):
    gone, stays, later = add(engine), add(engine), add(engine, NOON + HOUR)
    put(engine, [stays], "published")
    with writing(engine) as connection:
        proposals.withdraw_made(connection, "hanako", NOON, NOON + HOUR)
    states = {number: row.state for number in (gone, stays, later) if (row := proposals.find(engine, number))}
    assert states == {gone: "withdrawn", stays: "published", later: "open"}


def test_a_trial_begins_once_until_it_ends_or_nobody_moves_it(engine: Engine):
    def begin(at: datetime.datetime, stale: datetime.datetime) -> bool:
        with writing(engine) as connection:
            return trials.begin(connection, "key", "hanako", at, stale)

    assert trials.find(engine, "key") is None
    assert begin(NOON, NOON)
    assert not begin(NOON + HOUR, NOON)
    assert begin(NOON + HOUR, NOON + HOUR)
    with writing(engine) as connection:
        trials.move(connection, "key", NOON + 2 * HOUR, {"step": "点検"})
    found = trials.find(engine, "key")
    assert found is not None
    assert (found.progress, found.result, found.at) == ({"step": "点検"}, None, NOON + 2 * HOUR)
    with writing(engine) as connection:
        trials.end(connection, "key", NOON, {"problems": []})
    found = trials.find(engine, "key")
    assert found is not None
    assert found.result == {"problems": []}
    assert begin(NOON, NOON - HOUR)


def keep(engine: Engine, *kept: replies.KeptReply) -> None:
    with writing(engine) as connection:
        replies.keep(connection, kept, str.strip)


def test_badly_rated_replies_come_with_their_questions_the_newest_first(engine: Engine):
    keep(engine, kept_reply(1), kept_reply(2), kept_reply(3), kept_reply(4, question=None))
    for number, verdict in ((1, "unclear"), (2, "resolved"), (3, "outdated"), (4, "unclear")):
        feedback.keep(engine, f"reply-{number}", verdict, None, NOON + number * HOUR)  # type: ignore[arg-type]
    found = unanswered.rated(engine, 10)
    assert [(row.question, row.verdict) for row in found] == [("質問3", "outdated"), ("質問1", "unclear")]
    assert [row.question for row in unanswered.rated(engine, 1)] == ["質問3"]


def test_questions_are_decided_together_and_taken_back_together(engine: Engine):
    keep(engine, kept_reply(1, outcome="no_answer", question="猫は？", is_gap=True))
    gaps = [Gap(text, text, "unclear", ["licence-unit"], NOON) for text in ("猫は？", "犬は？")]
    with writing(engine) as connection:
        unanswered.settle(connection, gaps, "alias", "hanako", NOON + HOUR)
    assert unanswered.listed(engine) == []
    assert unanswered.decided(engine) == dict.fromkeys(("猫は？", "犬は？"), ("alias", NOON + HOUR))
    assert unanswered.counts(engine) == {"alias": 2}
    decision = unanswered.decision(engine, "hanako", NOON + HOUR)
    assert [(row.question, row.count) for row in decision] == [("猫は？", 1), ("犬は？", 0)]
    with writing(engine) as connection:
        assert unanswered.reopen(connection, "hanako", NOON) == []
        assert unanswered.reopen(connection, "hanako", NOON + HOUR) == ["猫は？", "犬は？"]
    assert {row.question for row in unanswered.listed(engine)} == {"猫は？", "犬は？"}


def test_the_release_in_force_is_locked_while_somebody_publishes(engine: Engine):
    with writing(engine) as connection:
        assert releases.lock_in_force(connection) is None
        number = releases.publish(connection, "1", b"", "hanako", NOON)
        assert releases.lock_in_force(connection) == number


def test_a_decision_that_fails_halfway_leaves_nothing(engine: Engine):
    def fail() -> None:
        with writing(engine) as connection:
            unanswered.settle(connection, [Gap("a", "a", "unclear", [], NOON)], "ignored", "hanako", NOON)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with reading(engine) as connection:
        assert connection.execute(select(tables.unanswered)).all() == []
