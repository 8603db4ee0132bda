"""A sound folder becomes frozen records."""

import datetime
import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from faq_bot.assembly import Assistant
from faq_bot.loading.knowledge import Knowledge, load_knowledge


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_the_small_folder_is_sound(small_knowledge: Path):
    knowledge = load_knowledge(small_knowledge)
    assert [entry.id for entry in knowledge.entries] == [
        "copper-price",
        "copper-price-raised",
        "kettle-repair",
        "matsudo-festival",
    ]
    assert knowledge.warnings == ()


def test_an_entry_past_its_review_day_is_a_warning_with_its_line_and_no_error(small_knowledge: Path):
    knowledge = load_knowledge(small_knowledge, today=datetime.date(2027, 4, 1))
    assert len(knowledge.entries) == 4
    assert [(w.file, w.line) for w in knowledge.warnings] == [
        ("entries/basics.yaml", 9),
        ("entries/basics.yaml", 19),
        ("entries/basics.yaml", 28),
        ("entries/basics.yaml", 39),
    ]
    assert "2027-03-31" in knowledge.warnings[0].message
    assert "copper-price" in knowledge.warnings[0].message


def test_on_its_review_day_itself_an_entry_is_not_overdue(small_knowledge: Path):
    assert load_knowledge(small_knowledge, today=datetime.date(2027, 3, 31)).warnings == ()


def test_the_topic_of_an_entry_is_the_name_of_its_file(small_knowledge: Path):
    assert load_knowledge(small_knowledge).topic_of["kettle-repair"] == "basics"


def test_records_cannot_be_changed(small_knowledge: Path):
    entry = load_knowledge(small_knowledge).entries[0]
    with pytest.raises(ValidationError):
        entry.answer = "別の答え"  # type: ignore[misc]


def test_the_version_changes_with_any_byte_of_any_file(small_knowledge: Path):
    versions = {load_knowledge(small_knowledge).version}
    for file in ("entries/basics.yaml", "vocabulary/past_words.yaml", "wording.yaml"):
        append(small_knowledge / file, "# 1行\n")
        versions.add(load_knowledge(small_knowledge).version)
    assert len(versions) == 4


def test_the_version_is_the_same_for_the_same_files(small_knowledge: Path):
    assert load_knowledge(small_knowledge).version == load_knowledge(small_knowledge).version


def test_a_running_assistant_keeps_what_it_had_when_a_file_breaks(small_knowledge: Path):
    assistant = Assistant.load(small_knowledge)
    before = assistant.ask("壊れたやかんはどこで直せますか。", as_of="2026-05-01").to_dict()
    (small_knowledge / "entries" / "basics.yaml").write_text("- id: [", encoding="utf-8")
    after = assistant.ask("壊れたやかんはどこで直せますか。", as_of="2026-05-01").to_dict()
    assert json.dumps(after) == json.dumps(before)
    assert after["answer"]["id"] == "kettle-repair"


def test_the_same_words_in_a_question_and_a_yes_or_no_key_stay_text(small_knowledge: Path):
    # YAML 1.1 readers make a truth of `on` and 540 of `9:00`
    (small_knowledge / "topics.yaml").write_text("basics: on\nsecond: 9:00\n", encoding="utf-8")
    assert dict(load_knowledge(small_knowledge).topics) == {"basics": "on", "second": "9:00"}


def test_all_real_entries_have_a_topic_with_a_japanese_name(knowledge: Knowledge):
    assert {entry.id for entry in knowledge.entries} == set(knowledge.topic_of)
    assert [topic for topic in knowledge.topic_of.values() if topic not in knowledge.topics] == []
