"""Tests become nodes: a judge that is fast, and what is missing where the answer is not known."""

from __future__ import annotations

from dataclasses import dataclass

from faq_bot.loading.conditions import Test
from faq_bot.rules.comparisons import judge_comparison, reading_of
from faq_bot.rules.slots import INDEX, Slots, missing_for
from faq_bot.rules.state import Reading, State
from faq_bot.rules.truth import Judge, all_of, always, any_of, opposite

NO_SOURCE = "published_source"


@dataclass(frozen=True, slots=True)
class Node:
    """A compiled test: `judge` answers it, `parts` are the tests inside, `readings` the values it reads."""

    test: Test
    judge: Judge
    parts: tuple[Node, ...]
    readings: tuple[Reading, ...] = ()

    def missing(self, slots: Slots) -> tuple[str, ...]:
        """Return what would decide a test that is not known.

        What the documents leave open counts only once every fact it depends on is there.
        """
        facts, rules = self._lacking(slots)
        return facts or rules

    def _lacking(self, slots: Slots) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if self.judge(slots) is not None:
            return (), ()
        if self.test.unknown is not None:
            return (), (self.test.unknown,)
        if self.test.fact is not None:
            return self._lacking_facts(slots), ()
        facts: dict[str, None] = {}
        rules: dict[str, None] = {}
        for part in self.parts:
            wanted, open_rules = part._lacking(slots)
            facts.update(dict.fromkeys(wanted))
            rules.update(dict.fromkeys(open_rules))
        return tuple(facts), tuple(rules)

    def _lacking_facts(self, slots: Slots) -> tuple[str, ...]:
        names = [self.test.fact or ""]
        names += [str(other) for other in self.test.comparisons().values() if other in INDEX]
        found = [base for name in names if slots[INDEX[name]] is None for base in missing_for(name, slots)]
        for reading in self.readings:
            if reading.told_by is not None and slots[INDEX[reading.told_by]] is None:
                found.append(reading.told_by)
            elif reading.newest is None:
                found.append(NO_SOURCE)
        if slots[INDEX[names[0]]] is None:
            found = [name for name in found if name not in {r.told_by for r in self.readings}] or found
        return tuple(dict.fromkeys(found))


def compile_test(test: Test, state: State) -> Node:
    """Return the node of a test for one state of knowledge."""
    parts = tuple(compile_test(part, state) for part in test.inner())
    judges = [part.judge for part in parts]
    if test.all_ is not None:
        return Node(test, all_of(judges), parts)
    if test.any_ is not None:
        return Node(test, any_of(judges), parts)
    if test.not_ is not None:
        return Node(test, opposite(judges[0]), parts)
    if test.known is not None:
        return Node(test, always(test.known in state.published), parts)
    if test.unknown is not None:
        return Node(test, always(None), parts)
    comparisons = tuple(test.comparisons())
    judges = [judge_comparison(test, comparison, state) for comparison in comparisons]
    found = [reading_of(test, comparison, state) for comparison in comparisons]
    readings = tuple(reading for reading in found if reading is not None)
    return Node(test, judges[0] if len(judges) == 1 else all_of(judges), (), readings)
