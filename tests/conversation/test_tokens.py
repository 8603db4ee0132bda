"""A conversation travels in a signed token: any replica goes on with it, nobody else can make or change one."""

import base64
import datetime
import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.assembly import Assistant
from faq_bot.conversation.tokens import HOURS, LONGEST
from faq_bot.loading.knowledge import Knowledge

TODAY = datetime.date(2025, 8, 1)
STORY = "苫小牧のデイです。新しく申し込みました。うちはいくら払いますか。"
DAY = "2025年5月12日です"
SECRET = "the secret of every replica"


class Clock:
    def __init__(self) -> None:
        self.seconds = 1_754_000_000.0

    def __call__(self) -> float:
        return self.seconds


def replica(knowledge: Knowledge, clock: Clock, secret: str = SECRET) -> Assistant:
    return Assistant(knowledge, today=lambda: TODAY, secret=secret, seconds=clock)


def facts(reply) -> set[str]:
    return {fact.fact for fact in reply.facts}


def test_another_replica_goes_on_with_a_conversation(knowledge: Knowledge):
    clock = Clock()
    first = replica(knowledge, clock).ask(STORY)
    then = replica(knowledge, clock).ask(DAY, conversation=first.conversation)
    assert [row.you_pay for row in then.personal.rows] == [0, 0]


def test_a_conversation_goes_on_until_the_last_second_and_then_begins_anew_saying_so(knowledge: Knowledge):
    clock = Clock()
    assistant = replica(knowledge, clock)
    token = assistant.ask(STORY).conversation
    clock.seconds += HOURS * 3600
    assert "municipality" in facts(assistant.ask(DAY, conversation=token))
    clock.seconds += 1
    late = assistant.ask("ライセンス料はパソコンごとですか", conversation=token)
    assert late.message.startswith(knowledge.wording.expired)
    assert facts(late) == set()
    assert late.answer is not None, "the question itself is answered all the same"


def test_a_token_of_another_secret_is_not_ours(knowledge: Knowledge):
    clock = Clock()
    token = replica(knowledge, clock, "the secret of somebody else").ask(STORY).conversation
    reply = replica(knowledge, clock).ask(DAY, conversation=token)
    assert reply.message.startswith(knowledge.wording.unreadable)
    assert "municipality" not in facts(reply)


@pytest.mark.parametrize("place", range(0, 300, 37))
def test_one_character_changed_makes_a_token_unreadable(assistant: Assistant, place: int):
    token = assistant.ask(STORY).conversation
    place %= len(token)
    other = "A" if token[place] != "A" else "B"
    reply = assistant.ask(DAY, conversation=token[:place] + other + token[place + 1 :])
    # the last character of a signature may hold spare bits: then it is the same signature
    if reply.message.startswith(assistant.knowledge.wording.unreadable):
        assert "municipality" not in facts(reply)
    else:
        assert place >= len(token) - 1


@given(token=st.text(min_size=1) | st.text(alphabet=string.ascii_letters + string.digits + "._-", min_size=1))
def test_whatever_is_sent_as_a_token_is_answered(assistant: Assistant, token: str):
    reply = assistant.ask("ライセンス料はパソコンごとですか", conversation=token)
    assert reply.message.startswith(assistant.knowledge.wording.unreadable)
    assert reply.outcome == "answered"


def test_a_token_longer_than_any_of_ours_is_not_even_looked_at(assistant: Assistant):
    reply = assistant.ask("ライセンス料はパソコンごとですか", conversation="a" * (LONGEST + 1))
    assert reply.message.startswith(assistant.knowledge.wording.unreadable)


def test_the_longest_conversation_stays_within_the_limit(assistant: Assistant):
    """Every fact the form knows, told by the caller, then twenty turns of talk."""
    known = {
        sheet.id: {"date": "2025-05-12", "number": 999, "boolean": True}.get(sheet.type)
        or (sheet.choices[0].value if sheet.choices else "訪問介護")
        for sheet in assistant.knowledge.facts
        if sheet.id != "as_of"
    }
    reply = assistant.ask(STORY, as_of="2025-08-01", facts=known)
    for turn in [
        "なぜ？",
        "やっぱり6月10日です",
        "ところで、パソコンごとに要るの？",
        "わからない",
        "今使っています",
    ] * 4:
        reply = assistant.ask(turn, as_of="2025-08-01", conversation=reply.conversation)
        assert len(reply.conversation) <= LONGEST


def test_a_token_holds_the_facts_and_none_of_the_words_said_beside_them(assistant: Assistant):
    said = "山田太郎と申します。電話は090-1234-5678です。苫小牧のデイで、2025年5月12日に新しく申し込みました。いくら払いますか"
    token = assistant.ask(said, as_of="2025-08-01").conversation
    payload = token.split(".")[1 if token.startswith(".") else 0]
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    if token.startswith("."):
        import zlib

        raw = zlib.decompress(raw)
    kept = json.loads(raw)
    assert set(kept["facts"]) == {"municipality", "service_type", "start_date", "status"}
    assert "山田" not in json.dumps(kept, ensure_ascii=False)
    assert "5678" not in json.dumps(kept, ensure_ascii=False)


def test_two_conversations_at_the_same_time_share_no_fact(assistant: Assistant):
    here = assistant.ask("苫小牧のデイです。新しく申し込みました。うちはいくら払いますか", as_of="2025-08-01")
    there = assistant.ask("うちは更新です。いくら払いますか", as_of="2025-08-01")
    here = assistant.ask("2025年5月12日です", as_of="2025-08-01", conversation=here.conversation)
    there = assistant.ask("2025年6月30日です", as_of="2025-08-01", conversation=there.conversation)
    assert {f.fact: f.value for f in there.facts} == {"status": "renewing", "license_expiry": "2025-06-30"}
    assert {f.fact for f in here.facts} == {"municipality", "service_type", "status", "start_date"}


def test_without_a_token_nothing_is_remembered(assistant: Assistant):
    assistant.ask(STORY, as_of="2025-08-01")
    assert facts(assistant.ask("いくら払いますか", as_of="2025-08-01")) == set()
