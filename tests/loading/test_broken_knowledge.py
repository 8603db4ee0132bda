"""One broken file a mistake: each is told with its file, its line and what is allowed."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from faq_bot.errors import KnowledgeError, Problem
from faq_bot.loading.knowledge import load_knowledge

BROKEN = Path(__file__).parent.parent / "broken_knowledge"
TABLE: list[dict[str, Any]] = yaml.safe_load((BROKEN / "expected.yaml").read_text(encoding="utf-8"))
BLOCK = re.compile(r"(?m)^(?=\w)")


def break_folder(folder: Path, row: dict[str, Any]) -> str:
    """Put the broken file of a row where it belongs and return its name in the folder."""
    name: str = row.get("stands_as", "entries/second.yaml")
    source = BROKEN / f"{row['broken']}.yaml"
    if row.get("rest"):
        text = completed(source.read_text(encoding="utf-8"), (folder / name).read_text(encoding="utf-8"))
        (folder / name).write_text(text, encoding="utf-8")
    else:
        shutil.copyfile(source, folder / name)
    return name


def completed(broken: str, whole: str) -> str:
    """`broken`, followed by the top-level keys of `whole` it does not have."""
    keys = [block.split(":")[0] for block in BLOCK.split(broken)]
    return broken + "".join(b for b in BLOCK.split(whole) if b.split(":")[0] not in keys)


def problems_of(folder: Path) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    return list(caught.value.problems)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["broken"])
def test_each_mistake_is_told_with_its_line_and_its_reason(row: dict[str, Any], small_knowledge: Path):
    file = break_folder(small_knowledge, row)
    problems = problems_of(small_knowledge)
    told = [p for p in problems if (p.file, p.line) == (file, row["line"])]
    assert [p for p in told if all(word in p.message for word in row["says"])], "\n".join(map(str, problems))
    strays = [] if row.get("follows") else [p for p in problems if p not in told]
    assert strays == []
    assert row.get("follows") or len(problems) == 1


def test_the_table_and_the_folder_hold_the_same_mistakes():
    files = sorted(path.stem for path in BROKEN.glob("*.yaml") if path.name != "expected.yaml")
    assert sorted(row["broken"] for row in TABLE) == files


def test_every_row_says_some_words():
    assert [row["broken"] for row in TABLE if not row["says"]] == []


def test_mistakes_of_several_files_are_told_at_once(small_knowledge: Path):
    rows = {row["broken"]: row for row in TABLE}
    names = ["synonyms_unknown_key", "impossible_date", "wording_unknown_place", "calibration_threshold"]
    files = [break_folder(small_knowledge, rows[name]) for name in names]
    problems = problems_of(small_knowledge)
    assert sorted(p.file for p in problems) == sorted(files)


def test_two_mistakes_of_one_entry_are_told_at_once(small_knowledge: Path):
    path = small_knowledge / "entries" / "basics.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("[HD-31, HD-32]", "HD-31").replace("short_answer: 金物屋で直せます。", "note: x")
    path.write_text(text, encoding="utf-8")
    assert [p.line for p in problems_of(small_knowledge)] == [21, 24, 26]


def test_an_anchor_that_is_used_again_elsewhere_is_refused_and_not_followed(small_knowledge: Path):
    # nine lists of nine: followed, they would be 3,486,784,401 words
    bomb = "- &a0 [x, x]\n" + "".join(f"- &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 11))
    (small_knowledge / "vocabulary" / "past_words.yaml").write_text(bomb, encoding="utf-8")
    assert [(p.file, p.line) for p in problems_of(small_knowledge)] == [("vocabulary/past_words.yaml", 2)]


@pytest.mark.parametrize(
    "file",
    [
        "sources.yaml",
        "topics.yaml",
        "wording.yaml",
        "suggestions.yaml",
        "calibration.yaml",
        "vocabulary/synonyms.yaml",
        "vocabulary/dictionary.yaml",
        "vocabulary/fact_words.yaml",
        "vocabulary/masking.yaml",
    ],
)
def test_a_file_that_is_not_there_is_named(file: str, small_knowledge: Path):
    (small_knowledge / file).unlink()
    assert file in [p.file for p in problems_of(small_knowledge)]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    assert [p.file for p in problems_of(tmp_path / "nowhere")] == [str(tmp_path / "nowhere")]


def test_a_folder_without_any_entry_is_broken(small_knowledge: Path):
    (small_knowledge / "entries" / "basics.yaml").unlink()
    assert [p.message for p in problems_of(small_knowledge)] == ["項目が1つもありません。"]


def test_the_error_lists_file_and_line_in_order(small_knowledge: Path):
    for row in TABLE[:1]:
        break_folder(small_knowledge, row)
    (small_knowledge / "calibration.yaml").write_text("", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(small_knowledge)
    lines = str(caught.value).splitlines()
    assert lines[0] == "ナレッジに2件の誤りがあります。"
    assert lines[1].startswith("  calibration.yaml: ")
    assert lines[2].startswith("  entries/second.yaml:6: ")
