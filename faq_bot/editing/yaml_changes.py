"""Entries are changed in the text of their file: only the lines that must, everything else byte for byte.

No file is written anew from its values: ruamel's round trip, the best there is, gives back 29 of our 62 files
differently (blank lines, folded lists, indentation). The parser says on which lines a value stands; those are
exchanged, and the new text is read again and must say exactly what was wished.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import yaml

from faq_bot.editing.yaml_writing import Fields, entry_lines, field_lines, flow_item, item_line, scalar
from faq_bot.errors import InputError, Problem
from faq_bot.loading.entries import Entry
from faq_bot.loading.yaml_reader import read_text

KEYS = tuple(Entry.model_fields)


@dataclass(frozen=True, slots=True)
class _Edit:
    """Lines `start` to `end` (exclusive) give way to others."""

    start: int
    end: int
    lines: Sequence[str]


def entries_of(text: str, file: str = "entries") -> list[dict[str, Any]]:
    """Return the entries of a file as plain values. InputError if it cannot be read."""
    problems: list[Problem] = []
    located = read_text(text, file, problems)
    if located is None or not isinstance(located.value, list):
        raise InputError("entry", f"{file} を読めません。{problems[0].message if problems else ''}")
    return located.value


def with_entry(text: str, fields: Fields) -> str:
    """Return the text of a file with one more entry at its end. InputError if it cannot be written exactly."""
    gap = [""] if text.strip() else []
    lines = _lines(text if text.endswith("\n") or not text else text + _newline(text))
    new = _joined(text, [*lines[:-1], *gap, *entry_lines(fields), ""])
    return _checked(new, [*(entries_of(text) if text.strip() else []), fields])


def amended(text: str, identifier: str, fields: Fields) -> str:
    """Return the text of a file in which the entry `identifier` has these fields and no others.

    InputError if there is no such entry, or it is written in a way that cannot be changed exactly.
    """
    before = entries_of(text)
    found = [entry.get("id") for entry in before]
    if identifier not in found:
        raise InputError("entry", f"「{identifier}」という項目は、いまのナレッジにありません。")
    place = found.index(identifier)
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    assert root is not None  # noqa: S101 - it has just been read
    lines = _lines(text)
    edits = list(_edits(root.value[place], before[place], fields, lines))
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        lines[edit.start : edit.end] = edit.lines
    return _checked(_joined(text, lines), [*before[:place], fields, *before[place + 1 :]])


def _edits(node: yaml.Node, before: Fields, fields: Fields, lines: Sequence[str]) -> Iterator[_Edit]:
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise InputError("entry", "この項目は { } の形で書かれているので、ここでは直せません。")
    nodes = {key.value: (key, value) for key, value in node.value}
    for name, (key, value) in nodes.items():
        if name not in fields:
            yield _Edit(key.start_mark.line, _end(value, key.start_mark.column, lines), [])
        elif fields[name] != before[name]:
            yield from _changed(key, value, before[name], fields[name], lines)
    for name in fields:
        if name not in nodes:
            after = [n for n in nodes if n not in KEYS or KEYS.index(n) < KEYS.index(name)] or list(nodes)
            key, value = nodes[after[-1]]
            column = key.start_mark.column
            line = _end(value, column, lines)
            yield _Edit(line, line, field_lines(name, fields[name], column))


def _changed(
    key: yaml.Node, value: yaml.Node, before: Any, wished: Any, lines: Sequence[str]
) -> Iterator[_Edit]:
    """Yield the smallest exchange: the items of a list, the words on a line, else the whole field."""
    start, column = key.start_mark.line, key.start_mark.column
    if isinstance(value, yaml.SequenceNode) and isinstance(wished, list) and before and wished:
        if not value.flow_style:
            yield from _items(value, before, wished, lines)
            return
        if wished[: len(before)] == before and not lines[value.end_mark.line][
            : value.end_mark.column - 1
        ].rstrip().endswith(","):
            more = "".join(f", {flow_item(item)}" for item in wished[len(before) :])
            yield _within(
                value.end_mark.line, value.end_mark.column - 1, value.end_mark.column - 1, more, lines
            )
            return
    one_line = value.start_mark.line == value.end_mark.line == start and isinstance(value, yaml.ScalarNode)
    if one_line and not isinstance(wished, list) and "\n" not in str(wished):
        yield _within(start, value.start_mark.column, value.end_mark.column, scalar(wished, key.value), lines)
        return
    new = field_lines(key.value, wished, column)
    new[0] = lines[start][:column] + new[0][column:]
    yield _Edit(start, _end(value, column, lines), new)


def _items(
    node: yaml.SequenceNode, before: Sequence[Any], wished: Sequence[Any], lines: Sequence[str]
) -> Iterator[_Edit]:
    column = node.start_mark.column
    starts = [item.start_mark.line for item in node.value]
    ends = [_end(item, column, lines) for item in node.value]
    for kind, i, j, k, m in SequenceMatcher(None, before, wished, autojunk=False).get_opcodes():
        if kind != "equal":
            start = starts[i] if i < len(starts) and kind != "insert" else ends[i - 1] if i else starts[0]
            end = ends[j - 1] if j > i else start
            yield _Edit(start, end, [item_line(item, column) for item in wished[k:m]])


def _within(line: int, start: int, end: int, words: str, lines: Sequence[str]) -> _Edit:
    return _Edit(line, line + 1, [lines[line][:start] + words + lines[line][end:]])


def _end(node: yaml.Node, column: int, lines: Sequence[str]) -> int:
    """Return the line after the last one of a value that belongs to a key in `column`."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last, column, lines)
    block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    end = node.end_mark.line + (not block or node.end_mark.column > 0)
    while end > node.start_mark.line + 1 and _apart(lines[end - 1], column):
        end -= 1
    return end


def _apart(line: str, column: int) -> bool:
    """Whether a line after a value is no part of it: blank, or a comment no deeper than its key."""
    bare = line.lstrip(" ")
    return not bare.strip() or (bare.startswith("#") and len(line) - len(bare) <= column)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")


def _joined(text: str, lines: Sequence[str]) -> str:
    return _newline(text).join(lines)


def _checked(text: str, wished: Sequence[Mapping[str, Any]]) -> str:
    if entries_of(text) != [dict(entry) for entry in wished]:
        raise InputError("entry", "この項目は、書かれ方が込み入っていて、ここでは正しく直せません。")
    return text
