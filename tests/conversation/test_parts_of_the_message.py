"""Replies carry the parts of their message too, so that nobody has to take it apart."""

import datetime

import pytest

from faq_bot.assembly import Assistant
from faq_bot.conversation.reply import Reply

FEE = "苫小牧でデイをやってます。5月の連休明けに申し込んだんだけど、うちはいくら払うの？"
LIST = (
    "松戸市の通所介護です。番号は1つで、みなし指定ではありません。2025年1月10日に新規で利用を始めて、"
    "補助の申請書は2025年2月10日に市に届いています。うちは補助の対象になりますか。"
)
SUMMER, WINTER = datetime.date(2025, 8, 1), datetime.date(2025, 2, 19)


def joined(reply: Reply) -> str:
    """The parts in their order, the question's conditions under it."""
    asked, sentence = reply.asked, reply.personal.sentence if reply.personal else ""
    question = f"{asked.lead}\n{asked.text}".lstrip() if asked else ""
    conditions = "".join(f"\n・{one}" for one in asked.conditions) if asked else ""
    return "\n\n".join(part for part in (reply.said, sentence, question + conditions) if part)


@pytest.mark.parametrize(
    ("question", "day"),
    [
        (FEE, SUMMER),
        (LIST, WINTER),
        ("料金", SUMMER),
        ("ライセンスはパソコンごと？", SUMMER),
        ("こんにちは", SUMMER),
    ],
)
def test_the_parts_are_the_whole_message(assistant: Assistant, question: str, day: datetime.date):
    reply = assistant.ask(question, as_of=day)
    assert joined(reply) == reply.message


def test_a_list_of_conditions_comes_apart_from_its_question(assistant: Assistant):
    asked = assistant.ask(LIST, as_of=WINTER).asked
    assert asked is not None
    assert "松戸市" in str(asked.scheme)
    assert len(asked.conditions) > 2
    assert not any(condition in asked.text for condition in asked.conditions)


def test_the_answer_about_the_asker_is_not_said_twice(assistant: Assistant):
    first = assistant.ask(FEE, as_of=SUMMER)
    reply = assistant.ask("5月12日", as_of=SUMMER, conversation=first.conversation)
    assert reply.personal is not None
    assert reply.personal.sentence in reply.message
    assert reply.personal.sentence not in reply.said
    assert (reply.kind, reply.asked) == ("states", None)


def test_who_asks_why_is_told_the_reasons_apart(assistant: Assistant):
    first = assistant.ask(FEE, as_of=SUMMER)
    second = assistant.ask("5月12日", as_of=SUMMER, conversation=first.conversation)
    reply = assistant.ask("なぜですか", as_of=SUMMER, conversation=second.conversation)
    assert reply.kind == "why"
    assert reply.personal is not None
    assert all(reason.text in reply.message for reason in reply.personal.reasons)
    assert not any(reason.text in reply.said for reason in reply.personal.reasons)


def test_an_answer_is_stated_only_where_its_words_are_said(assistant: Assistant):
    assert assistant.ask("ライセンスはパソコンごと？", as_of=SUMMER).states_answer
    assert not assistant.ask(FEE, as_of=SUMMER).states_answer
    assert not assistant.ask("こんにちは", as_of=SUMMER).states_answer
