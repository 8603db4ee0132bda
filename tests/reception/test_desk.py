"""One door for all channels: replies get an id of their own, and what must be kept is kept, masked."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from faq_bot.assembly import Assistant
from faq_bot.errors import InputError, NotFoundError, StorageError
from faq_bot.reception.desk import Desk
from faq_bot.reception.keeping import folded
from faq_bot.reception.reply_ids import ReplyIds
from faq_bot.storage import tables, unanswered
from faq_bot.storage.connections import reading
from faq_bot.storage.records import Records
from tests.conftest import SECRET

UNIT = "ライセンスはパソコンごとに買うの？"
NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.fixture
def records(address: str) -> Iterator[Records]:
    made = Records(address, folded)
    yield made
    made.close()


@pytest.fixture
def desk(assistant: Assistant, records: Records) -> Desk:
    return Desk(assistant, SECRET, records, clock=lambda: NOON)


def kept(desk: Desk, table: str = "replies") -> list[dict[str, object]]:
    """The rows of a table once all is written."""
    desk.records.journal.settle()
    with reading(desk.records.engine) as connection:
        return [dict(row) for row in connection.execute(select(tables.metadata.tables[table])).mappings()]


def test_a_reply_is_the_assistants_but_for_its_id_and_conversation(desk: Desk, assistant: Assistant):
    asked = {"question": UNIT, "municipality": "matsudo"}
    given, expected = desk.ask(asked, "api").to_dict(), assistant.ask_mapping(asked).to_dict()
    for key in ("reply", "conversation"):
        assert given.pop(key) != expected.pop(key)
    assert given == expected


def test_every_reply_has_an_id_of_its_own(desk: Desk):
    assert len({desk.ask({"question": UNIT}, "api").reply for _ in range(20)}) == 20


def test_a_reply_is_kept_with_all_that_figures_need(desk: Desk, assistant: Assistant):
    asked = {"question": UNIT, "municipality": "matsudo", "as_of": "2026-03-16"}
    reply = desk.ask(asked, "widget")
    [row] = kept(desk)
    milliseconds = row.pop("milliseconds")
    conversation = row.pop("conversation")
    assert row == {
        "id": reply.reply,
        "at": NOON,
        "channel": "widget",
        "question": UNIT,
        "pressed": None,
        "outcome": "answered",
        "entry": "licence-unit",
        "confidence": reply.confidence,
        "nearest": [candidate.id for candidate in reply.candidates],
        "municipality": "matsudo",
        "as_of": datetime.date(2026, 3, 16),
        "decision": {
            "years": [],
            "schemes": {name: s["status"] for name, s in reply.eligibility["schemes"].items()},
        },
        "knowledge_version": assistant.knowledge.version,
    }
    assert isinstance(milliseconds, float)
    assert milliseconds > 0
    assert isinstance(conversation, str)
    assert conversation not in reply.conversation


def test_the_decision_is_kept_year_by_year(desk: Desk):
    facts = {"status": "new", "start_date": "2026-06-10", "office_numbers": 2}
    reply = desk.ask({"question": "うちはいくら払いますか", "facts": facts}, "api")
    [row] = kept(desk)
    assert isinstance(row["decision"], dict)
    assert row["decision"]["years"] == [
        {"payer": year["payer"], "net": year["net_total"], "status": year["status"]}
        for year in reply.eligibility["license_years"]
    ]
    assert len(row["decision"]["years"]) == 2


def test_nothing_personal_is_kept(desk: Desk):
    reply = desk.ask({"question": "事業所番号1370000001の田中花子様の場合、猫は飼えますか"}, "api")
    desk.feedback({"reply": reply.reply, "verdict": "unclear", "comment": "03-1234-5678の山田さんへ"})
    everything = str([kept(desk, table) for table in ("replies", "feedback", "unanswered")])
    assert [secret for secret in ("1370000001", "田中", "花子", "1234", "山田") if secret in everything] == []
    assert "事業所番号【事業所番号】の【氏名】様の場合" in everything
    assert "【電話番号】の【氏名】さんへ" in everything


def test_a_conversation_is_kept_as_one_and_two_never_mix(desk: Desk):
    first = desk.ask({"question": UNIT}, "api")
    other = desk.ask({"question": UNIT}, "api")
    desk.ask({"question": "いつまで無料ですか", "conversation": first.conversation}, "api")
    desk.ask({"question": "いつまで無料ですか", "conversation": other.conversation}, "api")
    conversations = [row["conversation"] for row in kept(desk)]
    assert conversations[:2] == conversations[2:]
    assert len(set(conversations)) == 2


@pytest.mark.parametrize(
    ("select", "pressed"),
    [
        ({"entry": "licence-unit"}, "entry:licence-unit"),
        ({"none": True}, "none"),
        ({"restart": True}, "restart"),
        ({"fact": "office_numbers", "value": 3}, "fact:office_numbers"),
    ],
)
def test_a_button_is_kept_by_its_name(select: dict[str, object], pressed: str, desk: Desk):
    desk.ask({"select": select}, "page")
    [row] = kept(desk)
    assert (row["question"], row["pressed"]) == (None, pressed)


def waiting(desk: Desk) -> list[str]:
    desk.records.journal.settle()
    return [row.question for row in unanswered.listed(desk.records.engine)]


def test_what_nothing_answers_waits_for_an_editor(desk: Desk):
    for question in ("猫の飼い方を教えて", "  猫の飼い方を教えて ", "ネコの飼い方を教えて"):
        assert desk.ask({"question": question}, "api").outcome == "no_answer"
    assert waiting(desk) == ["猫の飼い方を教えて", "ネコの飼い方を教えて"]


@pytest.mark.parametrize("question", ["こんにちは", "ありがとう", UNIT, "<script>alert(1)</script>"])
def test_a_greeting_an_answer_and_an_attack_do_not_wait(question: str, desk: Desk):
    desk.ask({"question": question}, "api")
    assert waiting(desk) == []


def test_a_new_start_does_not_wait(desk: Desk):
    reply = desk.ask({"question": UNIT}, "api")
    desk.ask({"question": "最初からお願いします", "conversation": reply.conversation}, "api")
    assert waiting(desk) == []


def test_facts_told_after_a_question_without_an_answer_do_not_wait(desk: Desk):
    reply = desk.ask({"question": "猫の飼い方を教えて"}, "api")
    desk.ask({"question": "5月31日に申し込みました", "conversation": reply.conversation}, "api")
    assert waiting(desk) == ["猫の飼い方を教えて"]


def test_none_of_these_puts_the_question_in_wait(desk: Desk):
    reply = desk.ask({"question": "料金"}, "api")
    assert reply.outcome == "choose"
    desk.ask({"select": {"none": True}, "conversation": reply.conversation}, "api")
    assert waiting(desk) == ["料金"]


def test_characters_no_database_takes_are_kept_as_others(desk: Desk):
    desk.ask({"question": "ライセンス料\0は\ud800いくら"}, "api")
    assert [row["question"] for row in kept(desk)] == ["ライセンス料は?いくら"]


def test_a_request_that_is_refused_is_not_kept(desk: Desk):
    with pytest.raises(InputError):
        desk.ask({"question": ""}, "api")
    assert kept(desk) == []


def test_rehearsing_keeps_nothing(desk: Desk):
    with desk.rehearsing():
        desk.ask({"question": UNIT}, "api")
    desk.ask({"question": "いつまで無料ですか"}, "api")
    assert [row["question"] for row in kept(desk)] == ["いつまで無料ですか"]


def test_a_verdict_is_kept_before_it_is_acknowledged(desk: Desk):
    reply = desk.ask({"question": UNIT}, "api").reply
    desk.feedback({"reply": reply, "verdict": "outdated", "comment": "  "})
    assert kept(desk, "feedback") == [{"reply": reply, "verdict": "outdated", "comment": None, "at": NOON}]


def test_any_replica_knows_the_replies_of_another(assistant: Assistant, desk: Desk):
    other = Desk(assistant, SECRET)
    desk.feedback({"reply": other.ask({"question": UNIT}, "api").reply, "verdict": "resolved"})
    assert len(kept(desk, "feedback")) == 1


def test_a_reply_of_another_secret_is_not_known(assistant: Assistant, desk: Desk):
    stranger = Desk(assistant, "another secret of sixteen").ask({"question": UNIT}, "api").reply
    with pytest.raises(NotFoundError):
        desk.feedback({"reply": stranger, "verdict": "resolved"})


def test_every_character_of_an_id_counts():
    ids = ReplyIds(SECRET)
    known = ids.fresh()
    assert ids.is_ours(known)
    changed = [
        known[:place] + ("A" if known[place] != "A" else "B") + known[place + 1 :]
        for place in range(len(known))
    ]
    assert [
        one for one in [*changed, known[:-1], f"{known}A", "", "あ" * 28, "!" * 28] if ids.is_ours(one)
    ] == []


def test_without_a_database_there_is_an_answer_but_no_feedback(assistant: Assistant):
    desk = Desk(assistant, SECRET)
    reply = desk.ask({"question": UNIT}, "api")
    assert reply.outcome == "answered"
    with pytest.raises(StorageError):
        desk.feedback({"reply": reply.reply, "verdict": "resolved"})


def test_another_assistant_is_in_force_with_the_next_request(desk: Desk, small_assistant: Assistant):
    desk.swap(small_assistant)
    assert desk.ask({"question": UNIT}, "api").knowledge_version == small_assistant.knowledge.version


def test_a_healthy_database_says_so(desk: Desk):
    state = desk.storage_state()
    assert (state.reachable, state.lost, state.queued) == (True, 0, 0)


def test_only_the_file_and_its_log_are_written(assistant: Assistant, tmp_path: Path):
    records = Records(f"sqlite:///{tmp_path / 'data' / 'faq-bot.db'}", folded)
    Desk(assistant, SECRET, records).ask({"question": UNIT}, "api")
    records.close()
    assert {path.name for path in (tmp_path / "data").iterdir()} == {"faq-bot.db"}
