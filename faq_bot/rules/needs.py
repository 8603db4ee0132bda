"""What to ask next: the missing facts, those first that most often settle something, given what is known.

For each missing fact every value it may have is tried (days: each day the rules look at, and the day before);
the score is how many schemes and licence years become settled, on average. Nothing is listed by hand.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from faq_bot.loading.fact_sheets import FactSheet
from faq_bot.rules.explanation import is_asked
from faq_bot.rules.facts import choices
from faq_bot.rules.licence_years import day_before
from faq_bot.rules.paying import Outcome, decide_all
from faq_bot.rules.slots import FACTS

if TYPE_CHECKING:
    from faq_bot.rules.decision import Decision


def needs_of(decision: Decision, schemes: tuple[str, ...] | None = None) -> list[dict[str, Any]]:
    """Return the missing facts with question and choices, most decisive first.

    `schemes` narrows the question to some schemes; licence years count where one of them pays. Without it the
    licence years count, the asker's own city, and allowances he has said something about.
    """
    wanted = _asked(decision) if schemes is None else schemes
    names = _missing(decision, wanted)
    before = _settled(decision.outcome, decision, wanted)
    sheets = {sheet.id: sheet for sheet in decision.engine.knowledge.facts}
    scores = {name: _score(sheets[name], decision, wanted) - before for name in names}
    ranked = sorted(names, key=lambda name: (-scores[name], FACTS.index(name)))
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
    names: dict[str, None] = {}
    for scheme in wanted:
        for verdict in decision.outcome.verdicts[scheme]:
            names.update(dict.fromkeys(verdict.first_missing()))
    if _pays(decision, wanted):
        for paid in decision.outcome.years:
            names.update(dict.fromkeys(paid.missing))
            if paid.net and decision.facts.office_numbers is None:
                names["office_numbers"] = None
    return [name for name in names if name in FACTS]


def _pays(decision: Decision, wanted: tuple[str, ...]) -> bool:
    return any(scheme.scheme.payer for scheme in decision.known.all if scheme.id in wanted)


def _settled(outcome: Outcome, decision: Decision, wanted: tuple[str, ...]) -> float:
    settled = 0
    for scheme in wanted:
        truths = [verdict.truth for verdict in outcome.verdicts[scheme]]
        settled += True in truths or None not in truths
    if _pays(decision, wanted):
        settled += sum(paid.status != "unknown" for paid in outcome.years)
    return float(settled)


def _score(sheet: FactSheet, decision: Decision, wanted: tuple[str, ...]) -> float:
    values = _values(sheet, decision)
    total = 0.0
    for value in values:
        facts = decision.facts.model_copy(update={sheet.id: value})
        total += _settled(decide_all(decision.known, facts), decision, wanted)
    return total / len(values)


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
