"""Every key an editor may write in values/ and schemes/ is explained in the README there."""

import pytest
from conftest import ROOT
from pydantic import BaseModel

from faq_bot.loading.conditions import COMPARISONS, HEADS, Condition, Deduction, Remark
from faq_bot.loading.fact_sheets import COMPUTED
from faq_bot.loading.schemes import Amount, Component, Scheme, Version, YearTexts
from faq_bot.loading.values import DatedEntry, DatedValue

README = (ROOT / "knowledge" / "schemes" / "README.md").read_text(encoding="utf-8")
RECORDS = [
    DatedEntry,
    DatedValue,
    Scheme,
    Version,
    Amount,
    Component,
    YearTexts,
    Condition,
    Remark,
    Deduction,
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_key_is_explained(record: type[BaseModel]):
    keys = [field.alias or name for name, field in record.model_fields.items()]
    assert [key for key in keys if f"`{key}`" not in README and f"{key}:" not in README] == []


def test_every_way_to_write_a_test_is_explained():
    assert [word for word in (*HEADS, *COMPARISONS) if word not in README] == []
    assert [name for name in COMPUTED if f"`{name}`" not in README] == []
