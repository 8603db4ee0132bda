"""The conditions of one scheme that only its asker can confirm, as one list: 「次のすべてに当てはまりますか」.

A condition belongs to the list when all it lacks are facts no other paying scheme asks for. Agreeing to the
list gives each of these facts the value under which its condition holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from faq_bot.rules.paying import decide_all
from faq_bot.rules.results import reason_of
from faq_bot.rules.schemes import Compiled, KnownScheme, Verdict

if TYPE_CHECKING:
    from faq_bot.rules.decision import Decision


@dataclass(frozen=True, slots=True)
class Checklist:
    """The open conditions of a scheme in words, and the facts that follow from agreeing to all of them."""

    scheme: str
    name: str
    texts: tuple[str, ...]
    facts: dict[str, Any]


def checklist_of(decision: Decision, fact: str) -> Checklist | None:
    """Return the list a missing fact belongs to, None if it is asked for alone."""
    for scheme in decision.known.cities:
        special = _special(scheme, decision)
        if fact not in special:
            continue
        verdict = decision.outcome.verdicts[scheme.id][0]
        parts = [part for part in verdict.conditions(None) if _lacks_only(part, verdict, special)]
        if sum(len(part.node.missing(verdict.slots)) for part in parts) > 1:
            return _checklist(scheme, parts, decision)
    return None


def _special(scheme: KnownScheme, decision: Decision) -> set[str]:
    shared = {
        fact
        for other in decision.known.all
        if other.scheme.payer and other is not scheme
        for fact in other.scheme.asks
    }
    types = {sheet.id: sheet.type for sheet in decision.engine.knowledge.facts}
    return {fact for fact in scheme.scheme.asks if fact not in shared and types[fact] in ("boolean", "date")}


def _lacks_only(part: Compiled, verdict: Verdict, special: set[str]) -> bool:
    missing = part.node.missing(verdict.slots)
    return bool(missing) and set(missing) <= special


def _checklist(scheme: KnownScheme, parts: list[Compiled], decision: Decision) -> Checklist:
    facts: dict[str, Any] = {}
    for part in parts:
        facts |= _holding(scheme, part, decision)
    met = decide_all(decision.known, decision.facts.model_copy(update=facts)).verdicts[scheme.id][0]
    agreed = Verdict(scheme, met.slots, True, [])
    texts = tuple(reason_of(part, agreed, decision).rstrip("。") for part in parts)
    return Checklist(scheme.id, scheme.scheme.name, texts, facts)


def _holding(scheme: KnownScheme, part: Compiled, decision: Decision) -> dict[str, Any]:
    """The first value, in the order of its choices turned round, of the first fact that makes it hold."""
    verdict = decision.outcome.verdicts[scheme.id][0]
    for name in part.node.missing(verdict.slots):
        for value in _values(name, decision):
            asker = decision.facts.model_copy(update={name: value})
            found = decide_all(decision.known, asker).verdicts[scheme.id][0]
            truths = dict(zip(found.scheme.conditions, found.truths, strict=False))
            if truths.get(part) is True:
                return {name: value}
    return {}


def _values(name: str, decision: Decision) -> list[Any]:
    sheet = next(sheet for sheet in decision.engine.knowledge.facts if sheet.id == name)
    if sheet.type == "boolean":
        return [False, True]
    days = {
        entry.value
        for reading in decision.known.licence.state.readings.values()
        if (entry := reading.newest) is not None and isinstance(entry.value, date)
    }
    return sorted(days, reverse=True)
