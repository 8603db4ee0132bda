"""Text in columns: Japanese characters are two wide in a terminal."""

import sys
import unicodedata

_WIDE = ("W", "F")


def width(text: str) -> int:
    """Return how many columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in _WIDE else 1 for c in text)


def left(text: str, columns: int) -> str:
    """Return a text followed by spaces up to `columns`."""
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """Return a text after spaces up to `columns`."""
    return " " * (columns - width(text)) + text


def cut(text: str, columns: int) -> str:
    """Return as much of a text as fits, with … where something is missing."""
    if width(text) <= columns:
        return text
    while width(text) > columns - 2:
        text = text[:-1]
    return f"{text}…"


def strong(text: str) -> str:
    """Return a text in bold where the output is a terminal."""
    return _styled(text, 1)


def faint(text: str) -> str:
    """Return a text less bright where the output is a terminal."""
    return _styled(text, 2)


def bar(share: float, columns: int = 20) -> str:
    """Return a share (0 to 1) as a bar."""
    return "█" * max(round(min(share, 1.0) * columns), 1 if share > 0 else 0)


def _styled(text: str, code: int) -> str:
    return f"\033[{code}m{text}\033[0m" if sys.stdout.isatty() else text
