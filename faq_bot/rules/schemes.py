"""A scheme as known in one state: its conditions compiled, ready to give a verdict for an asker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from faq_bot.loading.conditions import Condition, Deduction, Remark
from faq_bot.loading.schemes import Component, Scheme, Version
from faq_bot.rules.nodes import NO_SOURCE, Node, compile_test
from faq_bot.rules.phrases import fill_values
from faq_bot.rules.slots import FACTS, INDEX, Slots
from faq_bot.rules.state import Reading, State
from faq_bot.rules.truth import Judge, Truth, all_of, always, but_not

CACHED = 1024
"""How many ways in which a scheme's conditions came out keep their references; a full cache stays as it is."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A condition, remark or deduction with its test compiled and what it cites by then."""

    source: Condition | Remark | Deduction
    node: Node
    refs: tuple[str, ...]

    @property
    def judge(self) -> Judge:
        """The test's judge."""
        return self.node.judge


@dataclass(frozen=True, slots=True)
class CompiledComponent:
    """A part of a scheme: its conditions, and what they amount to together."""

    source: Component
    judge: Judge
    amount: Reading


class KnownScheme:
    """A scheme in one state of knowledge; `version` is None while no document knows it."""

    def __init__(self, scheme: Scheme, state: State):
        self.scheme = scheme
        self.id = scheme.id
        self.state = state
        self.version = newest_version(scheme, state)
        by_id = {
            condition.id: Compiled(
                condition, compile_test(condition.test, state), state.cited(condition.refs)
            )
            for condition in scheme.conditions
        }
        used = self.version.conditions if self.version else ()
        self.conditions = tuple(by_id[name] for name in used)
        in_parts = [name for part in scheme.components for name in part.conditions] if self.version else []
        self.all_conditions = tuple(by_id[name] for name in dict.fromkeys([*used, *in_parts]))
        self._judges = tuple((by_id[name].judge, is_gate(by_id[name])) for name in used)
        self.components = tuple(
            CompiledComponent(
                part, all_of([by_id[name].judge for name in part.conditions]), state.readings[part.amount]
            )
            for part in (scheme.components if self.version else ())
        )
        self.deductions = tuple(self._compiled(part, part.refs) for part in scheme.deduces)
        self.remarks = tuple(self._compiled(part, part.refs) for part in scheme.remarks)
        self.certain = self._certain()
        self.refs = state.cited(self.version.refs) if self.version else ()
        self.amount = state.readings[scheme.amount.value] if scheme.amount else None
        self._texts: dict[str, str] = {
            text: fill_values(text, state.readings) for text in _texts(scheme.model_dump())
        }

        self.practical = self._practical()
        self.cited: dict[tuple[Truth, ...], tuple[str, ...]] = {}

    def _practical(self) -> dict[str, Any]:
        source, version = self.scheme, self.version
        texts = {
            name: (getattr(version, name) if version else None) or getattr(source, name)
            for name in ("period", "how_to_apply", "deadline")
        }
        return {
            "name": source.name,
            **{name: self.text(text) for name, text in texts.items()},
            "contact": source.contact.model_dump(exclude_none=True),
        }

    def _compiled(self, part: Remark | Deduction, refs: tuple[str, ...]) -> Compiled:
        node = compile_test(part.when, self.state)
        if isinstance(part, Remark) and part.unless is not None:
            unless = compile_test(part.unless, self.state).judge
            return Compiled(
                part, Node(part.when, but_not(node.judge, unless), node.parts), self.state.cited(refs)
            )
        return Compiled(part, node, self.state.cited(refs))

    def _certain(self) -> Judge:
        certain = self.version.certain if self.version else True
        return always(certain) if isinstance(certain, bool) else compile_test(certain, self.state).judge

    def text(self, text: str) -> str:
        """Return a text of the scheme with the values of this state."""
        return self._texts[text] if text in self._texts else fill_values(text, self.state.readings)

    def verdict(self, slots: Slots) -> Verdict:
        """Return the verdict for an asker, what follows from his facts included."""
        found = self._verdict(slots)
        if found.truth is not None:
            return found
        for deduction in self.deductions:
            source = deduction.source
            if isinstance(source, Deduction) and slots[INDEX[source.fact]] is None and deduction.judge(slots):
                richer = slots.copy()
                richer[INDEX[source.fact]] = source.value
                found = self._verdict(richer)
                found.deduced = deduction
        return found

    def _verdict(self, slots: Slots) -> Verdict:
        if self.version is None:
            return Verdict(self, slots, None, [])
        truths: list[Truth] = []
        found: Truth = True
        for judge, gate in self._judges:
            truth = judge(slots)
            truths.append(truth)
            if truth is False:
                found = False
                if gate:
                    break
            elif truth is None and found:
                found = None
        return Verdict(self, slots, found, truths)


class Verdict:
    """A scheme's answer for one asker (and one licence year): yes, no, not known, and what it rests on."""

    __slots__ = ("deduced", "scheme", "slots", "truth", "truths")

    def __init__(self, scheme: KnownScheme, slots: Slots, truth: Truth, truths: list[Truth]):
        self.scheme = scheme
        self.slots = slots
        self.truth = truth
        self.truths = truths
        self.deduced: Compiled | None = None

    def conditions(self, truth: Truth) -> list[Compiled]:
        """Return the conditions that were looked at and came out so."""
        looked_at = zip(self.scheme.conditions, self.truths, strict=False)
        return [condition for condition, found in looked_at if found is truth]

    def missing(self) -> tuple[str, ...]:
        """Return what is missing; empty once the verdict is settled."""
        if self.truth is not None:
            return ()
        if self.scheme.version is None:
            return (NO_SOURCE,)
        return in_order(name for part in self.conditions(None) for name in part.node.missing(self.slots))

    def first_missing(self) -> tuple[str, ...]:
        """Return what to ask first: what an open gate lacks, before anything behind the gate."""
        for part in self.conditions(None):
            if self.truth is None and is_gate(part):
                return part.node.missing(self.slots)
        return self.missing()

    def deciding(self) -> list[Compiled]:
        """Return the conditions the verdict rests on: the failing ones, the open ones, or all that are met."""
        return self.conditions(self.truth)

    def cites(self) -> tuple[str, ...]:
        """Return the references of the version and of the deciding conditions, in their order."""
        cache, key = self.scheme.cited, (self.truth, *self.truths)
        if key in cache:
            return cache[key]
        found = dict.fromkeys(ref for condition in self.deciding() for ref in condition.refs)
        cites = tuple(found | dict.fromkeys(self.scheme.refs))
        if len(cache) < CACHED:
            cache[key] = cites
        return cites


def newest_version(scheme: Scheme, state: State) -> Version | None:
    """Return the version of a scheme that was known last."""
    known = [version for version in scheme.versions if version.known_from <= state.since]
    return max(known, key=lambda version: version.known_from, default=None)


def in_order(names: object) -> tuple[str, ...]:
    """Return names without repetition: facts as contract.md lists them, then what the documents leave open."""
    found = dict.fromkeys(names)  # type: ignore[call-overload]
    facts = sorted((name for name in found if name in INDEX), key=FACTS.index)
    return (*facts, *(name for name in found if name not in INDEX))


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for inner in part.values():
            yield from _texts(inner)
    elif isinstance(part, (tuple, list)):
        for inner in part:
            yield from _texts(inner)


def is_gate(condition: Compiled) -> bool:
    """Whether nothing behind a condition is looked at unless it is met."""
    return isinstance(condition.source, Condition) and condition.source.gate
