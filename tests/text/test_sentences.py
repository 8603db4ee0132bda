"""A message with several questions in it becomes those questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.text.sentences import questions_in


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("料金はいくらですか。いつまで無料ですか。", ["料金はいくらですか。", "いつまで無料ですか。"]),
        ("松戸市の事業所です。料金はいくら？", []),
        ("料金はいくらですか", []),
        ("", []),
    ],
)
def test_only_a_message_that_asks_twice_is_split(message: str, questions: list[str]):
    assert questions_in(message) == questions


def test_what_stands_before_a_question_belongs_to_it():
    found = questions_in("松戸市です。料金はいくらですか。電話番号を教えてください。")
    assert [part.strip() for part in found] == [
        "松戸市です。料金はいくらですか。",
        "電話番号を教えてください。",
    ]


@given(st.text())
def test_any_message_is_split_into_none_or_at_least_two_parts_of_itself(message: str):
    found = questions_in(message)
    assert len(found) != 1
    assert all(part.strip() for part in found)
