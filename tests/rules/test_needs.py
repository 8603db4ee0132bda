"""What is still asked for: only what can change what is paid, the conditions of one scheme as one list."""

from pathlib import Path
from typing import Any

from askers import askers
from hypothesis import given, settings

from faq_bot.loading.knowledge import load_knowledge
from faq_bot.rules.decision import Decision
from faq_bot.rules.engine import RulesEngine
from faq_bot.rules.facts import choices

KNOWLEDGE = load_knowledge(Path(__file__).parent.parent.parent / "knowledge")
ENGINE = RulesEngine(KNOWLEDGE)
ASKERS = askers(KNOWLEDGE)
SHEETS = {sheet.id: sheet for sheet in ENGINE.knowledge.facts}
MATSUDO = {"municipality": "matsudo", "status": "new", "start_date": "2024-12-01", "service_type": "通所介護"}


def decide(**facts: Any) -> Decision:
    return ENGINE.decide(ENGINE.parse_facts(facts))


def outcome(facts: dict[str, Any]) -> Any:
    decision = decide(**facts)
    years = [(year["payer"], year["net_per_office"]) for year in decision.license_years]
    return years, {name: part["status"] for name, part in decision.schemes.items()}


@settings(max_examples=150)
@given(ASKERS)
def test_what_is_asked_for_the_fee_can_change_it_or_the_scheme_that_leaves_it_open(facts: dict[str, Any]):
    for need in decide(**facts).fee_needs():
        sheet = SHEETS[need["fact"]]
        assert sheet.asked, "the world's facts are not asked of an office"
        if sheet.type in ("date", "number") or sheet.id == "status":
            continue
        found = [outcome({**facts, sheet.id: value}) for value, _ in choices(sheet, ENGINE.knowledge)]
        assert any(one != found[0] for one in found), f"{sheet.id} never matters: {facts}"


def test_how_many_numbers_there_are_comes_last():
    needs = decide(as_of="2025-09-01", status="new", start_date="2025-08-20").fee_needs()
    assert [need["fact"] for need in needs] == ["used_free_pass", "office_numbers"]


def test_the_conditions_of_one_scheme_are_one_list_in_the_knowledge_bases_words():
    decision = decide(as_of="2025-04-14", **MATSUDO)
    listed = decision.checklist("suspended")
    assert listed.scheme == "matsudo"
    assert "市税の申告があり、滞納がありません" in listed.texts
    assert decision.checklist("tax_arrears") == listed


def test_agreeing_to_the_list_makes_the_office_eligible():
    listed = decide(as_of="2025-04-14", **MATSUDO).checklist("suspended")
    facts = {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in listed.facts.items()}
    assert decide(as_of="2025-04-14", **MATSUDO, **facts).status("matsudo") == "eligible"


def test_a_single_open_condition_is_asked_as_a_question_of_its_own():
    listed = decide(as_of="2025-04-14", **MATSUDO).checklist("suspended")
    facts = {
        k: v.isoformat() if hasattr(v, "isoformat") else v
        for k, v in listed.facts.items()
        if k != "tax_arrears"
    }
    assert decide(as_of="2025-04-14", **MATSUDO, **facts).checklist("tax_arrears") is None


def test_facts_that_several_schemes_ask_for_are_never_part_of_a_list():
    decision = decide(as_of="2025-04-14", municipality="matsudo")
    assert all(
        decision.checklist(fact) is None for fact in ("status", "start_date", "service_type", "municipality")
    )


def test_where_the_documents_leave_a_scheme_open_its_conditions_are_not_asked():
    """Matsudo's subsidy of any later year is not in the documents, whatever the office answers."""
    needs = decide(as_of="2025-08-01", **{**MATSUDO, "start_date": "2025-04-10"}).fee_needs()
    assert [need["fact"] for need in needs if need["fact"] != "office_numbers"] == []
