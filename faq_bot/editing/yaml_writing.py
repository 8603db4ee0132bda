"""One entry, field or item as lines of YAML, the way the files of the knowledge base are written."""

from collections.abc import Mapping
from typing import Any

import yaml

Fields = Mapping[str, Any]
_DAYS = ("holds_from", "holds_to", "review_by")
_ITEMS = "phrasings"  # one a line; the other lists are short names and stand in brackets


def entry_lines(fields: Fields) -> list[str]:
    """Return an entry as the item of a list."""
    lines = [line for name, value in fields.items() for line in field_lines(name, value, 2)]
    return ["- " + lines[0][2:], *lines[1:]]


def field_lines(name: str, value: Any, column: int) -> list[str]:
    """Return a field whose key stands in a column."""
    key = f"{' ' * column}{name}:"
    if isinstance(value, list):
        if name != _ITEMS:
            return [f"{key} [{', '.join(map(flow_item, value))}]"]
        return [key, *(item_line(item, column + 2) for item in value)]
    if isinstance(value, str) and "\n" in value and _is_plain_block(value):
        return [f"{key} |-", *(f"{' ' * (column + 2)}{line}" if line else "" for line in value.split("\n"))]
    return [f"{key} {scalar(value, name)}"]


def item_line(item: Any, column: int) -> str:
    """Return an item of a list whose dash stands in a column."""
    return f"{' ' * column}- {scalar(item)}"


def flow_item(item: Any) -> str:
    """Return an item of a list in brackets."""
    written: str = yaml.safe_dump([item], allow_unicode=True, width=10**6, default_flow_style=True)
    return written.strip("\n")[1:-1]


def scalar(value: Any, name: str = "") -> str:
    """Return a value on one line; a day without quotes, as all files have it."""
    if name in _DAYS and isinstance(value, str) and _is_day(value):
        return value
    style = '"' if isinstance(value, str) and "\n" in value else None
    written: str = yaml.safe_dump(value, allow_unicode=True, width=10**6, default_style=style)
    return written.removesuffix("...\n").strip("\n")


def _is_day(text: str) -> bool:
    return len(text) == 10 and all(letter.isdigit() or letter == "-" for letter in text)


def _is_plain_block(text: str) -> bool:
    """Whether a text is the same as a block: no line of it begins or ends with white space."""
    return text == text.strip("\n") and all(_is_plain(line) for line in text.split("\n"))


def _is_plain(line: str) -> bool:
    return line == line.strip() and all(letter.isprintable() or letter == "　" for letter in line)
