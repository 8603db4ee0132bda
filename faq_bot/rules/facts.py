"""What is known about an asker (contract.md, Eligibility). Absent or null is not known, never no."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from faq_bot.errors import InputError
from faq_bot.loading.fact_sheets import FactSheet
from faq_bot.loading.knowledge import Knowledge
from faq_bot.loading.record import Day, Record, parse_day

Allowance = Literal["acquired", "expected", "none"]


class Facts(Record):
    """The facts of one decision; `as_of` is the day the question is asked.

    `license_expiry` is the last day of the present licence, `start_date` the day the application for use is
    completed and the licence issued, `office_numbers` how many numbers are to be licensed, `used_free_pass`
    means before the start or renewal asked about. `integration_date` null: not announced.
    """

    as_of: Day
    municipality: str | None = None
    status: Literal["new", "renewing"] | None = None
    start_date: Day | None = None
    license_expiry: Day | None = None
    used_free_pass: bool | None = None
    service_type: str | None = None
    service_group: (
        Literal["visit_day", "facility", "residential", "multi", "short_stay", "care_management"] | None
    ) = None
    office_numbers: Annotated[int, Field(ge=1)] | None = None
    integration_date: Day | None = None
    applied_on: Day | None = None
    suspended: bool | None = None
    closing_planned_by_next_month: bool | None = None
    tax_arrears: bool | None = None
    antisocial: bool | None = None
    deemed_designation: bool | None = None
    has_results_since_2024_04: bool | None = None
    already_subsidised_this_year: bool | None = None
    treatment_allowance: Allowance | None = None
    linkage: Literal["joined", "expected", "equivalent", "none"] | None = None
    productivity_allowance: Allowance | None = None
    on: Day | None = None


def parse_facts(mapping: Mapping[str, Any], knowledge: Knowledge) -> Facts:
    """Return the facts a JSON object states; InputError names the first field that cannot be used."""
    if not isinstance(mapping, Mapping):
        raise InputError("", "事柄は「キー: 値」の組（JSON のオブジェクト）で送ってください。")
    sheets = {sheet.id: sheet for sheet in knowledge.facts}
    for key in mapping:
        if key not in sheets:
            allowed = ", ".join(sheets)
            raise InputError(str(key), f"使えないキーです。使えるキー: {allowed}。")
    if mapping.get("as_of") is None:
        raise InputError("as_of", "いつの時点かを YYYY-MM-DD で必ず書いてください。")
    stated = {key: value for key, value in mapping.items() if value is not None}
    return Facts(**{key: _value(sheets[key], value, knowledge) for key, value in stated.items()})


def choices(sheet: FactSheet, knowledge: Knowledge) -> tuple[tuple[bool | str, str], ...]:
    """Return the values a fact of a knowledge folder may have, each with its label."""
    own = tuple((choice.value, choice.label) for choice in sheet.choices)
    if sheet.choices_from == "municipalities":
        return (*((town.id, town.name) for town in knowledge.municipalities), *own)
    if sheet.choices_from == "service_types":
        return (*((service.name, service.name) for service in knowledge.service_types), *own)
    return own


def _value(sheet: FactSheet, value: Any, knowledge: Knowledge) -> Any:
    if sheet.type == "date":
        try:
            return parse_day(value)
        except ValueError as error:
            raise InputError(sheet.id, f"{error}（null は「分からない」）。") from None
    if sheet.type == "number":
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise InputError(sheet.id, "1以上の整数で書いてください（null は「分からない」）。")
        return value
    if sheet.type == "boolean":
        if not isinstance(value, bool):
            raise InputError(sheet.id, "true か false で書いてください（null は「分からない」）。")
        return value
    allowed = [word for word, _ in choices(sheet, knowledge)]
    if not isinstance(value, str) or value not in allowed:
        shown = ", ".join(str(word) for word in allowed)
        raise InputError(sheet.id, f"使える値: {shown}（null は「分からない」）。")
    return value
