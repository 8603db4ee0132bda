"""The shape of facts and decisions, for the OpenAPI document (contract.md, Eligibility).

Decisions are built as plain dictionaries, because a model a decision would cost more than the decision.
The tests hold them against these models.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from faq_bot.rules.facts import Facts

Status = Literal["eligible", "not_eligible", "unknown"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LicenseYearModel(_Part):
    """One licence year: both days included; money per 事業所番号, tax included."""

    start: str
    end: str
    list_price: int | None
    payer: str | None = Field(description="operator | campaign | city:<municipality> | null")
    net_per_office: int | None
    net_total: int | None
    status: Literal["certain", "expected", "unknown"]
    missing: list[str]
    cites: list[str]
    after_integration: Literal["unknown"] | None = None


class ContactModel(_Part):
    """Who knows more."""

    name: str
    telephone: str | None = None
    hours: str | None = None
    url: str | None = None


class SchemeModel(_Part):
    """What a decision says of one scheme."""

    status: Status
    reasons: list[str]
    missing: list[str]
    cites: list[str]
    applies_to_years: list[int] | None = None
    after_integration: Literal["unknown"] | None = None
    amount_per_office: int | None = None
    amount_total: int | None = None
    components: dict[str, Status] | None = None
    amounts_man_yen: dict[str, float] | None = None
    name: str | None = None
    period: str | None = None
    how_to_apply: str | None = None
    deadline: str | None = None
    contact: ContactModel | None = None


class PriceModel(_Part):
    """The price list known by the day asked about."""

    per_year: int | None
    per_month: int | None
    tax: str | None
    certificate: int | None


class LineModel(_Part):
    """One line of the explanation."""

    text: str
    refs: list[str]


class ChoiceModel(_Part):
    """A value a fact may have, and its label."""

    value: bool | str
    label: str


class NeedModel(_Part):
    """A missing fact and how to ask for it."""

    fact: str
    type: Literal["choice", "date", "number", "boolean"]
    question: str
    choices: list[ChoiceModel]


class DecisionModel(_Part):
    """A decision."""

    license_years: list[LicenseYearModel]
    schemes: dict[str, SchemeModel]
    notes: list[str]
    trace: list[dict[str, Any]]
    price: PriceModel | None
    scope: Literal["in", "out", "unknown", "not_asked"]
    explanation: list[LineModel] = []
    needs: list[NeedModel] = []


FactsModel = Facts
"""The request: the facts themselves are a pydantic model."""
