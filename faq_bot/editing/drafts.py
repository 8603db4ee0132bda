"""What an editor writes in a form becomes the fields of an entry, and the loader's mistakes find their field."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from faq_bot.errors import Problem
from faq_bot.loading.entries import Entry, Filed, Known, check_entries, folded
from faq_bot.loading.knowledge import Knowledge
from faq_bot.loading.validation import to_record
from faq_bot.loading.yaml_reader import Located, Where

Form = Mapping[str, str]
Mistakes = dict[str, list[str]]
"""Messages by the field they belong to."""

FIELDS = ("topic", *Entry.model_fields)
LONGEST = 8000
"""Characters of one field: ten times what any entry holds."""
_LISTS = ("sources", "schemes", "updates")
_FILE = "entries/form.yaml"
_TOLD = re.compile(r"^項目「[^」]*」: ")


def form_of(entry: Entry, topic: str) -> dict[str, str]:
    """Return an entry as a form shows it."""
    shown = {name: _shown(name, value) for name, value in entry.model_dump(mode="json").items()}
    return {"topic": topic, **shown}


def tidy(form: Form) -> dict[str, str]:
    """Return what was typed, in the shape in which it is kept: lines without white space around them."""
    kept = {}
    for name in FIELDS:
        lines = [line.strip() for line in form.get(name, "").replace("\r", "").split("\n")]
        kept[name] = "\n".join(lines).strip("\n")[:LONGEST]
    return kept


def fields_of(form: Form) -> dict[str, Any]:
    """Return the fields of the entry a form describes, as its file holds them; what is empty is left out."""
    fields: dict[str, Any] = {}
    for name in Entry.model_fields:
        text = form.get(name, "")
        if name == "phrasings":
            fields[name] = [line for line in text.split("\n") if line]
        elif name in _LISTS:
            fields[name] = [part for part in re.split(r"[\s,、，]+", text) if part]
        elif name == "personal":
            fields[name] = text == "true"
        else:
            fields[name] = text
    return {name: value for name, value in fields.items() if value not in ("", [], False)}


def mistakes_in(form: Form, knowledge: Knowledge, own: str | None) -> Mistakes:
    """Return what the loader would say of the entry of a form in this knowledge, by field.

    `own` is the id of the entry it would take the place of, None for a new one.
    """
    lines: dict[Where, int] = {(): 1}
    lines |= {(name,): place for place, name in enumerate(Entry.model_fields, start=2)}
    located = Located(_FILE, fields_of(form), lines)
    problems: list[Problem] = []
    record = to_record(Entry, located, problems)
    if record is not None:
        filed = [
            Filed(entry, knowledge.topic_of[entry.id], Located("entries", None, {}))
            for entry in knowledge.entries
            if entry.id != own
        ]
        problems = check_entries([*filed, Filed(record, form["topic"], located)], _known(knowledge))
    found: Mistakes = {}
    names = {line: where[0] if where else "id" for where, line in lines.items()}
    for problem in problems:
        field = str(names.get(problem.line, "id")) if problem.file == _FILE else "id"
        found.setdefault(field, []).append(_TOLD.sub("", problem.message))
    if form.get("topic") not in knowledge.topics:
        found.setdefault("topic", []).append(
            f"話題を選んでください（{'、'.join(knowledge.topics.values())}）。"
        )
    return found


def new_phrasings(entry: Entry, wordings: Sequence[str]) -> list[str]:
    """Return those wordings an entry does not have yet, each once however it is written."""
    known = {folded(text) for text in (entry.question, *entry.phrasings)}
    found: dict[str, str] = {}
    for wording in wordings:
        line = " ".join(wording.split())
        if folded(line) and folded(line) not in known:
            found.setdefault(folded(line), line)
    return list(found.values())


def _known(knowledge: Knowledge) -> Known:
    cities = frozenset(m.id for m in knowledge.municipalities)
    return Known(knowledge.sources, cities, frozenset(knowledge.schemes))


def _shown(name: str, value: Any) -> str:
    if name == "phrasings":
        return "\n".join(value)
    if name in _LISTS:
        return ", ".join(value)
    if isinstance(value, bool):
        return "true" if value else ""
    return "" if value is None else str(value)
