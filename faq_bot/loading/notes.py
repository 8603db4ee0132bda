"""What the desk keeps to itself about entries (knowledge/notes.yaml): no part of an entry, an answer or an index.

Problems of this file reach logs and the health of the service, so none of them repeats a word of a note.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from faq_bot.errors import Problem
from faq_bot.loading.yaml_reader import Located, read_yaml

NOTES = "notes.yaml"
LONGEST_NOTE = 400
_FORM = "「- entry: 項目の id」と「note: 文」の一覧にしてください。"


class InternalNotes:
    """The notes by entry. Printed or logged it only says how many there are."""

    def __init__(self, notes: Mapping[str, str]):
        self._notes = dict(notes)

    def __repr__(self) -> str:
        return f"InternalNotes({len(self._notes)})"

    def of(self, entry: str) -> str | None:
        """Return the note on an entry, None if there is none. Only the staff may read it."""
        return self._notes.get(entry)


def read_notes(root: Path, entries: Collection[str], problems: list[Problem]) -> InternalNotes:
    """Return the notes of a knowledge folder; without the file there are none. Each is of one known entry."""
    if not (root / NOTES).is_file():
        return InternalNotes({})
    told: list[Problem] = []
    located = read_yaml(root / NOTES, NOTES, told)
    problems += [Problem(NOTES, problem.line, f"YAML として読めません。{_FORM}") for problem in told]
    if located is None:
        return InternalNotes({})
    if not isinstance(located.value, list):
        problems.append(Problem(NOTES, 1, _FORM))
        return InternalNotes({})
    found: dict[str, str] = {}
    for part in located.parts():
        wrong = _wrong(part, entries, found)
        problems += [Problem(NOTES, part.line(where), message) for where, message in wrong]
        if not wrong:
            found[part.value["entry"]] = part.value["note"].strip()
    return InternalNotes(found)


def _wrong(
    part: Located, entries: Collection[str], before: Collection[str]
) -> list[tuple[tuple[str, ...], str]]:
    """Return what is wrong with one note: where, and what is allowed."""
    value: Any = part.value
    if not isinstance(value, dict) or set(value) != {"entry", "note"}:
        return [((), f"使えるキーは entry と note だけで、どちらも必ず書きます。{_FORM}")]
    wrong: list[tuple[tuple[str, ...], str]] = []
    entry, note = value["entry"], value["note"]
    if entry not in entries:
        name = f"「{entry}」" if isinstance(entry, str) and entry.isascii() and len(entry) <= 60 else ""
        wrong.append((("entry",), f"entry{name}という項目はありません。項目の id を書いてください。"))
    elif entry in before:
        wrong.append((("entry",), f"項目「{entry}」のメモが2つあります。1つにまとめてください。"))
    if not isinstance(note, str) or not note.strip() or len(note) > LONGEST_NOTE:
        wrong.append((("note",), f"「note」は、1字以上{LONGEST_NOTE}字以内の文にしてください。"))
    return wrong
