"""The house as docs and pyproject describe it."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "faq_bot"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def used_in(path: Path, names: set[str]) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & names


def test_every_room_has_a_floor():
    [contract] = PYPROJECT["tool"]["importlinter"]["contracts"]
    floors = {room.strip() for floor in contract["layers"] for room in re.split("[|:]", floor)}
    rooms = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.parent.name for path in PACKAGE.glob("*/*.py")
    }
    rooms -= {"__init__"}
    assert contract["exhaustive"] is True
    assert {"cli", "server", "loading", "errors"} <= rooms
    assert rooms - {floor.strip("()") for floor in floors} == set()


def test_every_room_and_every_file_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in modules()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_only_the_assembly_asks_the_clock():
    clocks = {
        "datetime.now",
        "datetime.today",
        "date.today",
        "time.time",
        "datetime.datetime.now",
        "datetime.utcnow",
    }
    asking = {path.name for path in modules() if used_in(path, clocks)}
    assert asking == {"assembly.py"}


def test_only_the_settings_read_the_environment():
    reading = {path.parent.name for path in modules() if used_in(path, {"os.environ", "os.getenv"})}
    assert reading == {"settings"}


def test_there_is_no_room_for_everything():
    names = {path.stem for path in modules()}
    assert names & {"utils", "util", "helpers", "common", "misc"} == set()


def test_no_sentence_for_users_names_a_price_in_the_code():
    """A number an authority may change belongs to knowledge/."""
    priced = [
        str(path.relative_to(ROOT))
        for path in modules()
        if re.search(r"21,?000|13,?200|0120-584-708", path.read_text(encoding="utf-8"))
    ]
    assert priced == []


def test_every_error_stands_in_the_tree_of_errors():
    tree = ast.parse((PACKAGE / "errors.py").read_text(encoding="utf-8"))
    drawn = ast.get_docstring(tree) or ""
    errors = {
        node.name for node in tree.body if isinstance(node, ast.ClassDef) and node.name.endswith("Error")
    }
    assert {"FaqBotError", "KnowledgeError", "InputError"} <= errors
    assert {name for name in errors if name not in drawn} == set()


@pytest.mark.parametrize("file", ["README.md", "CHANGELOG.md", "LICENSE", "Makefile", "Procfile", ".ci/run"])
def test_the_house_has_what_a_stranger_looks_for(file: str):
    assert (ROOT / file).stat().st_size > 0


def test_the_changelog_begins_with_the_version_of_the_package():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"(?m)^## \[?(\d+\.\d+\.\d+)", changelog)
    assert versions[:1] == [PYPROJECT["project"]["version"]]


def test_the_readme_names_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make serve" in readme
    assert "make test" in readme
