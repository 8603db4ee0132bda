"""The cases of tests/cases/eligibility: sentences an owner can sign."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faq_bot.errors import Problem
from faq_bot.loading.yaml_reader import read_yaml

FOLDER = Path(__file__).parent.parent / "cases" / "eligibility"
KEYS = {"name", "rules", "as_of", "facts", "expect"}


@dataclass(frozen=True)
class Case:
    file: str
    name: str
    rules: tuple[str, ...]
    facts: dict[str, Any]
    expect: dict[str, Any]


def cases() -> list[Case]:
    """Return every case; a mistake in a file stops the tests."""
    return [case for path in sorted(FOLDER.glob("*.yaml")) for case in _cases(path)]


def _cases(path: Path) -> list[Case]:
    problems: list[Problem] = []
    located = read_yaml(path, path.name, problems)
    assert located is not None, problems
    for written in located.value:
        assert set(written) == KEYS, (path.name, written.get("name"), set(written) ^ KEYS)
    return [
        Case(path.stem, w["name"], tuple(w["rules"]), {"as_of": w["as_of"], **w["facts"]}, w["expect"])
        for w in located.value
    ]
