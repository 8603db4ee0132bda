"""What changed between two knowledge folders."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from faq_bot.cli.main import run
from faq_bot.editing.comparing import Change, compare
from faq_bot.loading.packing import pack
from tests.conftest import KNOWLEDGE


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., list[Change]]:
    """What changes when `old` becomes `new` in a file of the real knowledge."""

    def change(file: str, old: str, new: str) -> list[Change]:
        folder = tmp_path / "new"
        shutil.copytree(KNOWLEDGE, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) >= 1
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return compare(KNOWLEDGE, folder)

    return change


def test_the_same_knowledge_has_no_differences():
    assert compare(KNOWLEDGE, KNOWLEDGE) == []


def test_a_changed_answer_is_shown_line_by_line(changed: Callable[..., list[Change]]):
    [change] = changed("entries/licence.yaml", "  short_answer: 事業所番号ごと", "  short_answer: 番号ごと")
    assert (change.kind, change.name, change.change) == ("entries", "licence-unit", "changed")
    [field] = change.fields
    assert field.field == "short_answer"
    assert [line[0] for line in field.lines()] == ["-", "+"]
    assert field.lines()[1].startswith("+番号ごと")


def test_an_entry_that_moves_to_another_topic_is_changed_not_new(tmp_path: Path):
    folder = tmp_path / "new"
    shutil.copytree(KNOWLEDGE, folder)
    (folder / "entries" / "licence.yaml").rename(folder / "entries" / "fees.yaml")
    changes = compare(KNOWLEDGE, folder)
    assert {change.change for change in changes} == {"changed"}
    assert {field.field for change in changes for field in change.fields} == {"topic"}


def test_added_and_removed_entries_are_told_with_their_question(changed: Callable[..., list[Change]]):
    removed, added = sorted(
        changed("entries/licence.yaml", "- id: licence-unit", "- id: licence-per-number"),
        key=lambda c: c.change,
        reverse=True,
    )
    assert (removed.name, removed.change) == ("licence-unit", "removed")
    assert (added.name, added.change) == ("licence-per-number", "added")
    assert added.title == removed.title != ""


@pytest.mark.parametrize(
    ("file", "old", "new", "kind", "name", "field"),
    [
        ("values/licence_fee.yaml", "value: 21000", "value: 22000", "values", "licence_fee", "values"),
        ("wording.yaml", "choose: どの", "choose: その", "wording", "wording", "choose"),
        ("topics.yaml", "licence: ライセンス料", "licence: 料金", "topics", "topics", "licence"),
        ("sources.yaml", "published: 2025-04-14", "published: 2025-04-15", "sources", "HD", "published"),
        ("vocabulary/filler_words.yaml", "- 有る\n", "", "filler_words", "filler_words", "all"),
        (
            "vocabulary/municipalities.yaml",
            "name: 苫小牧市",
            "name: とまこまい市",
            "municipalities",
            "tomakomai",
            "name",
        ),
        ("schemes/licence.yaml", "name: ライセンス料", "name: 利用料", "schemes", "licence", "name"),
    ],
)
def test_every_kind_of_knowledge_is_compared(
    file: str, old: str, new: str, kind: str, name: str, field: str, changed: Callable[..., list[Change]]
):
    [change] = changed(file, old, new)
    assert (change.kind, change.name, change.fields[0].field) == (kind, name, field)


def test_the_command_compares_a_folder_with_a_file_and_ends_well(
    tmp_path: Path, small_knowledge: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "old.zip"
    file.write_bytes(pack(small_knowledge))
    [entries] = small_knowledge.glob("entries/*.yaml")
    entries.write_text(entries.read_text(encoding="utf-8").replace("金物屋", "鍛冶屋"), encoding="utf-8")
    assert run(["knowledge", "diff", str(file), str(small_knowledge)]) == 0
    told = capsys.readouterr().out
    assert "＊ 変更  kettle-repair" in told
    assert "+鍛冶屋で直せます。" in told
    assert run(["knowledge", "diff", str(file), str(small_knowledge), "--json"]) == 0
    [change] = json.loads(capsys.readouterr().out)
    assert (change["kind"], change["name"], change["change"]) == ("entries", "kettle-repair", "changed")


def test_no_difference_ends_well_too(small_knowledge: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["knowledge", "diff", str(small_knowledge), str(small_knowledge)]) == 0
    assert capsys.readouterr().out == "違いはありません。\n"


def test_a_folder_that_is_not_there_is_broken_knowledge(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["knowledge", "diff", str(tmp_path / "nowhere"), str(KNOWLEDGE)]) == 3
    assert "nowhere" in capsys.readouterr().err


def test_only_knowledge_that_is_right_is_packed(
    small_knowledge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "new.zip"
    assert run(["knowledge", "pack", str(small_knowledge), str(out)]) == 0
    assert out.read_bytes() == pack(small_knowledge)
    assert run(["knowledge", "pack", str(small_knowledge), str(out)]) == 2
    (small_knowledge / "topics.yaml").write_text("- 話題\n", encoding="utf-8")
    assert run(["knowledge", "pack", str(small_knowledge), str(tmp_path / "wrong.zip")]) == 3
    assert not (tmp_path / "wrong.zip").exists()
    assert "topics.yaml:1" in capsys.readouterr().err
