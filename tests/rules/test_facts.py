"""What an asker may state, and what is refused with which words."""

from datetime import date

import pytest

from faq_bot.errors import InputError
from faq_bot.loading.knowledge import Knowledge
from faq_bot.rules.engine import RulesEngine
from faq_bot.rules.facts import Facts

REFUSED = [
    ({}, "as_of", "YYYY-MM-DD で必ず"),
    ({"as_of": None}, "as_of", "YYYY-MM-DD で必ず"),
    ({"as_of": "2025-02-30"}, "as_of", "実在する日付"),
    ({"as_of": "20250601"}, "as_of", "実在する日付"),
    ({"as_of": "2025-W10-1"}, "as_of", "実在する日付"),
    ({"as_of": "２０２５-06-01"}, "as_of", "実在する日付"),
    ({"as_of": 20250601}, "as_of", "実在する日付"),
    ({"as_of": "2025-06-01", "start": "2025-06-01"}, "start", "使えるキー: as_of"),
    ({"as_of": "2025-06-01", "municipality": "atlantis"}, "municipality", "tomakomai"),
    ({"as_of": "2025-06-01", "municipality": ["matsudo"]}, "municipality", "other"),
    ({"as_of": "2025-06-01", "status": "returning"}, "status", "new, renewing"),
    ({"as_of": "2025-06-01", "service_type": "デイサービス"}, "service_type", "通所介護"),
    ({"as_of": "2025-06-01", "service_group": "day"}, "service_group", "visit_day"),
    ({"as_of": "2025-06-01", "office_numbers": 0}, "office_numbers", "1以上の整数"),
    ({"as_of": "2025-06-01", "office_numbers": True}, "office_numbers", "1以上の整数"),
    ({"as_of": "2025-06-01", "office_numbers": 1.0}, "office_numbers", "1以上の整数"),
    ({"as_of": "2025-06-01", "office_numbers": "2"}, "office_numbers", "1以上の整数"),
    ({"as_of": "2025-06-01", "suspended": "false"}, "suspended", "true か false"),
    ({"as_of": "2025-06-01", "suspended": 0}, "suspended", "true か false"),
    ({"as_of": "2025-06-01", "linkage": True}, "linkage", "joined"),
    ({"as_of": "2025-06-01", "on": "2026-13-01"}, "on", "実在する日付"),
    ([], "", "オブジェクト"),
]


@pytest.mark.parametrize(("mapping", "field", "words"), REFUSED)
def test_refused(engine: RulesEngine, mapping: dict, field: str, words: str):
    with pytest.raises(InputError) as caught:
        engine.parse_facts(mapping)
    assert caught.value.field == field
    assert words in caught.value.message


def test_null_and_absent_are_the_same(engine: RulesEngine):
    nulls = dict.fromkeys(Facts.model_fields, None) | {"as_of": "2025-06-01"}
    assert engine.parse_facts(nulls) == engine.parse_facts({"as_of": "2025-06-01"})


def test_days_become_days(engine: RulesEngine):
    assert engine.parse_facts({"as_of": "2024-02-29"}).as_of == date(2024, 2, 29)


def test_other_is_a_municipality(engine: RulesEngine):
    assert engine.parse_facts({"as_of": "2025-06-01", "municipality": "other"}).municipality == "other"


def test_fact_sheets_are_the_facts_of_the_contract(knowledge: Knowledge):
    assert {sheet.id for sheet in knowledge.facts} == set(Facts.model_fields)


def test_every_service_type_of_the_documents_is_known(knowledge: Knowledge):
    names = {service.name for service in knowledge.service_types}
    listed = knowledge.values["matsudo_services"].values[0].value
    assert isinstance(listed, tuple)
    assert len(listed) == 27
    assert names == {*listed, "地域密着型特定施設入居者生活介護"}


def test_first_and_last_day_of_the_calendar_raise_nothing(engine: RulesEngine):
    for day in ("0001-01-01", "9999-12-31"):
        for status, key in (("new", "start_date"), ("renewing", "license_expiry")):
            engine.decide(engine.parse_facts({"as_of": day, "status": status, key: day})).to_dict(trace=True)
