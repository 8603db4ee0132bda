"""What to ask next: the missing facts, those first that most often settle something, given what is known.

For each missing fact every value it may have is tried (days: each day the rules look at, and the day before).
A fact is asked for only if its values lead to different outcomes; the score is how many schemes and licence
years become settled, on average. Nothing is listed by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from faq_bot.loading.fact_sheets import FactSheet
from faq_bot.rules.explanation import is_asked
from faq_bot.rules.facts import Facts, choices
from faq_bot.rules.licence_years import day_before
from faq_bot.rules.paying import Outcome, decide_all
from faq_bot.rules.schemes import Verdict, is_gate
from faq_bot.rules.slots import FACTS, INDEX

if TYPE_CHECKING:
    from faq_bot.rules.decision import Decision

COUNT = "office_numbers"
"""Never decides who pays: it only adds up, so it is asked last."""
_BEGINNING = ("status", "start_date", "license_expiry")
"""Without these there is no licence year: each matters, though none settles anything alone."""


def needs_of(decision: Decision, schemes: tuple[str, ...] | None = None) -> list[dict[str, Any]]:
    """Return the missing facts with question and choices, most decisive first.

    `schemes` narrows the question to some schemes; licence years count where one of them pays. Without it the
    licence years count, the asker's own city, and allowances he has said something about.
    """
    return _needs(decision, _asked(decision) if schemes is None else schemes)


def fee_needs_of(decision: Decision) -> list[dict[str, Any]]:
    """Return the missing facts that can change what is paid in a licence year, most decisive first."""
    return _needs(decision, ())


def _needs(decision: Decision, wanted: tuple[str, ...]) -> list[dict[str, Any]]:
    sheets = {sheet.id: sheet for sheet in decision.engine.knowledge.facts}
    # A scheme that leaves a year open counts too: 「対象になるか」 is worth asking where the amount stays open.
    decides = decision.outcome.years and _pays(decision, wanted)
    open_schemes = tuple(dict.fromkeys(v.scheme.id for v in _open_verdicts(decision))) if decides else ()
    tried = {}
    for name in _missing(decision, wanted):
        if sheets[name].asked:
            outcomes = [
                (facts, decide_all(decision.known, facts)) for facts in _askers(sheets[name], decision)
            ]
            if name in (*_BEGINNING, COUNT) or _differ(outcomes, (*wanted, *open_schemes)):
                tried[name] = outcomes
    before = _settled(decision.outcome, decision, wanted)
    scores = {name: _score(outcomes, decision, wanted) - before for name, outcomes in tried.items()}
    ranked = sorted(tried, key=lambda name: (name == COUNT, -scores[name], FACTS.index(name)))
    return [_need(sheets[name], decision) for name in ranked]


def _asked(decision: Decision) -> tuple[str, ...]:
    known = decision.known
    wanted = [*known.campaigns, known.licence]
    wanted += [
        scheme for scheme in known.cities if decision.facts.municipality in (None, scheme.scheme.municipality)
    ]
    wanted += [scheme for scheme in known.others if is_asked(scheme, decision)]
    return tuple(scheme.id for scheme in wanted)


def _missing(decision: Decision, wanted: tuple[str, ...]) -> list[str]:
    verdicts = [verdict for scheme in wanted for verdict in decision.outcome.verdicts[scheme]]
    if _pays(decision, wanted):
        verdicts += _open_verdicts(decision)
    names = dict.fromkeys(name for verdict in verdicts for name in facts_lacking(verdict))
    if _pays(decision, wanted):
        names.update(dict.fromkeys(_to_begin(decision)))
        if decision.facts.office_numbers is None and any(paid.net for paid in decision.outcome.years):
            names[COUNT] = None
    return [name for name in names if name in INDEX and name in FACTS]


def _to_begin(decision: Decision) -> tuple[str, ...]:
    """What the first licence year lacks to begin: new or renewing, then the day."""
    if decision.outcome.years or decision.known.licence.version is None:
        return ()
    status = decision.facts.status
    return ("status",) if status is None else ("start_date",) if status == "new" else ("license_expiry",)


def _open_verdicts(decision: Decision) -> list[Verdict]:
    """The verdicts that leave a licence year open; without any year, those that would begin one."""
    if decision.outcome.years:
        return [v for paid in decision.outcome.years if paid.status == "unknown" for v in paid.rests_on]
    schemes = (*decision.known.campaigns, decision.known.licence)
    return [verdict for scheme in schemes for verdict in decision.outcome.verdicts[scheme.id]]


def facts_lacking(verdict: Verdict) -> tuple[str, ...]:
    """Return the facts a verdict lacks; none where the documents leave it open whatever the facts are.

    What an open gate lacks comes first: behind it the scheme may turn out to be somebody else's.
    """
    if verdict.truth is None and not any(is_gate(part) for part in verdict.conditions(None)):
        for part in verdict.conditions(None):
            missing = part.node.missing(verdict.slots)
            if missing and not any(name in INDEX for name in missing):
                return ()
    return verdict.first_missing()


def _pays(decision: Decision, wanted: tuple[str, ...]) -> bool:
    return not wanted or any(scheme.scheme.payer for scheme in decision.known.all if scheme.id in wanted)


def _askers(sheet: FactSheet, decision: Decision) -> list[Facts]:
    return [decision.facts.model_copy(update={sheet.id: value}) for value in _values(sheet, decision)]


def _differ(outcomes: Iterable[tuple[Facts, Outcome]], wanted: tuple[str, ...]) -> bool:
    return len({_signature(outcome, wanted) for _, outcome in outcomes}) > 1


def _signature(outcome: Outcome, wanted: tuple[str, ...]) -> tuple[object, ...]:
    paid = tuple((year.payer, year.net) for year in outcome.years)
    return (paid, *(verdict.truth for scheme in wanted for verdict in outcome.verdicts[scheme]))


def _settled(outcome: Outcome, decision: Decision, wanted: tuple[str, ...]) -> float:
    settled = 0
    for scheme in wanted:
        truths = [verdict.truth for verdict in outcome.verdicts[scheme]]
        settled += True in truths or None not in truths
    if _pays(decision, wanted):
        settled += sum(paid.status != "unknown" for paid in outcome.years)
    return float(settled)


def _score(outcomes: list[tuple[Facts, Outcome]], decision: Decision, wanted: tuple[str, ...]) -> float:
    return sum(_settled(outcome, decision, wanted) for _, outcome in outcomes) / len(outcomes)


def _values(sheet: FactSheet, decision: Decision) -> list[Any]:
    if sheet.type == "number":
        return [1]
    if sheet.type == "date":
        return _days(decision)
    return [value for value, _ in choices(sheet, decision.engine.knowledge)]


def _days(decision: Decision) -> list[date]:
    days = {decision.facts.as_of}
    for reading in decision.known.licence.state.readings.values():
        entry = reading.newest
        day = (entry.earliest or entry.value) if entry else None
        if isinstance(day, date):
            days |= {day, day_before(day)}
    return sorted(days)


def _need(sheet: FactSheet, decision: Decision) -> dict[str, Any]:
    shown = [{"value": value, "label": label} for value, label in choices(sheet, decision.engine.knowledge)]
    return {"fact": sheet.id, "type": sheet.type, "question": sheet.question, "choices": shown}
