"""The staff's view of a decision: the whole tree, with the values read, their days and sources."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from faq_bot.loading.conditions import Condition
from faq_bot.loading.fact_sheets import COMPUTED
from faq_bot.rules.nodes import Node
from faq_bot.rules.results import STATUS, open_text
from faq_bot.rules.schemes import Compiled, KnownScheme, Verdict
from faq_bot.rules.slots import FACTS, INDEX, Slots
from faq_bot.rules.state import Reading
from faq_bot.rules.truth import Truth

if TYPE_CHECKING:
    from faq_bot.rules.decision import Decision

FORMAT = "faq-bot.trace.v1"
TRUTHS: dict[bool | None, str] = {True: "met", False: "not_met", None: "not_known"}
NOT_LOOKED_AT = "not_looked_at"


def trace_of(decision: Decision) -> list[dict[str, Any]]:
    """Return the trace: first what was asked and on which knowledge, then one part for each scheme."""
    state = decision.known.licence.state
    slots = decision.outcome.slots
    stated = {name: plain(getattr(decision.facts, name)) for name in FACTS}
    derived = {name: plain(slots[INDEX[name]]) for name in ("service_group", *COMPUTED)}
    head = {
        "trace": FORMAT,
        "knowledge": decision.engine.knowledge.version,
        "known_since": plain(state.since),
        "facts": {name: value for name, value in stated.items() if value is not None},
        "derived": {name: value for name, value in derived.items() if value is not None},
        "years": [_paid(paid) for paid in decision.outcome.years],
    }
    return [head, *(_scheme(scheme, decision) for scheme in decision.known.all)]


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _paid(paid: Any) -> dict[str, Any]:
    found = {"year": paid.number + 1, "start": plain(paid.year.start), "end": plain(paid.year.end)}
    decided = [verdict.scheme.id for verdict in paid.rests_on]
    return found | {"trigger": plain(paid.year.trigger), "payer": paid.payer, "decided_by": decided}


def _scheme(scheme: KnownScheme, decision: Decision) -> dict[str, Any]:
    version = scheme.version
    return {
        "scheme": scheme.id,
        "version": version.id if version else None,
        "known_from": plain(version.known_from) if version else None,
        "announced": scheme.text(version.announced) if version else None,
        "status": STATUS[decision.truth(scheme.id)],
        "verdicts": [
            _verdict(verdict, i, decision) for i, verdict in enumerate(decision.outcome.verdicts[scheme.id])
        ],
        "not_used": [part.id for part in scheme.scheme.conditions if part.id not in _used(scheme)],
    }


def _used(scheme: KnownScheme) -> set[str]:
    parts = [part.source.conditions for part in scheme.components]
    return {name for names in (scheme.version.conditions if scheme.version else (), *parts) for name in names}


def _verdict(verdict: Verdict, number: int, decision: Decision) -> dict[str, Any]:
    truths: list[Truth | str] = list(verdict.truths)
    truths += [NOT_LOOKED_AT] * (len(verdict.scheme.conditions) - len(truths))
    parts = zip(verdict.scheme.conditions, truths, strict=True)
    found = {
        "year": number + 1,
        "truth": TRUTHS[verdict.truth],
        "missing": list(verdict.missing()),
        "conditions": [_condition(part, truth, verdict, decision) for part, truth in parts],
    }
    if verdict.deduced is not None:
        found["deduced"] = {"refs": list(verdict.deduced.refs)}
    return found


def _condition(part: Compiled, truth: Truth | str, verdict: Verdict, decision: Decision) -> dict[str, Any]:
    source = part.source
    looked_at = not isinstance(truth, str)
    text = None
    if isinstance(source, Condition) and looked_at:
        text = source.met if truth else source.not_met if truth is False else open_text(part, verdict)
        text = decision.engine.phrases.fill(verdict.scheme.text(text), verdict.slots) if text else None
    return {
        "id": source.id if isinstance(source, Condition) else "",
        "truth": truth if isinstance(truth, str) else TRUTHS[truth],
        "text": text,
        "missing": list(part.node.missing(verdict.slots)) if truth is None else [],
        "refs": list(part.refs),
        "test": tree(part.node, verdict.slots, looked_at=looked_at),
    }


def tree(node: Node, slots: Slots, *, looked_at: bool = True) -> dict[str, Any]:
    """Return a test with all the tests inside it, as they came out for these facts."""
    truth = node.judge(slots)
    head = next(name for name, value in node.test.heads().items() if value is not None)
    found: dict[str, Any] = {"test": head, "truth": TRUTHS[truth] if looked_at else NOT_LOOKED_AT}
    if node.test.fact is not None:
        compared = {name: plain(other) for name, other in node.test.comparisons().items()}
        found |= {"fact": node.test.fact, "found": plain(slots[INDEX[node.test.fact]]), "compared": compared}
        found["values"] = [_reading(reading) for reading in node.readings]
    elif head in ("known", "unknown"):
        found[head] = node.test.heads()[head]
    else:
        found["parts"] = list(_parts(node, slots, looked_at))
    return found


def _parts(node: Node, slots: Slots, looked_at: bool) -> list[dict[str, Any]]:
    settles = {True: node.test.any_, False: node.test.all_}
    parts = []
    for part in node.parts:
        parts.append(tree(part, slots, looked_at=looked_at))
        truth = part.judge(slots)
        if truth is not None and settles[truth] is not None:
            looked_at = False
    return parts


def _reading(reading: Reading) -> dict[str, Any]:
    entry = reading.newest
    if entry is None:
        return {"name": reading.name, "value": None}
    found = entry.model_dump(
        mode="json", include={"value", "earliest", "latest", "expected", "refs"}, exclude_none=True
    )
    return {
        "name": reading.name,
        **found,
        "holds_from": plain(entry.holds_from),
        "known_from": plain(entry.known_from),
    }
