"""The fee calculator: which facts its form asks for, in which order, and what they decide."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from faq_bot.assembly import Assistant
from faq_bot.conversation.personal import Personal
from faq_bot.conversation.reply import PersonalShown
from faq_bot.errors import InputError
from faq_bot.loading.knowledge import Knowledge
from faq_bot.rules.decision import Decision
from faq_bot.rules.explanation import is_asked, verdict_said
from faq_bot.rules.needs import COUNT
from faq_bot.rules.results import STATUS
from faq_bot.rules.schemes import KnownScheme
from faq_bot.rules.trace import trace_of
from faq_bot.server.fact_forms import FactForm, FactForms
from faq_bot.server.licence_years import Picture, adds_up, picture_of

FIRST = ("municipality", "service_type", COUNT)
"""Asked of everybody, besides what the licence and the campaign ask for."""


@dataclass(frozen=True, slots=True)
class Group:
    """Facts asked for together; `scheme` is the name of the only scheme that asks for them, "" for all."""

    scheme: str
    forms: tuple[FactForm, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a scheme as it came out: met, not_met or not_known, and the passages that state it.

    `year` is the licence year it came out so, None where it is the same in every year.
    """

    truth: str
    text: str
    refs: tuple[str, ...]
    year: int | None


@dataclass(frozen=True, slots=True)
class SchemeShown:
    """One scheme's result with its conditions; `parts` are its components with their amounts."""

    id: str
    name: str
    status: str
    said: str
    conditions: tuple[Condition, ...]
    result: Mapping[str, Any]
    parts: tuple[tuple[str, str, float | None], ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that is still missing: the form that asks for it, and why it matters."""

    form: FactForm
    why: tuple[str, ...]


class Stated:
    """What the form was sent: the facts that can be used, and an error for each field that cannot."""

    def __init__(self, fields: Mapping[str, str], assistant: Assistant, forms: FactForms):
        self.texts = {name: fields.get(name, "") for name in asked_facts(assistant.knowledge)}
        self.as_of = fields.get("as_of", "")
        self.errors: dict[str, str] = {}
        self.facts: dict[str, Any] = {}
        for name, text in self.texts.items():
            try:
                self.facts[name] = forms.value(name, text)
            except InputError as refused:
                self.errors[name] = refused.message
        try:
            self.facts["as_of"] = assistant.day(self.as_of or None).isoformat()
        except InputError:
            self.errors["as_of"] = "「いつの時点で計算するか」は、実在する日付で入力してください。"

    @property
    def says_something(self) -> bool:
        """Whether any fact is stated."""
        return any(text.strip() for text in self.texts.values())

    def shareable(self, knowledge: Knowledge) -> dict[str, str]:
        """Return what may stand in an address: all but an office's inner affairs."""
        private = {sheet.id for sheet in knowledge.facts if sheet.private}
        kept = {name: text for name, text in self.texts.items() if text and name not in private}
        return {**kept, "as_of": self.as_of} if self.as_of else kept


class Calculation:
    """A decision as the page shows it."""

    def __init__(self, decision: Decision, forms: FactForms):
        self._decision = decision
        self._forms = forms
        self._knowledge = decision.engine.knowledge

    @cached_property
    def personal(self) -> PersonalShown:
        """The answer about the fee."""
        return Personal(self._knowledge).answer(self._decision, ())

    @cached_property
    def picture(self) -> Picture | None:
        """The picture of the licence years."""
        return picture_of(self.personal.rows)

    @property
    def several(self) -> bool:
        """Whether the licence years cost more together than each number does."""
        return adds_up(self.personal.rows)

    @cached_property
    def missing(self) -> list[Missing]:
        """The facts that could still change something, the most decisive first."""
        return [Missing(self._forms.asked(need), self._why(need["fact"])) for need in self._decision.needs]

    @cached_property
    def own(self) -> list[SchemeShown]:
        """The schemes that concern the asker."""
        return [self._scheme(scheme) for scheme in self._known if self._concerns(scheme)]

    @cached_property
    def others(self) -> list[SchemeShown]:
        """The schemes known on the day that are somebody else's, or that nothing was said about."""
        return [self._scheme(scheme) for scheme in self._known if not self._concerns(scheme)]

    @property
    def _known(self) -> list[KnownScheme]:
        return [scheme for scheme in self._decision.known.all if scheme.version is not None]

    def _concerns(self, scheme: KnownScheme) -> bool:
        if scheme.scheme.payer == "city":
            return self._decision.facts.municipality in (None, scheme.scheme.municipality)
        return scheme.scheme.payer is not None or is_asked(scheme, self._decision)

    def _scheme(self, scheme: KnownScheme) -> SchemeShown:
        decision, result = self._decision, self._decision.schemes[scheme.id]
        amounts = result.get("amounts_man_yen", {})
        states = result.get("components", {})
        return SchemeShown(
            id=scheme.id,
            name=scheme.scheme.name,
            status=STATUS[decision.truth(scheme.id)],
            said=verdict_said(scheme, decision),
            conditions=_conditions(self._trace[scheme.id]["verdicts"]),
            result=result,
            parts=tuple(
                (part.name, states[part.id], amounts.get(part.id)) for part in scheme.scheme.components
            ),
        )

    @cached_property
    def _trace(self) -> dict[str, dict[str, Any]]:
        return {part["scheme"]: part for part in trace_of(self._decision)[1:]}

    def _why(self, fact: str) -> tuple[str, ...]:
        """What the conditions say that wait for a fact; each text once."""
        waiting = (
            condition["text"]
            for scheme in self._known
            if self._concerns(scheme)
            for verdict in self._trace[scheme.id]["verdicts"]
            for condition in verdict["conditions"]
            if condition["text"] and fact in condition["missing"]
        )
        return tuple(dict.fromkeys(waiting))


def asked_facts(knowledge: Knowledge) -> list[str]:
    """Return the names of the facts an asker is asked for, in the order of facts.yaml."""
    return [sheet.id for sheet in knowledge.facts if sheet.asked]


def groups_of(knowledge: Knowledge, forms: FactForms, texts: Mapping[str, str]) -> list[Group]:
    """Return the facts in groups: first what matters to everybody, then what one scheme alone asks for."""
    asked = asked_facts(knowledge)
    everybody = {
        fact for s in knowledge.schemes.values() if s.payer in ("operator", "campaign") for fact in s.asks
    }
    groups = {"": [fact for fact in asked if fact in everybody or fact in FIRST]}
    placed = set(groups[""])
    for scheme in knowledge.schemes.values():
        groups[scheme.name] = [fact for fact in asked if fact in scheme.asks and fact not in placed]
        placed.update(groups[scheme.name])
    return [Group(name, _forms(facts, forms, texts)) for name, facts in groups.items() if facts]


def _forms(facts: Iterable[str], forms: FactForms, texts: Mapping[str, str]) -> tuple[FactForm, ...]:
    return tuple(forms.form(fact, texts.get(fact, "")) for fact in facts)


def _conditions(verdicts: Sequence[Mapping[str, Any]]) -> tuple[Condition, ...]:
    """Return the conditions that were looked at; one that came out alike in both years stands once."""
    found: dict[tuple[str, str, tuple[str, ...]], list[int]] = {}
    for verdict in verdicts:
        for condition in verdict["conditions"]:
            if condition["text"]:
                key = (condition["truth"], condition["text"], tuple(condition["refs"]))
                found.setdefault(key, []).append(verdict["year"])
    every = len(verdicts)
    return tuple(Condition(*key, years[0] if len(years) < every else None) for key, years in found.items())
