"""The facts known about the asker, and the decision that goes with an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from faq_bot.conversation.reply import FactShown, Origin
from faq_bot.conversation.request import AskRequest
from faq_bot.conversation.talk import Said, Talk, said
from faq_bot.errors import InputError
from faq_bot.loading.knowledge import Knowledge
from faq_bot.rules.decision import Decision
from faq_bot.rules.engine import RulesEngine
from faq_bot.rules.facts import Facts, choices
from faq_bot.rules.phrases import shown
from faq_bot.text.stated.statement import Statement

REMEMBERED = 512  # decisions kept, some 20 kB each: most visitors of a day ask with the same few facts
_ALWAYS = frozenset({"as_of", "municipality"})


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """What is known about the asker, as the engine takes it and as the reply shows it back."""

    values: Facts
    shown: tuple[FactShown, ...]

    @property
    def says_something(self) -> bool:
        """Whether anything is known beyond where and when."""
        return not self.values.model_fields_set <= _ALWAYS


class Case:
    """What the rules say of some facts, each part worked out when it is first asked for, and kept."""

    def __init__(self, decision: Decision):
        self.decision = decision
        self._needs: dict[tuple[str, ...], list[dict[str, Any]]] = {}

    @cached_property
    def eligibility(self) -> dict[str, Any]:
        """The decision as replies carry it."""
        return {**self.decision.to_dict(texts=False), "explanation": self.decision.explanation}

    @cached_property
    def fee_needs(self) -> list[dict[str, Any]]:
        """The missing facts that can change what is paid."""
        return self.decision.fee_needs()

    def needs(self, schemes: tuple[str, ...]) -> list[dict[str, Any]]:
        """Return the missing facts of some schemes; none for none."""
        if schemes not in self._needs:
            self._needs[schemes] = self.decision.needs_for(schemes) if schemes else []
        return self._needs[schemes]


class Deciding:
    """Gathers facts and asks the rules. Safe to share between threads: its memory holds only pure results.

    `case` returns what the rules say of some facts.
    """

    def __init__(self, knowledge: Knowledge, engine: RulesEngine):
        self._knowledge = knowledge
        self._engine = engine
        self._labels = {
            (sheet.id, value): label
            for sheet in knowledge.facts
            for value, label in choices(sheet, knowledge)
        }
        self._names = {sheet.id: sheet.label for sheet in knowledge.facts}
        self._nothing = lru_cache(REMEMBERED)(lambda as_of: KnownFacts(Facts(as_of=as_of), ()))
        self.case = lru_cache(REMEMBERED)(lambda facts: Case(engine.decide(facts)))

    def day(self, request: AskRequest, today: date) -> date:
        """Return the day the question is asked: the request's, else the one among its facts, else today."""
        stated = (request.facts or {}).get("as_of")
        if request.as_of is not None or stated is None:
            return request.as_of or today
        return self._parsed({"as_of": stated}).as_of

    def told(self, talk: Talk, request: AskRequest, statement: Statement) -> Talk:
        """Return the conversation with what this turn tells: the request's facts, the words, the button."""
        given = {name: value for name, value in (request.facts or {}).items() if name != "as_of"}
        if given:
            kept = {name: fact for name, fact in talk.facts.items() if not (fact.given and name in given)}
            new = {name: said(value, None, given=True) for name, value in given.items() if value is not None}
            talk = replace(talk, facts={**new, **kept})
        talk = talk.with_vague(statement.blurred)
        talk = talk.with_facts(
            {fact.fact: said(fact.value, fact.words) for fact in statement.facts if fact.fact != "as_of"}
        )
        button = request.select
        if button is not None and button.fact is not None:
            if button.value is None:
                return talk.without((button.fact,))
            return talk.with_facts({button.fact: said(button.value, None)})
        return talk

    def known(self, talk: Talk, request: AskRequest, statement: Statement, as_of: date) -> KnownFacts:
        """Return the facts of a conversation. What the asker says wins over the city the widget sent."""
        stated: dict[str, Any] = {name: fact.value for name, fact in talk.facts.items()}
        city = talk.facts.get("municipality")
        if request.municipality is not None and (city is None or city.given):
            stated["municipality"] = request.municipality
        if not stated:
            return self._nothing(as_of)
        values = self._parsed({**stated, "as_of": as_of.isoformat()})
        new = {fact.fact for fact in statement.facts}
        shown = tuple(
            self._shown(name, value, talk.facts.get(name), is_new=name in new)
            for name, value in values
            if value is not None and name != "as_of"
        )
        return KnownFacts(values, shown)

    def _parsed(self, stated: Mapping[str, Any]) -> Facts:
        try:
            return self._engine.parse_facts(stated)
        except InputError as error:
            raise InputError(f"facts.{error.field}", f"「{error.field}」: {error.message}") from None

    def _shown(self, name: str, value: Any, kept: Said | None, *, is_new: bool) -> FactShown:
        plain = value.isoformat() if isinstance(value, date) else value
        label = self._labels.get((name, value))
        if label is None:
            label = shown(value)
        given = kept is None or kept.given or kept.value != plain
        origin: Origin = "request" if given else "question" if is_new else "conversation"
        words = kept.words if kept is not None and not given else None
        return FactShown(
            fact=name, name=self._names[name], value=plain, label=label, words=words, origin=origin
        )
