"""How much of what was found is still found when the question is spoilt."""

import datetime
from pathlib import Path

from faq_bot.assembly import Assistant
from faq_bot.evaluation.asking import Answered, ask_all
from faq_bot.evaluation.questions import Question, half_of, read_questions
from faq_bot.evaluation.robustness import Variant, kept, variants, write_variants
from faq_bot.evaluation.slips import Slips

TODAY = datetime.date(2026, 11, 22)
SLIPS = Slips()
RIGHT, WRONG = frozenset({"HD-31"}), frozenset({"MD-1"})


def question(identifier: str, text: str, gold: frozenset[str], kind: str = "k") -> Question:
    return Question(identifier, text, gold, kind)


def answered(assistant: Assistant, *questions: Question) -> list[Answered]:
    return ask_all(assistant, questions, TODAY)


def test_the_share_kept_counts_only_what_was_right_before(small_assistant: Assistant):
    # two rules find an occasion here, the others none
    clean = [
        question("1", "やかん 修理", RIGHT),
        question("2", "やかん 修理", WRONG),
        question("3", "やかん 修理", RIGHT),
    ]
    spoilt = [
        question("1-x", "やかん 修理", RIGHT, "voice"),
        question("2-x", "やかん 修理", RIGHT, "voice"),
        question("3-x", "みこしが出る日", RIGHT, "voice"),
    ]
    found = [Variant(c, s) for c, s in zip(clean, spoilt, strict=True)]
    [row] = kept(found, answered(small_assistant, *clean), answered(small_assistant, *spoilt), SLIPS)
    # clean: 1 and 3 right; spoilt: 1 and 2 right; of the two right before, one still is
    assert (row.rule, row.count, row.clean, row.spoilt, row.kept) == ("voice", 3, 2 / 3, 2 / 3, 1 / 2)


def test_where_nothing_was_right_nothing_can_be_kept(small_assistant: Assistant):
    clean, spoilt = question("1", "やかん 修理", WRONG), question("1-x", "やかん 修理", WRONG, "voice")
    [row] = kept(
        [Variant(clean, spoilt)], answered(small_assistant, clean), answered(small_assistant, spoilt), SLIPS
    )
    assert (row.clean, row.kept) == (0.0, None)


def test_every_rule_spoils_what_has_an_answer_and_nothing_else():
    found = variants(
        [question("1", "補助金のメールはどこ？", RIGHT), question("2", "補助金の天気", frozenset())], SLIPS
    )
    assert {v.clean.id for v in found} == {"1"}
    assert [v.spoilt.id for v in found] == [
        f"1-{rule.name}" for rule in SLIPS.rules if rule.spoil("補助金のメールはどこ？")
    ]
    assert {v.spoilt.gold for v in found} == {RIGHT}


def test_what_is_written_is_read_back(tmp_path: Path):
    day = datetime.date(2025, 4, 1)
    found = variants([Question("1", "やかんの修理", RIGHT, "k", day, "matsudo")], SLIPS)
    write_variants(found, tmp_path / "spoilt.jsonl")
    assert read_questions(tmp_path / "spoilt.jsonl") == [variant.spoilt for variant in found]


def test_the_halves_are_the_odd_and_the_even_questions():
    five = [question(str(n), "?", RIGHT) for n in range(1, 6)]
    assert [q.id for q in half_of(five, "odd")] == ["1", "3", "5"]
    assert [q.id for q in half_of(five, "even")] == ["2", "4"]
    assert half_of(five, None) == five
