"""The facts known about the asker, and the decision that goes with an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from faq_bot.conversation.reply import FactShown, Origin
from faq_bot.conversation.request import AskRequest
from faq_bot.errors import InputError
from faq_bot.loading.knowledge import Knowledge
from faq_bot.rules.engine import RulesEngine
from faq_bot.rules.facts import Facts, choices

REMEMBERED = 4096  # decisions kept: most visitors of a day ask with the same few facts


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """What is known about the asker, as the engine takes it and as the reply shows it back."""

    values: Facts
    shown: tuple[FactShown, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """The engine's decision for the facts known, and what it still asks."""

    eligibility: dict[str, Any]
    needs: list[dict[str, Any]]


class Deciding:
    """Gathers facts and asks the rules. Safe to share between threads: its memory holds only pure results."""

    def __init__(self, knowledge: Knowledge, engine: RulesEngine):
        self._knowledge = knowledge
        self._engine = engine
        self._labels = {
            (sheet.id, value): label
            for sheet in knowledge.facts
            for value, label in choices(sheet, knowledge)
        }
        self._decided = lru_cache(REMEMBERED)(self._decide)

    def day(self, request: AskRequest, today: date) -> date:
        """Return the day the question is asked: the request's, else the one among its facts, else today."""
        stated = (request.facts or {}).get("as_of")
        if request.as_of is not None or stated is None:
            return request.as_of or today
        return self._parsed({"as_of": stated}).as_of

    def facts(self, request: AskRequest, as_of: date, named: str | None) -> KnownFacts:
        """Return the facts of a request; what the words name wins over what the widget sent."""
        stated = {**(request.facts or {}), "as_of": as_of.isoformat()}
        origins: dict[str, Origin] = dict.fromkeys(stated, "request")
        if named or request.municipality:
            stated["municipality"] = named or request.municipality
            origins["municipality"] = "question" if named else "request"
        if request.select is not None and request.select.fact is not None:
            stated[request.select.fact] = request.select.value
            origins[request.select.fact] = "request"
        values = self._parsed(stated)
        shown = tuple(
            self._shown(name, value, origins[name])
            for name, value in values
            if value is not None and name != "as_of"
        )
        return KnownFacts(values, shown)

    def decide(self, known: KnownFacts, schemes: Sequence[str]) -> Decided:
        """Return the decision for the facts known, and the facts still needed for some schemes."""
        return self._decided(known.values, tuple(schemes))

    def _decide(self, facts: Facts, schemes: tuple[str, ...]) -> Decided:
        decision = self._engine.decide(facts)
        needs = decision.needs_for(schemes) if schemes else []
        eligibility = decision.to_dict(texts=False)
        return Decided({**eligibility, "explanation": decision.explanation}, needs)

    def _parsed(self, stated: dict[str, Any]) -> Facts:
        try:
            return self._engine.parse_facts(stated)
        except InputError as error:
            raise InputError(f"facts.{error.field}", f"「{error.field}」: {error.message}") from None

    def _shown(self, name: str, value: Any, origin: Origin) -> FactShown:
        plain = value.isoformat() if isinstance(value, date) else value
        label = self._labels.get((name, value))
        if label is None:
            label = f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else str(value)
        return FactShown(fact=name, value=plain, label=label, words=None, origin=origin)
