"""What no single file shows: conditions that can never hold or never fail, and schemes that pay the same twice.

Every condition is tried on askers about whom everything is known: first a fixed number drawn at random (the
same in every run), then a search that changes one fact after the other. What is not found after that is
reported; an editor decides whether it is meant.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from faq_bot.errors import Problem
from faq_bot.loading.conditions import Condition, Test
from faq_bot.loading.fact_sheets import COMPUTED_BASES
from faq_bot.loading.knowledge import Knowledge
from faq_bot.rules.engine import RulesEngine
from faq_bot.rules.facts import Facts, choices
from faq_bot.rules.paying import Outcome, Schemes, decide_all
from faq_bot.rules.schemes import KnownScheme, Verdict

_DRAWN, _STEPS, _RESTARTS = 300, 60, 8
Reached = dict[tuple[str, str], set[bool | None]]


def reachable(knowledge: Knowledge) -> Reached:
    """Return which truths each condition (scheme, id) can have for askers about whom all is known."""
    reached: Reached = {}
    for schemes in RulesEngine(knowledge).all_schemes():
        if schemes.licence.version is not None:
            _try_conditions(_Askers(knowledge, schemes), reached)
    return reached


def lint(knowledge: Knowledge) -> list[Problem]:
    """Return what looks wrong among the schemes, with file and line."""
    problems: set[Problem] = set()
    for schemes in RulesEngine(knowledge).all_schemes():
        if schemes.licence.version is not None:
            problems |= set(_paid_twice(_Askers(knowledge, schemes), knowledge))
    return sorted([*problems, *_one_sided(knowledge, reachable(knowledge))])


class _Askers:
    """Askers in one state of knowledge about whom every fact is known."""

    def __init__(self, knowledge: Knowledge, schemes: Schemes):
        self.schemes = schemes
        self._random = random.Random(0)  # noqa: S311 - sampling, no secret
        days = _days(schemes)
        self._domains: dict[str, list[Any]] = {}
        for sheet in knowledge.facts:
            if sheet.type == "date":
                self._domains[sheet.id] = days
            else:
                values: list[Any] = [value for value, _ in choices(sheet, knowledge)]
                self._domains[sheet.id] = values or [1, 2]
        self._domains["as_of"] = [max(schemes.licence.state.since, date.min)]

    def drawn(self) -> Iterator[Outcome]:
        """Yield the fixed number of random askers."""
        for _ in range(_DRAWN):
            yield self._outcome(self._asker())

    def search(self, tests: list[Test], met: Callable[[Outcome], bool]) -> Outcome | None:
        """Look for an asker by changing, one at a time, the facts the tests are about."""
        names = sorted({base for test in tests for base in _bases(test)} & self._domains.keys())
        for _ in range(_RESTARTS):
            asker = self._asker()
            for _ in range(_STEPS * max(1, len(names))):
                outcome = self._outcome(asker)
                if met(outcome):
                    return outcome
                if not names:
                    break
                name = self._random.choice(names)
                asker[name] = self._random.choice(self._domains[name])
        return None

    def _asker(self) -> dict[str, Any]:
        return {name: self._random.choice(values) for name, values in self._domains.items()}

    def _outcome(self, asker: dict[str, Any]) -> Outcome:
        return decide_all(self.schemes, Facts.model_construct(**asker))


def _try_conditions(askers: _Askers, reached: Reached) -> None:
    parts = [(scheme, part.source) for scheme in askers.schemes.all for part in scheme.all_conditions]
    for scheme, source in parts:
        if isinstance(source, Condition):
            reached.setdefault((scheme.id, source.id), set())
    for outcome in askers.drawn():
        _remember(outcome, reached)
    for scheme, source in parts:
        for truth in (True, False):
            if isinstance(source, Condition) and truth not in reached[scheme.id, source.id]:
                key = (scheme.id, source.id)
                found = askers.search([source.test, *_gates(scheme)], _came_out(scheme.id, source.id, truth))
                if found is not None:
                    reached[key].add(truth)


def _remember(outcome: Outcome, reached: Reached) -> None:
    for scheme_id, verdicts in outcome.verdicts.items():
        for verdict in verdicts:
            for condition, truth in looked_at(verdict):
                reached[scheme_id, condition.id].add(truth)


def looked_at(verdict: Verdict) -> list[tuple[Condition, bool | None]]:
    """Return how each condition came out that was looked at, those of a scheme's components included."""
    found = list(zip(verdict.scheme.conditions, verdict.truths, strict=False))
    others = verdict.scheme.all_conditions[len(verdict.scheme.conditions) :]
    found += [(part, part.judge(verdict.slots)) for part in others]
    return [(part.source, truth) for part, truth in found if isinstance(part.source, Condition)]


def _came_out(scheme: str, condition: str, truth: bool) -> Callable[[Outcome], bool]:
    def met(outcome: Outcome) -> bool:
        parts = (part for verdict in outcome.verdicts[scheme] for part in looked_at(verdict))
        return any(part.id == condition and found is truth for part, found in parts)

    return met


def _one_sided(knowledge: Knowledge, reached: Reached) -> Iterator[Problem]:
    for (scheme_id, condition_id), truths in reached.items():
        scheme = knowledge.schemes[scheme_id]
        i, condition = next((i, c) for i, c in enumerate(scheme.conditions) if c.id == condition_id)
        left_open = any(test.unknown is not None for test in condition.test.walk())
        for truth, message in _MESSAGES.items():
            if truth not in truths and not left_open:
                yield _problem(knowledge, scheme_id, f"条件「{condition_id}」は{message}", "conditions", i)
        if False in truths and condition.not_met is None:
            message = f"条件「{condition_id}」に not_met の文を書いてください（満たさない人がいます）。"
            yield _problem(knowledge, scheme_id, message, "conditions", i)


_MESSAGES = {
    True: "満たす人がいません。条件の組み合わせを確かめてください。",
    False: "だれでも満たします。要らない条件か、書き間違いです。",
}


def _paid_twice(askers: _Askers, knowledge: Knowledge) -> Iterator[Problem]:
    for one, two in combinations(askers.schemes.cities, 2):
        if one.scheme.municipality != two.scheme.municipality or None in (one.version, two.version):
            continue
        tests = [
            part.source.test
            for s in (one, two)
            for part in s.conditions
            if isinstance(part.source, Condition)
        ]
        if askers.search(tests, _both(one.id, two.id)) is not None:
            message = (
                f"「{one.id}」と同じ人が両方の対象になり、どちらが払うか決まりません。条件で分けてください。"
            )
            yield _problem(knowledge, two.id, message)


def _both(one: str, two: str) -> Callable[[Outcome], bool]:
    return lambda outcome: all(outcome.verdicts[name][0].truth for name in (one, two))


def _gates(scheme: KnownScheme) -> list[Test]:
    sources = [part.source for part in scheme.conditions]
    return [source.test for source in sources if isinstance(source, Condition) and source.gate]


def _bases(test: Test) -> set[str]:
    facts = {inner.fact for inner in test.walk() if inner.fact}
    facts |= {str(other) for inner in test.walk() for other in inner.comparisons().values()}
    return {base for fact in facts for base in COMPUTED_BASES.get(fact, (fact,))} | {
        "status",
        "integration_date",
    }


def _days(schemes: Schemes) -> list[date]:
    days = {schemes.licence.state.since}
    for reading in schemes.licence.state.readings.values():
        entry = reading.newest
        day = (entry.earliest or entry.value) if entry else None
        if isinstance(day, date):
            days |= {
                day + timedelta(days=shift + around) for shift in (-365, 0, 365) for around in (-1, 0, 1)
            }
    return sorted(days)


def _problem(knowledge: Knowledge, scheme: str, message: str, *where: str | int) -> Problem:
    place = knowledge.rulebook.places["schemes", scheme]
    return Problem(place.file, place.line(where), f"制度「{scheme}」: {message}")
