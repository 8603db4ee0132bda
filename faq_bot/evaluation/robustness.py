"""The same questions, spoilt by rule: how much of what was found is still found?"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from faq_bot.evaluation.asking import Answered
from faq_bot.evaluation.questions import Question
from faq_bot.evaluation.slips import Slips


@dataclass(frozen=True, slots=True)
class Variant:
    """A question, and the same spoilt by one rule (its kind)."""

    clean: Question
    spoilt: Question


@dataclass(frozen=True, slots=True)
class Kept:
    """One rule: how many questions it spoils, and the shares right first before and after.

    `kept` is the share of the questions right before that still are; None if none was.
    """

    rule: str
    label: str
    count: int
    clean: float
    spoilt: float
    kept: float | None


def variants(questions: Iterable[Question], slips: Slips | None = None) -> list[Variant]:
    """Return every question that has an answer, spoilt by every rule that finds an occasion in it."""
    rules = (slips or Slips()).rules
    found = []
    for question in questions:
        for rule in rules if question.gold else ():
            text = rule.spoil(question.text)
            if text is not None:
                spoilt = replace(question, id=f"{question.id}-{rule.name}", text=text, kind=rule.name)
                found.append(Variant(question, spoilt))
    return found


def write_variants(found: Sequence[Variant], path: Path) -> None:
    """Write the spoilt questions as a question file."""
    lines = (json.dumps(_row(variant.spoilt), ensure_ascii=False) for variant in found)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def kept(
    found: Sequence[Variant], clean: Iterable[Answered], spoilt: Sequence[Answered], slips: Slips
) -> list[Kept]:
    """Return how much each rule leaves. `spoilt` are the answers to `found`, in its order."""
    was_right = {answered.question.id: answered.first for answered in clean}
    pairs = [(v.spoilt.kind, was_right[v.clean.id], a.first) for v, a in zip(found, spoilt, strict=True)]
    rows = []
    for rule in slips.rules:
        ours = [(before, after) for kind, before, after in pairs if kind == rule.name]
        if ours:
            before = sum(b for b, _ in ours)
            still = sum(b and a for b, a in ours)
            shares = (before / len(ours), sum(a for _, a in ours) / len(ours))
            rows.append(Kept(rule.name, rule.label, len(ours), *shares, still / before if before else None))
    return rows


def _row(question: Question) -> dict[str, Any]:
    row = asdict(question)
    row = {"id": row["id"], "query": row["text"], "gold": sorted(question.gold), "kind": question.kind}
    if question.as_of:
        row["as_of"] = question.as_of.isoformat()
    if question.municipality:
        row["municipality"] = question.municipality
    return row
