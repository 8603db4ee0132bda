"""Question files: one JSON object a line, with the references whose answer is right."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeAlias

from faq_bot.errors import InputError
from faq_bot.loading.record import parse_day

# The contact passage answers whatever the two passages that quote it answer (convention of the question sets).
_COUNTS_TOO = {"CB-5": "HD-H", "HD-L2.1": "HD-H"}
Half: TypeAlias = Literal["odd", "even"]
_KEYS = {"id", "query", "gold", "kind", "note", "as_of", "municipality"}


@dataclass(frozen=True, slots=True)
class Question:
    """A question whose right answers are known; `gold` is empty when nothing in the documents answers it."""

    id: str
    text: str
    gold: frozenset[str]
    kind: str
    as_of: date | None = None
    municipality: str | None = None


def read_questions(path: Path) -> list[Question]:
    """Return the questions of a JSON Lines file. InputError names the line that cannot be used."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "FILE", f"{path} を読めません。UTF-8 の JSON Lines ファイルを指定してください。"
        ) from error
    questions = list(_questions(lines, path.name))
    if not questions:
        raise InputError("FILE", f"{path.name} に質問がありません。")
    return questions


def half_of(questions: Sequence[Question], half: Half | None) -> list[Question]:
    """Return the odd (first, third, …) or even questions of a file, all of them without a half.

    `faq-bot calibrate` fits on the odd ones: the even half has fitted nothing.
    """
    return list(questions if half is None else questions[half == "even" :: 2])


def _questions(lines: list[str], name: str) -> Iterator[Question]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _question(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                message = f"{name}:{number} を読めません。query（文字）と gold（参照の一覧）のある JSON にしてください。"
                raise InputError("FILE", message) from error


def _question(row: dict[str, Any]) -> Question:
    if not isinstance(row["query"], str) or not isinstance(row["gold"], list) or set(row) - _KEYS:
        raise TypeError
    gold = {str(ref) for ref in row["gold"]}
    gold |= {_COUNTS_TOO[ref] for ref in gold if ref in _COUNTS_TOO}
    return Question(
        id=str(row.get("id", "")),
        text=row["query"],
        gold=frozenset(gold),
        kind=str(row.get("kind", "")),
        as_of=parse_day(row["as_of"]) if row.get("as_of") else None,
        municipality=row.get("municipality"),
    )
