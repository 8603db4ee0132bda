"""The rules engine: knowledge in, decisions out. Nothing is kept between two decisions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from faq_bot.loading.knowledge import Knowledge
from faq_bot.rules.decision import Decision
from faq_bot.rules.facts import Facts, parse_facts
from faq_bot.rules.paying import Schemes, decide_all
from faq_bot.rules.phrases import Phrases
from faq_bot.rules.schemes import KnownScheme
from faq_bot.rules.state import State, states


class RulesEngine:
    """Decides what is paid, when, and why.

    The conditions are compiled once for each state of knowledge (one a publication day); afterwards the
    engine never changes, so threads may share it.
    """

    def __init__(self, knowledge: Knowledge):
        self.knowledge = knowledge
        self.states = states(knowledge)
        self._since = [state.since for state in self.states]
        self.phrases = Phrases(knowledge)
        self._schemes = [_schemes(knowledge, state) for state in self.states]

    def parse_facts(self, mapping: Mapping[str, Any]) -> Facts:
        """Return the facts of a JSON object; InputError names the field that cannot be used."""
        return parse_facts(mapping, self.knowledge)

    def decide(self, facts: Facts) -> Decision:
        """Return the decision from the documents published by `facts.as_of`."""
        schemes = self.schemes_on(facts)
        return Decision(self, schemes, facts, decide_all(schemes, facts))

    def schemes_on(self, facts: Facts) -> Schemes:
        """Return the schemes as known on the day the question is asked."""
        return self._schemes[bisect_right(self._since, facts.as_of) - 1]

    def all_schemes(self) -> tuple[Schemes, ...]:
        """Return the schemes of every state of knowledge, oldest first."""
        return tuple(self._schemes)


def _schemes(knowledge: Knowledge, state: State) -> Schemes:
    known = tuple(KnownScheme(scheme, state) for scheme in knowledge.schemes.values())

    def paying(payer: str | None) -> tuple[KnownScheme, ...]:
        return tuple(scheme for scheme in known if scheme.scheme.payer == payer)

    cities = paying("city")
    return Schemes(
        all=known,
        campaigns=paying("campaign"),
        cities=cities,
        licence=paying("operator")[0],
        others=paying(None),
        own=frozenset(s.scheme.municipality or "" for s in cities if s.version is not None),
        services={service.name: service for service in knowledge.service_types},
    )
