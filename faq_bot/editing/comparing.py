"""What changed between two knowledge folders: entry by entry, value by value, word by word."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from faq_bot.errors import KnowledgeError, Problem
from faq_bot.loading.yaml_reader import read_yaml

Fields = Mapping[str, Any]
Part = tuple[str, str]
"""Kind and name of a thing that changes as a whole, such as ("entries", "licence-unit")."""

_NAMES = ("id", "prefix", "word", "name", "entry")
ALL = "all"
"""The field of a file that is one list of words."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a thing that is there before and after. `before` or `after` is None where it is missing."""

    field: str
    before: Any
    after: Any

    def lines(self) -> list[str]:
        """Return what to take away (-) and what to put in its place (+), with a line around."""
        found = difflib.unified_diff(_lines(self.before), _lines(self.after), n=1, lineterm="")
        return [line for line in found if not line.startswith(("---", "+++", "@@"))]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was added, removed or changed. `kind` is its folder or file."""

    kind: str
    name: str
    change: Literal["added", "removed", "changed"]
    fields: tuple[FieldChange, ...] = ()
    title: str = ""


def compare(old: Path, new: Path) -> list[Change]:
    """Return what changed, by kind and name. KnowledgeError if a file cannot be read at all."""
    before, after = _parts(old), _parts(new)
    return [change for part in sorted({*before, *after}) if (change := _change(part, before, after))]


def _change(part: Part, before: Mapping[Part, Fields], after: Mapping[Part, Fields]) -> Change | None:
    was, now = before.get(part), after.get(part)
    title = str((now or was or {}).get("question") or (now or was or {}).get("title") or "")
    if was is None:
        return Change(*part, "added", title=title)
    if now is None:
        return Change(*part, "removed", title=title)
    fields = tuple(
        FieldChange(name, was.get(name), now.get(name))
        for name in dict.fromkeys((*was, *now))
        if was.get(name) != now.get(name)
    )
    return Change(*part, "changed", fields, title) if fields else None


def _parts(root: Path) -> dict[Part, Fields]:
    problems: list[Problem] = []
    found: dict[Part, Fields] = {}
    for path in sorted(root.rglob("*.yaml")):
        located = read_yaml(path, path.relative_to(root).as_posix(), problems)
        if located is not None:
            found |= _parts_of(path.relative_to(root), located.value)
    if problems:
        raise KnowledgeError(problems)
    return found


def _parts_of(path: Path, value: Any) -> dict[Part, Fields]:
    """Return the parts of one file: each record of a list, the whole file where it is one record."""
    folder = path.parts[0] if len(path.parts) > 1 else path.stem
    if path.name == "sources.yaml":
        return {("sources", document["prefix"]): document for document in value["documents"]}
    if folder == "entries":  # an entry is known by its id; the file it stands in is its topic
        return {("entries", entry["id"]): {**entry, "topic": path.stem} for entry in value or ()}
    kind = path.stem if folder == "vocabulary" else folder
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return {(kind, _name(item, i)): item for i, item in enumerate(value)}
    if isinstance(value, dict):
        return {(kind, path.stem): value}
    return {(kind, path.stem): {ALL: value}}


def _name(item: Mapping[str, Any], position: int) -> str:
    return next((str(item[key]) for key in _NAMES if key in item), str(position + 1))


def _lines(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, str):
        return value.splitlines()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return list(value)
    if isinstance(value, list | dict):
        return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=120).splitlines()
    return [str(value)]
