"""How schemes combine in a licence year: who pays what, and how sure that is (fee_rules section 9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from faq_bot.loading.conditions import Condition
from faq_bot.loading.service_types import ServiceType
from faq_bot.rules.facts import Facts
from faq_bot.rules.licence_years import Year, Years, licence_years
from faq_bot.rules.nodes import NO_SOURCE
from faq_bot.rules.schemes import KnownScheme, Verdict, in_order
from faq_bot.rules.slots import INDEX, LACKS, Slots, read_slots, year_slots
from faq_bot.rules.truth import Truth

_YEAR_FREE = INDEX["year_free"]


@dataclass(frozen=True, slots=True)
class Schemes:
    """The schemes of one state of knowledge, by what they do to a licence year."""

    all: tuple[KnownScheme, ...]
    campaigns: tuple[KnownScheme, ...]
    cities: tuple[KnownScheme, ...]
    licence: KnownScheme
    others: tuple[KnownScheme, ...]
    own: frozenset[str]
    services: dict[str, ServiceType]


@dataclass(slots=True)
class PaidYear:
    """One licence year decided. `rests_on` are the verdicts that settle it, or leave it open."""

    number: int
    year: Year
    list_price: int | None
    payer: str | None
    net: int | None
    status: str
    missing: tuple[str, ...]
    rests_on: list[Verdict]


@dataclass(slots=True)
class Outcome:
    """Everything decided about an asker."""

    slots: Slots
    years: list[PaidYear]
    verdicts: dict[str, list[Verdict]]


def decide_all(schemes: Schemes, facts: Facts) -> Outcome:
    """Decide both licence years and every scheme for these facts."""
    slots = read_slots(facts, schemes.services, schemes.own)
    years = licence_years(facts)
    verdicts: dict[str, list[Verdict]] = {scheme.id: [] for scheme in schemes.all}
    first = year_slots(slots, years, 0, None)
    free = _freed(schemes, first, verdicts)
    first[_YEAR_FREE] = free if schemes.campaigns else False
    if free is None:
        _remember(first, verdicts, "year_free")
    for scheme in (*schemes.cities, *schemes.others, schemes.licence):
        verdicts[scheme.id].append(scheme.verdict(first))
    paid = []
    if years[0] is not None:
        paid.append(_paid_year(schemes, 0, years, facts, verdicts))
        second = year_slots(slots, years, 1, {True: "free", False: "paid", None: None}[free])
        if free is None:
            _remember(second, verdicts, "previous_free", "previous_paid")
        _freed(schemes, second, verdicts)
        verdicts[schemes.licence.id].append(schemes.licence.verdict(second))
        paid.append(_paid_year(schemes, 1, years, facts, verdicts))
    return Outcome(first, paid, verdicts)


def _freed(schemes: Schemes, slots: Slots, verdicts: dict[str, list[Verdict]]) -> Truth:
    found: Truth = False
    for scheme in schemes.campaigns:
        verdict = scheme.verdict(slots)
        verdicts[scheme.id].append(verdict)
        if scheme.version is not None and found is not True:
            found = True if verdict.truth else None if verdict.truth is None else found
    return found


def _remember(slots: Slots, verdicts: dict[str, list[Verdict]], *names: str) -> None:
    campaigns = [
        found[0] for found in verdicts.values() if found and found[0].scheme.scheme.payer == "campaign"
    ]
    lacks = in_order(name for verdict in campaigns for name in verdict.missing())
    slots[LACKS] = dict.fromkeys(names, lacks)


def _paid_year(
    schemes: Schemes, number: int, years: Years, facts: Facts, verdicts: dict[str, list[Verdict]]
) -> PaidYear:
    year = years[number]
    assert year is not None  # noqa: S101 - both years are there or none
    licence = verdicts[schemes.licence.id][number]
    if licence.scheme.version is None or _price_is_open(licence):
        return _unknown(number, year, None, [licence])
    price = _amount(licence.scheme, year.start)
    for group in (schemes.campaigns, schemes.cities if number == 0 else ()):
        asked = [verdicts[scheme.id][number] for scheme in group if scheme.version is not None]
        paying = [verdict for verdict in asked if verdict.truth]
        if paying:
            return _settled(number, year, price, paying[0], facts)
        unsettled = [verdict for verdict in asked if verdict.truth is None]
        if unsettled:
            return _unknown(number, year, price, unsettled)
    if licence.truth is None or price is None:
        return _unknown(number, year, price, [licence])
    return _settled(number, year, price, licence, facts)


def _price_is_open(licence: Verdict) -> bool:
    found = (condition.source for condition in licence.conditions(None))
    return any(isinstance(source, Condition) and source.decides_price for source in found)


def _amount(scheme: KnownScheme, day: date) -> int | None:
    entry = scheme.amount.on(day) if scheme.amount else None
    return entry.value if entry is not None and isinstance(entry.value, int) else None


def _settled(number: int, year: Year, price: int | None, verdict: Verdict, facts: Facts) -> PaidYear:
    scheme = verdict.scheme
    certain = year.start <= facts.as_of and scheme.certain(verdict.slots) is True
    net = price
    payer: str | None = scheme.scheme.payer
    if payer == "campaign":
        net = 0
    elif payer == "city":
        payer = f"city:{scheme.scheme.municipality}"
        net = max(0, price - (_amount(scheme, year.start) or 0)) if price is not None else None
    elif not verdict.truth or price == 0:  # the licence itself costs nothing
        payer, net = None, 0
    return PaidYear(number, year, price, payer, net, "certain" if certain else "expected", (), [verdict])


def _unknown(number: int, year: Year, price: int | None, open_verdicts: list[Verdict]) -> PaidYear:
    missing = in_order(name for verdict in open_verdicts for name in verdict.first_missing())
    return PaidYear(number, year, price, None, None, "unknown", missing or (NO_SOURCE,), open_verdicts)
