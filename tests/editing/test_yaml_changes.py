"""Entries changed in their files: every other byte stays, and the new text says exactly what was wished."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.editing.patches import unified
from faq_bot.editing.yaml_changes import amended, entries_of, with_entry
from faq_bot.errors import InputError
from tests.conftest import KNOWLEDGE, ROOT

ENTRIES = sorted(KNOWLEDGE.glob("entries/*.yaml"))
AWKWARD = [
    "料金: いくら #1",
    "- はい",
    "「はい」か'いいえ'か\"どちら\"か",
    "123",
    "true",
    "[角] {波}, と, コンマ",
    "*印 & %",
    "~",
    "2026-04-01",
    "長い" * 200,
    "終わりの空白　",
]
NEW: dict[str, Any] = {
    "id": "new-entry",
    "question": "新しい質問: どうですか",
    "answer": "一行目です。\n- 二行目\n\n  字下げではない四行目".replace("  字", "字"),
    "short_answer": "短い答え",
    "phrasings": AWKWARD,
    "sources": ["HD-31", "KG-2"],
    "personal": True,
    "holds_from": "2025-04-14",
    "review_by": "2027-03-31",
}


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in unified(before, after, around=0) if not line.startswith("@@")]


def name(path: Path) -> str:
    return path.relative_to(KNOWLEDGE).as_posix()


@pytest.mark.parametrize("path", ENTRIES, ids=name)
def test_a_change_of_nothing_changes_no_byte(path: Path):
    text = read(path)
    for entry in entries_of(text):
        assert amended(text, entry["id"], entry) == text


@pytest.mark.parametrize("path", ENTRIES, ids=name)
def test_another_way_to_ask_adds_its_line_to_any_entry_and_nothing_else(path: Path):
    text = read(path)
    for entry in entries_of(text):
        wished = {**entry, "phrasings": [*entry["phrasings"], AWKWARD[0]]}
        after = amended(text, entry["id"], wished)
        assert changed_lines(text, after) == [f"+    - '{AWKWARD[0]}'"]
        assert [e for e in entries_of(after) if e["id"] == entry["id"]] == [wished]


@pytest.mark.parametrize("path", ENTRIES, ids=name)
def test_a_new_entry_adds_lines_at_the_end_of_any_file(path: Path):
    text = read(path)
    after = with_entry(text, NEW)
    assert after.startswith(text)
    assert entries_of(after) == [*entries_of(text), NEW]


@pytest.mark.parametrize("path", ENTRIES, ids=name)
@pytest.mark.parametrize("field", ["question", "answer", "short_answer", "review_by", "sources", "holds_to"])
def test_an_edited_field_leaves_all_other_lines_alone(path: Path, field: str):
    text = read(path)
    values = {"review_by": "2028-03-31", "holds_to": "2028-03-30", "sources": ["HD-1"]}
    for entry in entries_of(text):
        wished = {**entry, field: values.get(field, "直した文です。")}
        after = amended(text, entry["id"], wished)
        assert [e for e in entries_of(after) if e["id"] == entry["id"]] == [wished]
        touched = changed_lines(text, after)
        assert len([line for line in touched if line.startswith("+")]) == 1
        assert all(line in text.split("\n") for line in (gone[1:] for gone in touched if gone[0] == "-"))
        assert len(after.split("\n")) == len(text.split("\n")) + 1 - len(touched) + 1


@pytest.mark.parametrize("path", ENTRIES, ids=name)
def test_a_way_to_ask_is_taken_out_or_put_in_the_middle_by_its_own_line(path: Path):
    text = read(path)
    for entry in entries_of(text):
        first, *rest = entry["phrasings"]
        without = amended(text, entry["id"], {**entry, "phrasings": rest})
        assert [line[0] for line in changed_lines(text, without)] == ["-"]
        between = amended(text, entry["id"], {**entry, "phrasings": [first, "間の言い方", *rest]})
        assert changed_lines(text, between) == ["+    - 間の言い方"]


COMMENTED = """\
# 始めの注
- id: first  # 番号の注
  question: 何ですか
  # 答えの注
  answer: |-
    一行目
      # 字下げした本文

    三行目

  # 言い方の注
  phrasings:
    # 一つ目の注
    - 一つ   # 後ろの注
    - "二つ"
    - 三つ

  sources: [A-1,
            A-2]   # 出典の注
  review_by: 2027-03-31  # 見直しの注

# 終わりの注
"""


@pytest.mark.parametrize(
    ("field", "value", "lines"),
    [
        (
            "review_by",
            "2028-03-31",
            ["-  review_by: 2027-03-31  # 見直しの注", "+  review_by: 2028-03-31  # 見直しの注"],
        ),
        ("phrasings", ["一つ", "二つ", "三つ", "四つ"], ["+    - 四つ"]),
        ("phrasings", ["一つ", "三つ"], ['-    - "二つ"']),
        (
            "sources",
            ["A-1", "A-2", "A-3"],
            ["-            A-2]   # 出典の注", "+            A-2, A-3]   # 出典の注"],
        ),
        (
            "answer",
            "短い",
            [
                "-  answer: |-",
                "-    一行目",
                "-      # 字下げした本文",
                "-",
                "-    三行目",
                "+  answer: 短い",
            ],
        ),
        ("personal", True, ["+  personal: true"]),
    ],
)
def test_comments_quotes_and_folds_stay(field: str, value: Any, lines: list[str]):
    [entry] = entries_of(COMMENTED)
    after = amended(COMMENTED, "first", {**entry, field: value})
    assert sorted(changed_lines(COMMENTED, after)) == sorted(lines)


def test_windows_line_ends_stay():
    text = COMMENTED.replace("\n", "\r\n")
    [entry] = entries_of(text)
    after = amended(text, "first", {**entry, "phrasings": [*entry["phrasings"], "四つ"]})
    assert after.replace("    - 四つ\r\n", "") == text


def test_a_field_that_goes_takes_its_lines_along():
    text = with_entry("", NEW)
    after = amended(text, "new-entry", {k: v for k, v in NEW.items() if k != "personal"})
    assert changed_lines(text, after) == ["-  personal: true"]


def test_entries_in_brackets_and_entries_that_are_not_there_are_refused():
    with pytest.raises(InputError, match="直せません"):
        amended("- {id: a, question: b}\n", "a", {"id": "a", "question": "c"})
    with pytest.raises(InputError, match="いまのナレッジにありません"):
        amended("- id: a\n", "b", {"id": "b"})


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)


@given(TEXTS, TEXTS, st.lists(TEXTS, min_size=1, max_size=4))
def test_any_text_is_written_exactly_or_refused(question: str, answer: str, phrasings: list[str]):
    wished = {**NEW, "question": question, "answer": answer, "phrasings": phrasings}
    text = read(ENTRIES[0])
    try:
        after = with_entry(text, wished)
    except InputError:
        return
    assert after.startswith(text)
    assert entries_of(after)[-1] == wished


def test_the_small_knowledge_with_its_lists_in_brackets_can_be_changed():
    text = read(ROOT / "tests/small_knowledge/entries/basics.yaml")
    for entry in entries_of(text):
        after = amended(text, entry["id"], {**entry, "phrasings": [*entry["phrasings"], "別の, 言い方"]})
        assert [line[0] for line in changed_lines(text, after)] == ["-", "+"]
