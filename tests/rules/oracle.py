"""fee_rules.md section 9 once more, written straight from the dossier without the knowledge files.

The engine reads conditions from YAML; this reads the pseudo-code. Where both agree on random askers, neither
a mistyped condition nor a misread rule is left in what a decision shows.
"""

from datetime import date, timedelta
from typing import Any

DAY = timedelta(days=1)
MD, TM, HD, KG, CB = (
    date(2025, 2, 19), date(2025, 4, 1), date(2025, 4, 14), date(2025, 8, 1), date(2026, 3, 17)
)  # fmt: skip
OPEN, CLOSE, PLANNED = date(2025, 6, 1), date(2026, 5, 31), date(2026, 10, 1)
FACILITIES = {
    "介護老人福祉施設", "地域密着型介護老人福祉施設入所者生活介護", "介護老人保健施設", "介護医療院",
    "特定施設入居者生活介護", "地域密着型特定施設入居者生活介護",
}  # fmt: skip
NOT_IN_MATSUDO = "地域密着型特定施設入居者生活介護"


def plus_year(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)


def years(f: dict[str, Any]) -> list[tuple[date, date]]:
    """Return (start, trigger) of the first two years."""
    if f.get("status") == "new" and f.get("start_date"):
        start = trigger = f["start_date"]
    elif f.get("status") == "renewing" and f.get("license_expiry"):
        trigger = f["license_expiry"]
        start = trigger + DAY
    else:
        return []
    second = plus_year(start)
    return [(start, trigger), (second, second - DAY)]


def facility(f: dict[str, Any]) -> bool:
    return f.get("service_type") in FACILITIES or f.get("service_group") == "facility"


def decide_years(f: dict[str, Any]) -> list[dict[str, Any]]:
    """Return payer, net and status of each year as section 9 decides them."""
    found: list[dict[str, Any]] = []
    before: str | None = None
    for number, (start, trigger) in enumerate(years(f)):
        free, lacks = campaign(f, number, start, trigger, before)
        before = {"free": "free", "full": "paid", "none": "paid"}.get(free)
        found.append(paid(f, number, (start, trigger), free, lacks))
    return found


def campaign(
    f: dict[str, Any], number: int, start: date, trigger: date, before: str | None
) -> tuple[str, str]:
    as_of, day = f["as_of"], f.get("integration_date")
    if as_of < TM:
        return "none", ""
    if day and start >= day and as_of >= KG:
        return "unknown", "post_integration_rule"
    if trigger < OPEN:
        return "full", ""
    used = f.get("used_free_pass")
    if used is None and not_used(f, number, before):
        used = False
    if as_of >= CB:
        if day is None and start >= PLANNED:
            return "unknown", "integration_date"
        if trigger >= CB or used is False:
            return "free", ""
        return "unknown", "used_free_pass" if used is None else "extension_effective_date"
    if trigger > CLOSE or used or before == "free":
        return "full", ""
    return ("unknown", "used_free_pass") if used is None else ("free", "")


def not_used(f: dict[str, Any], number: int, before: str | None) -> bool:
    if number == 1 and before == "paid":
        return True
    if f["status"] == "renewing":
        return bool(f["license_expiry"] <= date(2026, 5, 30))
    return bool(f["start_date"] <= OPEN)


def paid(f: dict[str, Any], number: int, year: tuple[date, date], free: str, lacks: str) -> dict[str, Any]:
    start, trigger = year
    as_of = f["as_of"]
    unknown = {"payer": None, "net": None, "status": "unknown", "lacks": lacks}
    if as_of < MD:
        return unknown | {"lacks": "published_source"}
    if free == "unknown":
        return unknown
    if free == "free":
        if facility(f):
            return unknown | {"lacks": "rule:facility_service"}
        integration = f.get("integration_date") or PLANNED
        promised = as_of < CB or trigger < CB
        sure = promised or plus_year(start) - DAY < integration
        status = "certain" if start <= as_of and sure else "expected"
        return {"payer": "campaign", "net": 0, "status": status, "lacks": ""}
    if number == 0:
        found = {"matsudo": matsudo(f), "tomakomai": tomakomai(f) if as_of >= TM else "not_eligible"}
        for city, status in found.items():
            if status == "eligible":
                return {"payer": f"city:{city}", "net": 0, "status": "expected", "lacks": ""}
        if "unknown" in found.values():
            return unknown
    if facility(f):
        return unknown | {"lacks": "rule:facility_service"}
    status = "certain" if start <= as_of else "expected"
    return {"payer": "operator", "net": 21000, "status": status, "lacks": ""}


def combined(*parts: bool | None) -> str:
    if False in parts:
        return "not_eligible"
    return "unknown" if None in parts else "eligible"


def is_no(value: bool | None) -> bool | None:
    return None if value is None else not value


def matsudo(f: dict[str, Any]) -> str:
    """R40-R47; needs a start or renewal."""
    city, year = f.get("municipality"), years(f)
    if city is not None and city != "matsudo":
        return "not_eligible"
    start = year[0][0] if year else None
    in_year: bool | None = None
    in_time: bool | None = None
    if start is not None:
        in_year = None if start > date(2025, 3, 31) else start >= date(2024, 4, 1)
        in_time = True
        if date(2025, 2, 15) <= start <= date(2025, 3, 31):
            in_time = None if f["status"] == "renewing" else False
    service, applied = f.get("service_type"), f.get("applied_on")
    deemed, results = is_no(f.get("deemed_designation")), f.get("has_results_since_2024_04")
    return combined(
        None if city is None else True,
        None if service is None else service != NOT_IN_MATSUDO,
        True if deemed or results else None if None in (deemed, results) else False,
        is_no(f.get("suspended")), is_no(f.get("closing_planned_by_next_month")),
        is_no(f.get("tax_arrears")), is_no(f.get("antisocial")),
        is_no(f.get("already_subsidised_this_year")),
        None if applied is None else applied <= date(2025, 2, 14), in_year, in_time,
    )  # fmt: skip


def tomakomai(f: dict[str, Any]) -> str:
    """R30-R38; needs a start or renewal."""
    city, year = f.get("municipality"), years(f)
    if city is not None and city != "tomakomai":
        return "not_eligible"
    parts: list[bool | None] = [None if city is None else True, None if facility(f) else True]
    if not year:
        return combined(*parts, None)
    (start, trigger) = year[0]
    if f["status"] == "new":
        parts.append(start <= date(2025, 5, 31))
        parts.append(True if start >= date(2025, 4, 1) else None)
        return combined(*parts)
    parts.append(date(2025, 4, 1) <= start <= date(2026, 3, 31))
    if trigger >= OPEN:  # TM-10 ②: free by the campaign, nothing left; otherwise ask
        free, _ = campaign(f, 0, start, trigger, None)
        parts.append(False if free == "free" and not facility(f) else None)
    return combined(*parts)
