"""A decision, and how it is written down (contract.md, Eligibility)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from faq_bot.rules.checklists import Checklist, checklist_of
from faq_bot.rules.explanation import explain
from faq_bot.rules.facts import Facts
from faq_bot.rules.needs import fee_needs_of, needs_of
from faq_bot.rules.notes import notes_of
from faq_bot.rules.paying import Outcome, PaidYear, Schemes
from faq_bot.rules.results import STATUS, price_of, scheme_result
from faq_bot.rules.slots import INDEX
from faq_bot.rules.trace import trace_of

if TYPE_CHECKING:
    from faq_bot.rules.engine import RulesEngine


class Decision:
    """What holds for these facts on the day asked about.

    The verdicts stand from the beginning; texts, needs and the trace are worked out when first asked for.
    """

    def __init__(self, engine: RulesEngine, schemes: Schemes, facts: Facts, outcome: Outcome):
        self.engine = engine
        self.known = schemes
        self.facts = facts
        self.outcome = outcome

    @cached_property
    def license_years(self) -> list[dict[str, Any]]:
        """The first two licence years; empty without `status` and its date."""
        return [self._year(year) for year in self.outcome.years]

    @cached_property
    def schemes(self) -> dict[str, dict[str, Any]]:
        """The result of every scheme by id."""
        return {scheme.id: scheme_result(scheme, self) for scheme in self.known.all}

    @cached_property
    def notes(self) -> list[str]:
        """Clashes of facts, what was deduced, warnings."""
        return notes_of(self)

    @cached_property
    def explanation(self) -> list[dict[str, Any]]:
        """At most five lines for the asker, the deciding ones first."""
        return explain(self)

    @cached_property
    def needs(self) -> list[dict[str, Any]]:
        """The missing facts of all schemes, most decisive first."""
        return needs_of(self)

    def needs_for(self, schemes: tuple[str, ...]) -> list[dict[str, Any]]:
        """Return the missing facts of some schemes (and of the licence years they pay)."""
        return needs_of(self, schemes)

    def fee_needs(self) -> list[dict[str, Any]]:
        """Return the missing facts that can change what is paid in a licence year."""
        return fee_needs_of(self)

    def checklist(self, fact: str) -> Checklist | None:
        """Return the list of conditions a missing fact is asked with, None if it is asked for alone."""
        return checklist_of(self, fact)

    def trace(self) -> list[dict[str, Any]]:
        """Return the whole tree for staff: met, not met, not known, not looked at."""
        return trace_of(self)

    def status(self, scheme: str) -> str:
        """Return eligible, not_eligible or unknown for a scheme."""
        return STATUS[self.truth(scheme)]

    def truth(self, scheme: str) -> bool | None:
        """Return a scheme's verdict: over both years, a campaign is eligible when one of them is free."""
        truths = [verdict.truth for verdict in self.outcome.verdicts[scheme]]
        if scheme == self.known.licence.id or not truths:
            return truths[0] if truths else None
        return True if True in truths else None if None in truths else False

    def to_dict(self, *, trace: bool = False, texts: bool = True) -> dict[str, Any]:
        """Return the JSON of contract.md. Without `texts`, explanation and needs are left out."""
        found: dict[str, Any] = {
            "license_years": self.license_years,
            "schemes": self.schemes,
            "notes": self.notes,
            "price": price_of(self),
            "scope": self.outcome.slots[INDEX["service_scope"]],
            "trace": self.trace() if trace else [],
        }
        if texts:
            found["explanation"] = self.explanation
            found["needs"] = self.needs
        return found

    def _year(self, paid: PaidYear) -> dict[str, Any]:
        net, count = paid.net, self.facts.office_numbers
        refs = dict.fromkeys(ref for verdict in paid.rests_on for ref in verdict.cites())
        total = net * count if net is not None and count is not None else 0 if net == 0 else None
        found = {
            "start": paid.year.start.isoformat(),
            "end": paid.year.end.isoformat(),
            "list_price": paid.list_price,
            "payer": paid.payer,
            "net_per_office": net,
            "net_total": total,
            "status": paid.status,
            "missing": list(paid.missing),
            "cites": list(refs | dict.fromkeys(self.known.licence.refs)),
        }
        if self.runs_past_integration(paid):
            found["after_integration"] = "unknown"
        return found

    def runs_past_integration(self, paid: PaidYear) -> bool:
        """Whether a free year's last part is only expected, because the campaign may end within it."""
        if paid.payer != "campaign":
            return False
        verdict = paid.rests_on[0]
        return verdict.scheme.certain(verdict.slots) is not True
