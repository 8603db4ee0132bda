"""What holds for every asker (issue 3, Done when 2).

The long run: `python -m pytest tests/rules/test_properties.py -m long` decides 100,000 random askers.
"""

import json
import random
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import oracle
import pytest
from askers import askers, domains, draw_asker
from hypothesis import given
from hypothesis import strategies as st

from faq_bot.loading.knowledge import load_knowledge
from faq_bot.rules.contract import DecisionModel
from faq_bot.rules.decision import Decision
from faq_bot.rules.engine import RulesEngine

KNOWLEDGE = load_knowledge(Path(__file__).parent.parent.parent / "knowledge")
ENGINE = RulesEngine(KNOWLEDGE)
ASKERS = askers(KNOWLEDGE)
DOMAINS = domains(KNOWLEDGE)
SHORT_RUN, LONG_RUN = 3_000, 100_000
PRICE_KNOWN = date(2023, 4, 1)
ENDS_OF_TIME = {"0001-01-01", "9999-12-31"}


def decide(facts: dict[str, Any]) -> Decision:
    return ENGINE.decide(ENGINE.parse_facts(facts))


def written(decision: Decision) -> str:
    return json.dumps(decision.to_dict(trace=True), ensure_ascii=False)


@given(ASKERS)
def test_same_input_same_bytes(facts: dict[str, Any]):
    assert written(decide(facts)) == written(RulesEngine(KNOWLEDGE).decide(ENGINE.parse_facts(facts)))


@given(ASKERS, st.randoms(use_true_random=False))
def test_order_of_keys_does_not_matter(facts: dict[str, Any], source: random.Random):
    keys = list(facts)
    source.shuffle(keys)
    assert written(decide(facts)) == written(decide({key: facts[key] for key in keys}))


@given(ASKERS)
def test_decision_keeps_the_published_shape(facts: dict[str, Any]):
    DecisionModel.model_validate(json.loads(written(decide(facts))))


# `on` only reports the period while it is not stated (section 9). The opposite of a deduced fact is decided as
# stated. Everything else only ever settles what was open.
@given(ASKERS, st.data())
def test_adding_a_fact_never_turns_a_settled_scheme_round(facts: dict[str, Any], data: st.DataObject):
    unknown = sorted(DOMAINS.keys() - facts.keys() - {"on", "used_free_pass", "integration_date"})
    name = data.draw(st.sampled_from([*unknown, "as_of"]))
    more = {**facts, name: facts.get(name, data.draw(st.sampled_from(DOMAINS[name])))}
    before, after = decide(facts), decide(more)
    for scheme in KNOWLEDGE.schemes:
        assert {before.truth(scheme), after.truth(scheme)} != {True, False}, (scheme, name)


@given(ASKERS, st.booleans())
def test_stating_the_opposite_of_a_deduction_is_named(facts: dict[str, Any], used: bool):
    facts.pop("used_free_pass", None)
    before, after = decide(facts), decide({**facts, "used_free_pass": used})
    turned = {s for s in KNOWLEDGE.schemes if {before.truth(s), after.truth(s)} == {True, False}}
    deduced = any(v.deduced for found in before.outcome.verdicts.values() for v in found)
    assert not turned or deduced


@given(ASKERS)
def test_nothing_published_later_is_cited(facts: dict[str, Any]):
    as_of = date.fromisoformat(facts["as_of"])
    text = written(decide(facts))
    later = [ref for ref, p in KNOWLEDGE.sources.passages.items() if p.published > as_of]
    assert [ref for ref in later if f'"{ref}"' in text.split('"trace": ')[0]] == []
    cited = json.loads(text)["trace"]
    assert _refs(cited) <= KNOWLEDGE.sources.passages.keys() - set(later)


def _refs(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = set(part.get("refs", []))
        return own | {ref for value in part.values() for ref in _refs(value)}
    return {ref for item in part for ref in _refs(item)} if isinstance(part, list) else set()


@given(ASKERS)
def test_unknown_always_names_what_is_missing(facts: dict[str, Any]):
    decision = decide(facts)
    for part in [*decision.license_years, *decision.schemes.values()]:
        assert part["missing"] or part["status"] != "unknown"
    for year in decision.license_years:
        assert (year["net_per_office"] is None) == (year["status"] == "unknown")
        assert year["missing"] == [] or year["status"] == "unknown"


@given(ASKERS)
def test_missing_facts_are_not_stated_unless_they_clash(facts: dict[str, Any]):
    decision = decide(facts)
    for result in decision.schemes.values():
        stated = set(result["missing"]) & facts.keys()
        assert stated <= {"service_type", "service_group"}


@given(ASKERS)
def test_needs_are_missing_facts_with_a_question(facts: dict[str, Any]):
    decision = decide(facts)
    missing = {name for part in decision.schemes.values() for name in part["missing"]}
    missing |= {name for part in decision.license_years for name in part["missing"]} | {"office_numbers"}
    if not decision.license_years:  # what a licence year lacks to begin
        missing |= {"status", "start_date", "license_expiry"}
    assert {need["fact"] for need in decision.needs} <= missing
    stated = {need["fact"] for need in decision.needs} & facts.keys()
    assert stated <= {"service_type"}, "asked again only where kind and group of service clash"
    assert all(need["question"] for need in decision.needs)
    assert len(decision.explanation) <= 5


@given(ASKERS)
def test_engine_agrees_with_the_dossier(facts: dict[str, Any]):
    if not ENDS_OF_TIME & {str(value) for value in facts.values()}:
        assert_agrees(facts)


def assert_agrees(facts: dict[str, Any]) -> None:
    """Compare with the oracle, where the calendar and the price reach."""
    parsed = ENGINE.parse_facts(facts)
    decision = ENGINE.decide(parsed)
    stated = {name: getattr(parsed, name) for name in DOMAINS}
    plain = {name: value for name, value in stated.items() if value is not None}
    if all(start >= PRICE_KNOWN for start, _ in oracle.years(plain)):
        for expected, got in zip(oracle.decide_years(plain), decision.license_years, strict=True):
            found = (got["payer"], got["net_per_office"], got["status"])
            assert found == (expected["payer"], expected["net"], expected["status"])
            assert not expected["lacks"] or expected["lacks"] in got["missing"]
    if parsed.as_of >= oracle.MD:
        assert decision.status("matsudo") == oracle.matsudo(plain)
    if parsed.as_of >= oracle.TM:
        assert decision.status("tomakomai") == oracle.tomakomai(plain)


def random_run(count: int) -> None:
    source = random.Random(20250601)
    for _ in range(count):
        facts = draw_asker(source, DOMAINS)
        decide(facts).to_dict(trace=True, texts=False)
        if not ENDS_OF_TIME & {str(value) for value in facts.values()}:
            assert_agrees(facts)


def test_random_askers_raise_nothing():
    random_run(SHORT_RUN)


@pytest.mark.long
def test_many_random_askers_raise_nothing():
    random_run(LONG_RUN)


def test_order_of_files_does_not_matter(folder: Path, engine: RulesEngine):
    for kind in ("values", "schemes"):
        for i, path in enumerate(sorted((folder / kind).glob("*.yaml"), reverse=True)):
            nested = folder / kind / f"sub{i % 3}"
            nested.mkdir(exist_ok=True)
            shutil.move(path, nested / path.name)
    moved = RulesEngine(load_knowledge(folder))
    source = random.Random(1)
    for _ in range(200):
        facts = draw_asker(source, DOMAINS)
        one = moved.decide(moved.parse_facts(facts)).to_dict()
        assert one == engine.decide(engine.parse_facts(facts)).to_dict()
