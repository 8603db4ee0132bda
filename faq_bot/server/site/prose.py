"""Answers as paragraphs and lists: in knowledge/ a line that begins with 「- 」 is a point of a list."""

from itertools import groupby
from typing import NamedTuple

_POINT = "- "


class Block(NamedTuple):
    """Some lines that belong together: the points of a list, or lines of plain text."""

    is_list: bool
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """Return a text in its blocks; nothing of it is lost but the marks of the points."""
    lines = (line for line in text.splitlines() if line.strip())
    groups = groupby(lines, key=lambda line: line.startswith(_POINT))
    return [
        Block(points, tuple(line.removeprefix(_POINT) if points else line for line in found))
        for points, found in groups
    ]
