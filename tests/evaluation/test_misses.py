"""What is told about a question that went wrong."""

import datetime

import pytest

from faq_bot.assembly import Assistant
from faq_bot.evaluation.asking import ask_all
from faq_bot.evaluation.misses import Confused, Miss, Misses, Side, confused
from faq_bot.evaluation.questions import Question

TODAY = datetime.date(2026, 11, 22)


def miss_of(assistant: Assistant, text: str, *gold: str) -> Miss:
    [answered] = ask_all(assistant, [Question("1", text, frozenset(gold), "k")], TODAY)
    return Misses(assistant).miss(answered)


def miss(identifier: str, wanted: str | None, won: str | None) -> Miss:
    won_side, wanted_side = (Side(name, 1, 1.0, ()) if name else None for name in (won, wanted))
    return Miss(identifier, "k", "?", "choose", "", (), 0.5, 0.5, won_side, wanted_side, ())


def test_a_miss_names_what_won_and_where_the_right_entry_stood(small_assistant: Assistant):
    found = miss_of(small_assistant, "壊れたやかんの修理を金物屋で、松戸", "MD-1")
    assert found.won is not None
    assert found.wanted is not None
    assert (found.won.id, found.won.rank) == ("kettle-repair", 1)
    assert (found.wanted.id, found.wanted.rank) == ("matsudo-festival", 2)
    assert found.won.score > found.wanted.score
    assert [part for part in found.wanted.because if "松戸" in part] != []


def test_words_no_entry_holds_are_told(small_assistant: Assistant):
    assert miss_of(small_assistant, "やかんの保険", "TM-1").unknown == ["保険"]


def test_a_question_with_nothing_in_common_has_no_winner(small_assistant: Assistant):
    found = miss_of(small_assistant, "qqqzzz", "MD-1")
    assert (found.outcome, found.got, found.won, found.wanted) == ("no_answer", "", None, None)


@pytest.mark.parametrize("gold", [(), ("HD-1",)])
def test_where_no_entry_is_right_none_is_wanted(gold: tuple[str, ...], small_assistant: Assistant):
    assert miss_of(small_assistant, "やかん 修理", *gold).wanted is None


def test_confusions_are_counted_by_pair_and_direction():
    misses = [miss("1", "a", "b"), miss("2", "b", "a"), miss("3", "a", "b"), miss("4", None, "b")]
    assert confused([*misses, miss("5", "a", "a"), miss("6", "a", None)]) == [
        Confused("a", "b", 2, ["1", "3"]),
        Confused("b", "a", 1, ["2"]),
    ]
