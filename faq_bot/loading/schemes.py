"""One fee or subsidy scheme (knowledge/schemes/<id>.yaml)."""

from typing import Literal

from pydantic import Field, model_validator

from faq_bot.loading.conditions import Condition, Deduction, Remark, Test
from faq_bot.loading.documents import Contact
from faq_bot.loading.record import Day, Many, Name, Record, Text


class Version(Record):
    """A scheme as known from a day: which conditions decide. A newer version replaces the older one.

    `certain` is the test a started free year must pass to be certain rather than expected; `announced` says
    in one sentence what the documents had said by then. `period`, `how_to_apply` and `deadline` replace the
    scheme's own texts from that day.
    """

    id: Name
    known_from: Day
    announced: Text
    conditions: Many[Name] = Field(min_length=1)
    certain: Test | bool = True
    period: Text | None = None
    how_to_apply: Text | None = None
    deadline: Text | None = None
    refs: Many[Text] = Field(min_length=1)


class Amount(Record):
    """What is paid: the name of a dated value, and for what one amount is paid."""

    value: Name
    per: Literal["office_number"] = "office_number"


class Component(Record):
    """A part of a scheme with conditions and an amount of its own (the name of a dated value)."""

    id: Name
    name: Text
    amount: Name
    conditions: Many[Name] = Field(min_length=1)


class YearTexts(Record):
    """How a licence year this scheme decides is put to the asker; `{year}`, `{period}`, `{net}` are filled."""

    paid: Text
    expected: Text | None = None
    unknown: Text | None = None
    nothing: Text | None = None


class Scheme(Record):
    """A scheme. `payer` says what it does to a licence year.

    `operator`: the licence itself, what is left when nobody else pays. `campaign`: frees each year that meets
    the conditions. `city`: pays year 1 where it is not free. null: pays no licence (an allowance's
    requirement, another city).
    """

    id: Name
    name: Text
    order: int = Field(ge=0)
    payer: Literal["operator", "campaign", "city"] | None
    municipality: Name | None = None
    asks: Many[Name]
    amount: Amount | None = None
    price: dict[Name, Name] | None = None
    components: Many[Component] = ()
    conditions: Many[Condition] = Field(min_length=1)
    deduces: Many[Deduction] = ()
    remarks: Many[Remark] = ()
    versions: Many[Version] = Field(min_length=1)
    year_texts: YearTexts | None = None
    eligible: Text
    not_eligible: Text
    unknown: Text
    period: Text
    how_to_apply: Text
    deadline: Text
    contact: Contact

    @model_validator(mode="after")
    def _fits_payer(self) -> "Scheme":
        if (self.payer == "city") != (self.municipality is not None):
            raise ValueError("municipality は payer: city のときに必ず、そのときだけ書きます")
        if self.payer in ("city", "operator") and self.amount is None:
            raise ValueError("payer が city か operator のときは amount が要ります")
        if (self.payer is None) != (self.year_texts is None):
            raise ValueError("year_texts は payer があるときに必ず、そのときだけ書きます")
        if (self.payer == "operator") != (self.price is not None):
            raise ValueError("price は payer: operator のときに必ず、そのときだけ書きます")
        return self
