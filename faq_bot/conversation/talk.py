"""What a conversation remembers between two turns: facts, what was asked, what it is about. Nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from pydantic import ConfigDict

from faq_bot.conversation.reply import Outcome
from faq_bot.text.stated.statement import AskedFor, Blurred

LONGEST_WORDS = 40


class _Kept:
    __slots__ = ()
    __pydantic_config__ = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Said(_Kept):
    """A fact as it was told: its value as JSON has it and the words; `given` by the caller, not by the asker."""

    value: str | int | bool
    words: str | None = None
    given: bool = False


@dataclass(frozen=True, slots=True)
class Vague(_Kept):
    """What is known of a day that is not fixed."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    direction: Literal["past", "future"] | None = None


@dataclass(frozen=True, slots=True)
class Near(_Kept):
    """A candidate of the subject's ranking."""

    entry: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Subject(_Kept):
    """What the conversation is about: the outcome of the question asked, and whether it is about the asker.

    `schemes` are those whose facts matter; without a wage scheme among them it is the fee that is asked about.
    """

    outcome: Outcome
    entry: str | None = None
    confidence: float = 0.0
    candidates: tuple[Near, ...] = ()
    schemes: tuple[str, ...] = ()
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Talk(_Kept):
    """The memory of one conversation. `asked` is what the last turn asked for, `tries` how often each was."""

    facts: Mapping[str, Said] = field(default_factory=dict)
    vague: Mapping[str, Vague] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    tries: Mapping[str, int] = field(default_factory=dict)
    declined: tuple[str, ...] = ()
    subject: Subject | None = None
    id: str = ""
    """Tells this conversation from every other in what is kept; whoever begins one chooses it."""

    def asked_for(self) -> AskedFor | None:
        """Return the fact asked for last, with what is known of it already; None after a list of conditions."""
        if len(self.asked) != 1:
            return None
        known = self.vague.get(self.asked[0], Vague())
        return AskedFor(self.asked[0], known.year, known.month, known.direction)

    def day_told(self, as_of: date) -> AskedFor | None:
        """Return the day told before, as what a bare day may correct."""
        for name in ("license_expiry", "start_date"):
            known = self.facts.get(name)
            if known is not None and isinstance(known.value, str):
                ahead = date.fromisoformat(known.value) > as_of
                return AskedFor(name, direction="future" if ahead else "past")
        return None

    def with_direction(self, name: str, direction: Literal["past", "future"] | None) -> Talk:
        """Return the memory with whether a day not told yet lies behind or ahead."""
        if direction is None or name in self.facts or name in self.vague:
            return self
        return replace(self, vague={**self.vague, name: Vague(direction=direction)})

    def with_facts(self, said: Mapping[str, Said]) -> Talk:
        """Return the memory with facts told anew: what was vague or declined before is so no longer."""
        if not said:
            return self
        return replace(
            self,
            facts={**self.facts, **said},
            vague={name: day for name, day in self.vague.items() if name not in said},
            declined=tuple(name for name in self.declined if name not in said),
        )

    def with_vague(self, days: tuple[Blurred, ...]) -> Talk:
        """Return the memory with days that are not fixed; an exact day told before is taken back by them."""
        if not days:
            return self
        vague = {
            day.fact: Vague(year=day.year, month=day.month, day=day.day, direction=day.direction)
            for day in days
        }
        return replace(
            self,
            facts={name: said for name, said in self.facts.items() if name not in vague},
            vague={**self.vague, **vague},
        )

    def without(self, names: tuple[str, ...]) -> Talk:
        """Return the memory with facts the asker does not know or does not say: they are not asked again."""
        return replace(
            self,
            facts={name: said for name, said in self.facts.items() if name not in names},
            declined=tuple(dict.fromkeys((*self.declined, *names))),
        )


def said(value: Any, words: str | None, *, given: bool = False) -> Said:
    """Return a fact as it is kept: days as text, words cut to a length that tells them."""
    plain = value.isoformat() if hasattr(value, "isoformat") else value
    return Said(value=plain, words=words[:LONGEST_WORDS] if words else None, given=given)
