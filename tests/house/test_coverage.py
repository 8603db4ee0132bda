"""The whole of the five documents is covered, and nothing else is cited."""

import re
from datetime import date

import pytest

from faq_bot.loading.entries import Entry
from faq_bot.loading.knowledge import Knowledge
from tests.conftest import KNOWLEDGE

# README of the documents: five documents, 122 passages
REFERENCES = {
    *(f"HD-{n}" for n in range(1, 71)),
    *(f"HD-{letter}" for letter in ("L1", "L2.1", "L2.2", "C", "E", "M", "X", "H")),
    *(f"TM-{n}" for n in range(11)),
    *(f"KG-{n}" for n in range(1, 12)),
    *(f"CB-{n}" for n in ("1.1", "1.2", "2", "3.1", "3.2", "3.3", "4", "5", "6", "7.1", "7.2", "8", "9")),
    *(f"MD-{n}" for n in range(1, 10)),
}
PUBLISHED = {
    "HD": (2025, 4, 14),
    "TM": (2025, 4, 1),
    "KG": (2025, 8, 1),
    "CB": (2026, 3, 17),
    "MD": (2025, 2, 19),
}
MOST_SOURCES_ON_AVERAGE = 2.5
# An answer that says "now" is wrong on another day.
MOVING = re.compile(r"今年|本年|来年|昨年|現在は|今現在|先月|今月|来月|最近")


def test_the_sources_are_exactly_the_122_passages(knowledge: Knowledge):
    assert len(REFERENCES) == 122
    assert set(knowledge.sources.passages) == REFERENCES


def test_every_document_has_its_day(knowledge: Knowledge):
    assert {d.prefix: d.published for d in knowledge.sources.documents} == {
        prefix: date(*day) for prefix, day in PUBLISHED.items()
    }


def test_every_passage_is_cited_by_an_entry(knowledge: Knowledge):
    cited = {ref for entry in knowledge.entries for ref in entry.sources}
    assert REFERENCES - cited == set()


def test_an_entry_cites_few_passages(knowledge: Knowledge):
    counts = [len(entry.sources) for entry in knowledge.entries]
    assert sum(counts) / len(counts) <= MOST_SOURCES_ON_AVERAGE


def test_no_entry_cites_a_passage_twice(knowledge: Knowledge):
    assert [e.id for e in knowledge.entries if len(set(e.sources)) != len(e.sources)] == []


def test_no_answer_speaks_of_a_moving_day(knowledge: Knowledge):
    texts = {entry.id: f"{entry.short_answer}\n{entry.answer}" for entry in knowledge.entries}
    assert {
        identifier: MOVING.findall(text) for identifier, text in texts.items() if MOVING.search(text)
    } == {}


def test_misprints_of_the_documents_are_not_repeated(knowledge: Knowledge):
    misprinted = [
        e.id for e in knowledge.entries if re.search(r"21,00円|介護保健(?!施設)", e.answer + e.short_answer)
    ]
    assert misprinted == []


def test_no_entry_needs_a_review_on_the_day_of_these_tests(knowledge: Knowledge):
    assert [str(warning) for warning in knowledge.warnings] == []


@pytest.mark.parametrize("key", sorted(Entry.model_fields))
def test_every_key_of_an_entry_is_explained(key: str):
    assert f"| `{key}` |" in (KNOWLEDGE / "README.md").read_text(encoding="utf-8")


def test_every_folder_and_file_is_explained():
    explained = (KNOWLEDGE / "README.md").read_text(encoding="utf-8")
    names = {path.name for path in KNOWLEDGE.iterdir()} - {"README.md"}
    assert {name for name in names if name not in explained} == set()
