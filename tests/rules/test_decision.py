"""The two views of a decision: explanation for the asker, trace for staff; and what to ask next."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from faq_bot.rules.decision import Decision
from faq_bot.rules.engine import RulesEngine

MATSUDO = {
    "as_of": "2025-02-19", "municipality": "matsudo", "service_type": "訪問介護", "status": "new",
    "start_date": "2025-01-20", "applied_on": "2025-02-15",
}  # fmt: skip


def decide(engine: RulesEngine, **facts: Any) -> Decision:
    return engine.decide(engine.parse_facts(facts))


def node(decision: Decision, scheme: str, condition: str, year: int = 0) -> dict[str, Any]:
    part = next(part for part in decision.trace()[1:] if part["scheme"] == scheme)
    return next(c for c in part["verdicts"][year]["conditions"] if c["id"] == condition)


def test_explanation_says_years_first_with_reasons_and_references(engine: RulesEngine):
    lines = decide(
        engine, as_of="2025-05-20", municipality="tomakomai", status="new", start_date="2025-06-01"
    ).explanation
    assert lines[0]["text"].startswith("1年目（2025年6月1日〜2026年5月31日）は、フリーパスキャンペーンで0円")
    assert lines[1]["text"].startswith("2年目（2026年6月1日〜2027年5月31日）は、事業所が")
    assert lines[2]["text"].startswith("苫小牧市の補助の対象になりません。")
    assert all(line["refs"] for line in lines)


def test_explanation_names_why_the_operator_pays(engine: RulesEngine):
    lines = decide(
        engine, as_of="2025-05-20", municipality="other", status="new", start_date="2025-05-20"
    ).explanation
    assert "21,000円を払います" in lines[0]["text"]
    assert "2025年6月1日より前なので" in lines[0]["text"]


def test_explanation_of_wages_without_a_start(engine: RulesEngine):
    lines = decide(
        engine, as_of="2026-04-01", service_type="訪問介護", treatment_allowance="acquired", linkage="none"
    ).explanation
    assert lines[0]["text"].startswith("賃上げ支援の上乗せの要件に当てはまりません。")


def test_explanation_before_any_document_has_no_reference(engine: RulesEngine):
    lines = decide(engine, as_of="2025-02-18", status="new", start_date="2025-01-01").explanation
    assert lines
    assert all(line["refs"] == [] for line in lines)


def test_trace_names_format_knowledge_and_day(engine: RulesEngine):
    head = decide(engine, **MATSUDO).trace()[0]
    assert head["trace"] == "faq-bot.trace.v1"
    assert head["knowledge"] == engine.knowledge.version
    assert head["known_since"] == "2025-02-19"
    assert head["facts"] == MATSUDO


def test_trace_shows_values_with_their_days_and_sources(engine: RulesEngine):
    condition = node(decide(engine, **MATSUDO), "matsudo", "arrived_in_time")
    assert condition["truth"] == "not_met"
    assert condition["test"]["found"] == "2025-02-15"
    assert condition["test"]["values"] == [
        {"name": "matsudo_deadline", "value": "2025-02-14", "expected": False, "refs": ["MD-7"],
         "holds_from": "2024-04-01", "known_from": "2025-02-19"}
    ]  # fmt: skip


def test_trace_tells_met_not_known_and_not_looked_at_apart(engine: RulesEngine):
    decision = decide(engine, **MATSUDO)
    assert node(decision, "matsudo", "in_city")["truth"] == "met"
    assert node(decision, "matsudo", "not_suspended")["truth"] == "not_known"
    other = decide(engine, **MATSUDO | {"municipality": "chiba"})
    assert node(other, "matsudo", "in_city")["truth"] == "not_met"
    assert node(other, "matsudo", "not_suspended")["truth"] == "not_looked_at"
    assert node(other, "matsudo", "not_suspended")["test"]["truth"] == "not_looked_at"


def test_trace_shows_where_a_test_stopped(engine: RulesEngine):
    parts = node(decide(engine, **MATSUDO), "matsudo", "system_applied_in_time")["test"]["parts"]
    assert [part["truth"] for part in parts] == ["met", "not_looked_at", "not_looked_at"]


def test_trace_shows_planned_days(engine: RulesEngine):
    decision = decide(engine, as_of="2026-04-01", municipality="other", status="new", start_date="2026-10-01")
    condition = node(decision, "free_pass", "before_integration")
    value = condition["test"]["parts"][0]["values"][0]
    assert (value["earliest"], value["latest"], value["expected"]) == ("2026-10-01", "2027-03-31", True)
    assert condition["truth"] == "not_known"


def test_trace_names_the_conditions_of_other_versions(engine: RulesEngine):
    part = next(
        p
        for p in decide(engine, **MATSUDO | {"as_of": "2026-04-01"}).trace()[1:]
        if p["scheme"] == "free_pass"
    )
    assert part["version"] == "extended"
    assert set(part["not_used"]) == {"until_end", "only_once", "before_stated_integration"}


def test_trace_is_only_written_when_asked_for(engine: RulesEngine):
    decision = decide(engine, **MATSUDO)
    assert decision.to_dict()["trace"] == []
    assert json.loads(json.dumps(decision.to_dict(trace=True)))["trace"]


def test_most_decisive_question_comes_first(engine: RulesEngine):
    needs = decide(engine, as_of="2025-05-10").needs_for(("tomakomai",))
    assert needs[0]["fact"] == "municipality"
    assert {"value": "tomakomai", "label": "苫小牧市"} in needs[0]["choices"]
    assert {"value": "other", "label": "そのほかの市町村"} in needs[0]["choices"]


@pytest.mark.parametrize(
    ("facts", "schemes", "first"),
    [
        ({"as_of": "2025-09-01", "used_free_pass": False}, ("free_pass",), "status"),
        ({"as_of": "2025-09-01", "status": "new"}, ("free_pass",), "start_date"),
        ({"as_of": "2025-09-01", "status": "new", "start_date": "2025-09-01"}, ("free_pass",), "used_free_pass"),
        ({"as_of": "2026-04-01", "service_type": "訪問介護"}, ("fy2026_special",), "linkage"),
        ({"as_of": "2026-04-01", "service_group": "facility", "treatment_allowance": "acquired"}, ("wage_uplift",), "productivity_allowance"),
    ],
)  # fmt: skip
def test_next_question(engine: RulesEngine, facts: dict[str, Any], schemes: tuple[str, ...], first: str):
    assert decide(engine, **facts).needs_for(schemes)[0]["fact"] == first


def test_a_settled_fact_is_not_asked_for(engine: RulesEngine):
    asked = decide(engine, as_of="2026-04-01", status="new", start_date="2026-04-01").needs_for(
        ("free_pass",)
    )
    assert "used_free_pass" not in [need["fact"] for need in asked]


def test_number_of_offices_is_asked_when_there_is_something_to_pay(engine: RulesEngine):
    facts = {"as_of": "2025-05-10", "municipality": "other", "status": "new", "start_date": "2025-05-10"}
    assert [need["fact"] for need in decide(engine, **facts).needs] == ["office_numbers"]
    assert decide(engine, **facts, office_numbers=2).needs == []


def test_many_threads_get_the_same_decision(engine: RulesEngine):
    wanted = decide(engine, **MATSUDO).to_dict(trace=True)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: decide(engine, **MATSUDO).to_dict(trace=True), range(64)))
    assert all(one == wanted for one in found)


def test_changing_what_was_given_changes_no_other_decision(engine: RulesEngine):
    given = decide(engine, **MATSUDO | {"municipality": "tomakomai", "as_of": "2025-05-10"}).to_dict()
    given["schemes"]["tomakomai"]["contact"]["name"] = "?"
    given["schemes"]["tomakomai"]["cites"].clear()
    again = decide(engine, **MATSUDO | {"municipality": "tomakomai", "as_of": "2025-05-10"}).to_dict()
    assert again["schemes"]["tomakomai"]["contact"]["name"] != "?"
    assert again["schemes"]["tomakomai"]["cites"]
