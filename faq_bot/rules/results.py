"""One scheme's part of a decision: status, reasons, what is missing, references, amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from faq_bot.loading.conditions import Condition
from faq_bot.rules.nodes import NO_SOURCE
from faq_bot.rules.schemes import Compiled, KnownScheme, Verdict, in_order
from faq_bot.rules.slots import INDEX

if TYPE_CHECKING:
    from faq_bot.rules.decision import Decision

STATUS: dict[bool | None, str] = {True: "eligible", False: "not_eligible", None: "unknown"}


def scheme_result(scheme: KnownScheme, decision: Decision) -> dict[str, Any]:
    """Return what a decision says of one scheme."""
    verdicts = decision.outcome.verdicts[scheme.id]
    if scheme.version is None:
        return {"status": "unknown", "reasons": [], "missing": [NO_SOURCE], "cites": []}
    truth = decision.truth(scheme.id)
    deciding = deciding_verdicts(verdicts, truth)
    found: dict[str, Any] = {
        "status": STATUS[truth],
        "reasons": list(
            dict.fromkeys(reason for verdict in deciding for reason in reasons(verdict, decision))
        ),
        "missing": list(_missing(scheme, verdicts, truth)),
        "cites": list(dict.fromkeys(ref for verdict in deciding for ref in verdict.cites())),
    }
    if scheme.scheme.payer == "campaign":
        found["applies_to_years"] = [i + 1 for i, verdict in enumerate(verdicts) if verdict.truth]
        if any(decision.runs_past_integration(paid) for paid in decision.outcome.years):
            found["after_integration"] = "unknown"
    if truth and scheme.scheme.payer == "city":
        found |= _city_amounts(scheme, decision)
    if scheme.components:
        found |= _components(scheme, verdicts[0])
    if truth is not False:
        found |= scheme.practical
        found["contact"] = dict(found["contact"])  # a caller may change what he was given
    return found


def deciding_verdicts(verdicts: list[Verdict], truth: bool | None) -> list[Verdict]:
    """Return the years' verdicts that make the scheme's: those that are equal to it."""
    return [verdict for verdict in verdicts if verdict.truth is truth]


def reasons(verdict: Verdict, decision: Decision) -> list[str]:
    """Return the texts of the conditions a verdict rests on."""
    return [reason_of(part, verdict, decision) for part in verdict.deciding()]


def reason_of(part: Compiled, verdict: Verdict, decision: Decision) -> str:
    """Return the text of one condition for the way it came out."""
    condition, scheme = part.source, verdict.scheme
    assert isinstance(condition, Condition)  # noqa: S101 - verdicts rest on conditions only
    if verdict.truth:
        text = condition.met
    elif verdict.truth is False:
        text = condition.not_met or scheme.scheme.not_eligible
    else:
        text = open_text(part, verdict) or scheme.scheme.unknown
    said = scheme.text(text)
    return decision.engine.phrases.fill(said, verdict.slots) if "{" in said else said


def open_text(part: Compiled, verdict: Verdict) -> str | None:
    """Return what is said of a condition that is not known: facts are missing, or the text is silent."""
    condition = part.source
    assert isinstance(condition, Condition)  # noqa: S101 - verdicts rest on conditions only
    silent = not any(name in INDEX for name in part.node.missing(verdict.slots))
    return (condition.left_open if silent else condition.not_known) or condition.not_known


def price_of(decision: Decision) -> dict[str, Any] | None:
    """Return the price list known by the day asked about; None before any document."""
    licence = decision.known.licence
    if licence.version is None:
        return None
    readings = licence.state.readings
    return {
        key: _value_on(readings[name].on(decision.facts.as_of))
        for key, name in (licence.scheme.price or {}).items()
    }


def _value_on(entry: Any) -> Any:
    return entry.value if entry is not None else None


def _missing(scheme: KnownScheme, verdicts: list[Verdict], truth: bool | None) -> tuple[str, ...]:
    if truth is False or (truth and scheme.scheme.payer != "campaign"):
        return ()
    return in_order(name for verdict in verdicts for name in verdict.missing())


def _city_amounts(scheme: KnownScheme, decision: Decision) -> dict[str, Any]:
    paid = decision.outcome.years[0]
    entry = scheme.amount.on(paid.year.start) if scheme.amount else None
    amount = _value_on(entry)
    count = decision.facts.office_numbers
    total = amount * count if isinstance(amount, int) and count is not None else None
    return {"amount_per_office": amount, "amount_total": total}


def _components(scheme: KnownScheme, verdict: Verdict) -> dict[str, Any]:
    parts = {part.source.id: part for part in scheme.components}
    return {
        "components": {name: STATUS[part.judge(verdict.slots)] for name, part in parts.items()},
        "amounts_man_yen": {
            name: part.amount.value for name, part in parts.items() if part.amount.unit == "man_yen"
        },
    }
