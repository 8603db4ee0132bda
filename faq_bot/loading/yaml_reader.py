"""A YAML file becomes plain values that remember the line they stand on.

PyYAML's own constructor is too lenient for hand-kept knowledge: it keeps the last of two equal keys, turns
dates into objects, `on` into true and `9:00` into 540. Here a repeated key is a mistake, and only null, true,
false, integers and decimal numbers are anything but text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, cast

import yaml

from faq_bot.errors import Problem

Where: TypeAlias = tuple[str | int, ...]

QUOTED = frozenset("'\"|>")  # quoted and block scalars are always text
_INTEGER = re.compile(r"[-+]?\d+")
_DECIMAL = re.compile(r"[-+]?\d+\.\d+")
_WORDS = {"null": None, "~": None, "": None, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Located:
    """The value of a YAML file and, for every place in it, the line (from 1) where it stands."""

    file: str
    value: Any
    lines: Mapping[Where, int]

    def line(self, where: Where) -> int:
        """Line of a place, or of the nearest place around it that exists."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 0)

    def parts(self) -> list["Located"]:
        """The items of a list, each with its own lines."""
        lines: list[dict[Where, int]] = [{} for _ in self.value]
        for place, line in self.lines.items():
            if place and isinstance(place[0], int):
                lines[place[0]][place[1:]] = line
        return [Located(self.file, v, found) for v, found in zip(self.value, lines, strict=True)]


def read_yaml(path: Path, file: str, problems: list[Problem]) -> Located | None:
    """Read one file. Mistakes go to `problems` under the name `file`; None if nothing can be used."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        problems.append(Problem(file, 0, "読めません。UTF-8 のファイルか確かめてください。"))
        return None
    return read_text(text, file, problems)


def read_text(text: str, file: str, problems: list[Problem]) -> Located | None:
    """Read the text of a file. Mistakes go to `problems` under the name `file`; None if nothing can be used."""
    try:
        if (alias := _alias(text)) is not None:
            problems.append(_alias_problem(file, alias))
            return None
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        problems.append(_syntax_problem(file, error))
        return None
    if node is None:
        problems.append(Problem(file, 0, "中身がありません。"))
        return None
    lines: dict[Where, int] = {}
    before = len(problems)
    value = _plain(node, (), lines, file, problems)
    return Located(file, value, lines) if len(problems) == before else None


def _alias(text: str) -> yaml.AliasEvent | None:
    """Return the first `*name`, if any: repeated parts have no line of their own, and may have no end."""
    events = yaml.parse(text, Loader=yaml.CSafeLoader) if "&" in text else ()
    return next((event for event in events if isinstance(event, yaml.AliasEvent)), None)


def _alias_problem(file: str, alias: yaml.AliasEvent) -> Problem:
    message = f"「*{alias.anchor}」のような使い回しはできません。同じ内容でも、もう一度書いてください。"
    return Problem(file, alias.start_mark.line + 1 if alias.start_mark else 0, message)


def _syntax_problem(file: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 0
    return Problem(file, line, "YAML として読めません。字下げ、引用符、「:」の後の空白を確かめてください。")


def _plain(node: yaml.Node, where: Where, lines: dict[Where, int], file: str, problems: list[Problem]) -> Any:
    lines[where] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, where, lines, file, problems)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*where, i), lines, file, problems) for i, item in enumerate(node.value)]
    return _scalar(cast(yaml.ScalarNode, node))


def _mapping(
    node: yaml.MappingNode, where: Where, lines: dict[Where, int], file: str, problems: list[Problem]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in found:
            first = lines[*where, key]
            message = f"キー「{key}」が2回あります（1回目は{first}行目）。1つにしてください。"
            problems.append(Problem(file, key_node.start_mark.line + 1, message))
            continue
        found[key] = _plain(value_node, (*where, key), lines, file, problems)
        lines[*where, key] = key_node.start_mark.line + 1
    return found


def _scalar(node: yaml.ScalarNode) -> Any:
    text: str = node.value
    if node.style in QUOTED:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text) if not (text.startswith("0") and len(text) > 1) else text
    return float(text) if _DECIMAL.fullmatch(text) else text
