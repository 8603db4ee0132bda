"""Where each fact stands in the list that compiled conditions read, and how derived facts follow."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import Any, TypeAlias

from faq_bot.loading.fact_sheets import COMPUTED, COMPUTED_BASES
from faq_bot.loading.service_types import ServiceType
from faq_bot.rules.facts import Facts
from faq_bot.rules.licence_years import Years, next_day, year_before

Slots: TypeAlias = list[Any]
"""The facts, the derived facts, and last what a derived fact lacks (by its name) where bases do not say it."""

FACTS = tuple(Facts.model_fields)
NAMES = (*FACTS, *COMPUTED)
INDEX = {name: i for i, name in enumerate(NAMES)}
LACKS = len(NAMES)

_stated = attrgetter(*FACTS)
_EMPTY: tuple[Any, ...] = (None,) * len(COMPUTED)
_GROUP = INDEX["service_group"]
_CLASH, _OWN = INDEX["service_clash"], INDEX["own_scheme"]
_SCOPE, _ALLOWANCE = INDEX["service_scope"], INDEX["allowance_service"]
_RUNNING = INDEX["running_since"]
_YEAR = tuple(INDEX[name] for name in ("year_start", "year_end", "trigger", "previous_free", "previous_paid"))


def read_slots(facts: Facts, services: Mapping[str, ServiceType], own: frozenset[str]) -> Slots:
    """Return the slots of an asker, before any licence year; `own` are the cities with a scheme known."""
    slots: Slots = [*_stated(facts), *_EMPTY, None]
    if facts.municipality is not None:
        slots[_OWN] = facts.municipality in own
    _read_service(slots, facts, services)
    if facts.status == "renewing" and facts.license_expiry is not None:
        slots[_RUNNING] = year_before(next_day(facts.license_expiry))
    return slots


def _read_service(slots: Slots, facts: Facts, services: Mapping[str, ServiceType]) -> None:
    service = services[facts.service_type] if facts.service_type is not None else None
    group = facts.service_group
    own_group = service.group if service else None
    clash = group is not None and own_group is not None and group != own_group
    slots[_CLASH] = clash
    slots[_GROUP] = None if clash else group or own_group
    slots[_SCOPE] = service.scope if service else "not_asked"
    if group == "facility":
        slots[_SCOPE] = "out"
    slots[_ALLOWANCE] = service.allowance if service else "not_asked"
    if service is None and group == "care_management":
        slots[_ALLOWANCE] = "out"


def year_slots(slots: Slots, years: Years, number: int, before: str | None) -> Slots:
    """Return the slots of one licence year (0 or 1); `before` says how year 1 went: free, paid, or not known."""
    found = slots.copy()
    year = years[number]
    first, last, trigger, free, paid = _YEAR
    if year is not None:
        found[first], found[last], found[trigger] = year.start, year.end, year.trigger
    known = number == 0 or before is not None
    found[free] = (before == "free") if known else None
    found[paid] = (before == "paid") if known else None
    return found


def missing_for(name: str, slots: Slots) -> tuple[str, ...]:
    """Return the asker's facts that are missing for a fact that is not known."""
    if name not in COMPUTED and name != "service_group":
        return (name,)
    lacks = slots[LACKS]
    if lacks and name in lacks:
        return tuple(lacks[name])
    bases = COMPUTED_BASES.get(name, ("service_group", "service_type"))
    if name == "service_group":
        if slots[_CLASH]:
            return bases
        return bases if slots[INDEX["service_type"]] is None else ("service_group",)
    status = slots[INDEX["status"]]
    if status is not None:
        bases = tuple(base for base in bases if base not in _OTHER_DATE[status])
    return tuple(base for base in bases if slots[INDEX[base]] is None)


_OTHER_DATE = {"new": ("license_expiry",), "renewing": ("start_date",)}
