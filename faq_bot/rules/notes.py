"""The notes of a decision: facts that clash (named, never chosen between), what was deduced, warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from faq_bot.loading.conditions import Deduction, Remark
from faq_bot.rules.schemes import Verdict
from faq_bot.rules.slots import INDEX

if TYPE_CHECKING:
    from faq_bot.rules.decision import Decision


def notes_of(decision: Decision) -> list[str]:
    """Return the notes: clashes first, then deductions, then warnings, each said once."""
    clashes: dict[str, None] = {}
    deduced: dict[str, None] = {}
    warnings: dict[str, None] = {}
    slots = decision.outcome.slots
    fill = decision.engine.phrases.fill
    for scheme in decision.known.all:
        if scheme.version is None:
            continue
        for remark in scheme.remarks:
            source = remark.source
            if isinstance(source, Remark) and remark.judge(slots):
                said = clashes if source.kind == "clash" else warnings
                said[fill(scheme.text(source.text), slots)] = None
        for verdict in decision.outcome.verdicts[scheme.id]:
            if verdict.deduced is not None and isinstance(verdict.deduced.source, Deduction):
                deduced[scheme.text(verdict.deduced.source.text)] = None
            for text in _opposites(verdict):
                clashes[scheme.text(text)] = None
    return [*clashes, *deduced, *warnings]


def _opposites(verdict: Verdict) -> list[str]:
    found = []
    for deduction in verdict.scheme.deductions:
        source = deduction.source
        if not isinstance(source, Deduction):
            continue
        stated = verdict.slots[INDEX[source.fact]]
        if (
            source.clash is not None
            and stated is not None
            and stated != source.value
            and deduction.judge(verdict.slots)
        ):
            found.append(source.clash)
    return found
