"""Every case holds, the cases cover the dossier, and every condition comes out every way it can."""

import json
from collections.abc import Iterator

import pytest
from cases import Case, cases
from compare import mismatches

from faq_bot.loading.conditions import Condition
from faq_bot.loading.knowledge import Knowledge
from faq_bot.rules.contract import DecisionModel
from faq_bot.rules.engine import RulesEngine
from faq_bot.rules.lint import looked_at, reachable
from faq_bot.rules.results import open_text
from faq_bot.rules.schemes import Verdict

CASES = cases()

# fee_rules.md: the rules, conflicts and unknowns whose outcome a decision can show.
RULES = [
    0,
    1,
    2,
    3,
    5,
    7,
    8,
    10,
    11,
    12,
    *range(14, 25),
    *range(30, 39),
    *range(40, 48),
    50,
    51,
    60,
    *range(70, 78),
]
CONFLICTS = [*range(1, 13), 14, 15, 16, 18, 19, 20, 21, 22, 23, 24, 25, 26]
UNKNOWNS = [1, 2, 3, 4, 5, *range(7, 16)]
# The others have entries, or change nothing: R4 R6 R9 R13 R61 C13 C17 C27 U6.


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.name}")
def test_case(case: Case, engine: RulesEngine):
    decision = engine.decide(engine.parse_facts(case.facts)).to_dict(trace=True)
    got = json.loads(json.dumps(decision))
    assert mismatches(case.expect, got) == []
    DecisionModel.model_validate(got)


def test_case_names_are_different_sentences():
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert all(name.endswith("。") for name in names)


def test_cases_cover_the_dossier():
    covered = {rule for case in CASES for rule in case.rules}
    wanted = {f"R{n}" for n in RULES} | {f"C{n}" for n in CONFLICTS} | {f"U{n}" for n in UNKNOWNS}
    assert wanted - covered == set()


def test_every_condition_is_exercised_every_way(engine: RulesEngine, knowledge: Knowledge, capsys):
    wanted = set(_wanted(knowledge))
    seen = set()
    for case in CASES:
        outcome = engine.decide(engine.parse_facts(case.facts)).outcome
        for verdicts in outcome.verdicts.values():
            seen |= {said for verdict in verdicts for said in _seen(verdict)}
    missing = sorted(map(str, wanted - seen))
    with capsys.disabled():
        print(f"\n条件の網羅: {len(wanted & seen)} / {len(wanted)}（{len(CASES)}例）")
    assert missing == []


def _wanted(knowledge: Knowledge) -> Iterator[tuple[str, str, bool | str]]:
    for (scheme, name), truths in reachable(knowledge).items():
        condition = next(c for c in knowledge.schemes[scheme].conditions if c.id == name)
        yield from ((scheme, name, truth) for truth in truths if truth is not None)
        for kind in ("not_known", "left_open"):
            if getattr(condition, kind) is not None:
                yield scheme, name, kind


def _seen(verdict: Verdict) -> Iterator[tuple[str, str, bool | str]]:
    parts = {part.source.id: part for part in verdict.scheme.all_conditions}
    for condition, truth in looked_at(verdict):
        said = truth if truth is not None else _kind(condition, open_text(parts[condition.id], verdict))
        yield verdict.scheme.id, condition.id, said


def _kind(condition: Condition, text: str | None) -> str:
    return "left_open" if text == condition.left_open else "not_known"
