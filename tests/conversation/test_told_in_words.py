"""Told in words, every situation ends in the decision the engine gives for the facts themselves."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from faq_bot.assembly import Assistant
from tests.conversation.telling import day, tell

FOLDER = Path(__file__).parent.parent / "cases" / "eligibility"
PARTS = ("license_years", "schemes", "notes", "price", "scope")


def situations() -> list[Any]:
    cases = (
        case for path in sorted(FOLDER.glob("*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))
    )
    return [pytest.param(case, id=case["name"]) for case in cases if can_be_told(case)]


def can_be_told(case: dict[str, Any]) -> bool:
    try:
        tell(known(case), day(case["as_of"]))
    except KeyError:  # a fact no asker would put in words, such as a renewal's start
        return False
    return day(case["as_of"]) >= datetime.date(2025, 2, 19)


def known(case: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in case["facts"].items() if value is not None}


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


SITUATIONS = situations()


def test_nearly_every_case_can_be_told():
    assert len(SITUATIONS) > 170


@pytest.mark.parametrize("case", SITUATIONS)
def test_the_words_lead_to_the_decision_of_the_facts(assistant: Assistant, case: dict[str, Any]):
    as_of = plain(case["as_of"])
    reply = assistant.ask(f"{tell(known(case), day(case['as_of']))}うちはいくら払いますか。", as_of=as_of)
    facts = {name: plain(value) for name, value in known(case).items()}
    expected = assistant.eligibility({**facts, "as_of": as_of})
    assert {fact.fact: fact.value for fact in reply.facts} == facts
    assert json.dumps([reply.eligibility[part] for part in PARTS]) == json.dumps(
        [expected[part] for part in PARTS]
    )
