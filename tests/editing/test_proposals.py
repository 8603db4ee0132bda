"""Proposals put into the files of the real knowledge base."""

from collections.abc import Mapping
from typing import Any

import pytest

from faq_bot.editing.bases import digest, files_in
from faq_bot.editing.drafts import fields_of, form_of, mistakes_in, tidy
from faq_bot.editing.patches import patch
from faq_bot.editing.proposals import Proposal, apply
from faq_bot.editing.yaml_changes import entries_of
from faq_bot.loading.knowledge import Knowledge
from tests.conftest import KNOWLEDGE

FILES = files_in(KNOWLEDGE)
TOPICS = [name for name in FILES if name.startswith("entries/")]
FORM = {
    "id": "new-entry", "topic": "licence", "question": "新しい質問ですか", "answer": "はい。\n- そうです",
    "short_answer": "はい。", "phrasings": "甲\n乙\n丙\n丁\n戊\n己", "sources": "HD-31、KG-2", "holds_from": "2025-08-01",
    "review_by": "2027-03-31",
}  # fmt: skip


def alias(number: int, entry: str, *phrasings: str) -> Proposal:
    return Proposal(number, "alias", entry, {"phrasings": list(phrasings)}, [])


def draft(number: int, **changes: str) -> Proposal:
    return Proposal(number, "draft", "", {"form": {**FORM, **changes}}, [])


def edit(number: int, entry: str, before: Mapping[str, Any], **changes: str) -> Proposal:
    form = {"topic": "licence", **{k: _shown(v) for k, v in before.items()}, **changes}
    return Proposal(number, "edit", entry, {"form": form, "before": before}, [])


def _shown(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else "true" if value is True else str(value)


def values(file: str) -> list[dict[str, Any]]:
    return entries_of(FILES[file].decode("utf-8"))


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_file_but_the_one_that_is_meant_stays_byte_for_byte(name: str):
    """A proposal for each topic in turn: the file that is meant only gets lines, every other file is the same."""
    for topic in TOPICS if name not in TOPICS else [name]:
        first = values(topic)[0]["id"]
        applied = apply(FILES, [alias(1, first, "誰も尋ねない言い方"), draft(2, topic=topic[8:-5])])
        assert applied.done == (1, 2)
        if name != topic:
            assert applied.files[name] == FILES[name]
        else:
            changed = patch({name: FILES[name]}, {name: applied.files[name]}).split("\n")[4:]
            assert {line[:1] for line in changed} <= {"+", " ", "@", ""}
        assert applied.files.keys() == FILES.keys()
        if name not in TOPICS:
            break


def test_nothing_proposed_is_nothing_changed():
    applied = apply(FILES, [])
    assert digest(applied.files) == digest(FILES)
    assert patch(FILES, applied.files) == ""


def test_a_wording_that_is_there_already_changes_nothing():
    first = values(TOPICS[0])[0]
    applied = apply(FILES, [alias(1, first["id"], first["phrasings"][0])])
    assert (applied.done, applied.files) == ((1,), FILES)


@pytest.mark.parametrize(
    ("proposal", "told"),
    [
        (alias(1, "nowhere", "甲"), "「nowhere」は、いまのナレッジにありません"),
        (alias(1, "licence-fee", "利用料"), "「licence-fee-today」にもうあります"),
        (draft(1, id="licence-fee"), "「licence-fee」という項目がもうあります"),
        (
            edit(1, "licence-fee", {"id": "licence-fee", "question": "前の質問"}, question="後の質問"),
            "「question」を変えました",
        ),
        (
            edit(1, "nowhere", {"id": "nowhere", "question": "前の質問"}, question="後の質問"),
            "いまのナレッジにありません",
        ),
    ],
)
def test_what_cannot_be_done_is_said_and_the_rest_is_done(proposal: Proposal, told: str):
    applied = apply(FILES, [proposal, alias(2, "licence-fee", "誰も尋ねない言い方")])
    assert told in applied.refused[1]
    assert applied.done == (2,)


def test_two_editors_change_different_fields_of_one_entry():
    before = next(entry for entry in values("entries/licence.yaml") if entry["id"] == "licence-unit")
    more = "\n".join([*before["phrasings"], "誰も尋ねない言い方"])
    applied = apply(
        FILES,
        [edit(1, "licence-unit", before, short_answer="番号ごとです。", sources=", ".join(before["sources"]), schemes="licence"),
         edit(2, "licence-unit", before, phrasings=more, sources=", ".join(before["sources"]), schemes="licence")],
    )  # fmt: skip
    assert (applied.done, applied.refused) == ((1, 2), {})
    after = next(
        entry
        for entry in entries_of(applied.files["entries/licence.yaml"].decode("utf-8"))
        if entry["id"] == "licence-unit"
    )
    assert after == {**before, "short_answer": "番号ごとです。", "phrasings": more.split("\n")}


def test_every_entry_goes_through_its_form_unchanged_and_without_a_mistake(knowledge: Knowledge):
    written = {entry["id"]: entry for topic in TOPICS for entry in values(topic)}
    for entry in knowledge.entries:
        form = tidy(form_of(entry, knowledge.topic_of[entry.id]))
        found = fields_of(form)
        was = {k: v for k, v in written[entry.id].items() if v is not False}
        assert {**found, "answer": ""} == {**was, "answer": ""}
    for entry in knowledge.entries[::30]:
        form = tidy(form_of(entry, knowledge.topic_of[entry.id]))
        assert mistakes_in(form, knowledge, entry.id) == {}


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("id", "", "「id」がありません"),
        ("id", "New Entry", "「id」が 「New Entry」"),
        ("id", "licence-fee", "同じ id の項目"),
        ("topic", "nowhere", "話題を選んでください"),
        ("question", "利用料", "項目「licence-fee-today」にもあります"),
        ("answer", "長" * 321, "長さは320まで"),
        ("short_answer", "長" * 61, "長さは60まで"),
        ("phrasings", "一つ\n二つ", "6以上の長さ"),
        ("phrasings", "甲\n乙\n丙\n丁\n戊\n甲", "言い方「甲」"),
        ("sources", "ZZ-1", "出典「ZZ-1」"),
        ("schemes", "nothing", "制度「nothing」"),
        ("municipality", "edo", "市町村「edo」"),
        ("holds_from", "2025-02-30", "実在する日付"),
        ("holds_from", "2020-01-01", "出典の公表日のどれか"),
        ("holds_to", "2020-01-01", "holds_from（2025-08-01）より前"),
        ("updates", "nowhere", "「nowhere」という項目はありません"),
        ("review_by", "", "「review_by」がありません"),
    ],
)
def test_each_mistake_is_told_at_its_own_field(field: str, value: str, told: str, knowledge: Knowledge):
    found = mistakes_in(tidy({**FORM, field: value}), knowledge, None)
    assert list(found) == [field]
    assert told in " ".join(found[field])


def test_a_form_without_a_mistake_has_none(knowledge: Knowledge):
    published = next(p.published for ref, p in knowledge.sources.passages.items() if ref == "HD-31")
    assert mistakes_in(tidy({**FORM, "holds_from": str(published)}), knowledge, None) == {}
