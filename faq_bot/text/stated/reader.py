"""Facts out of what people say: one pass over the text, and nothing that is guessed, supposed or another's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from faq_bot.loading.fact_sheets import FactSheet
from faq_bot.loading.fact_words import FactWords
from faq_bot.loading.patterns import compiled
from faq_bot.loading.service_types import ServiceType
from faq_bot.loading.vocabulary import Municipality
from faq_bot.text.cleaning import clean
from faq_bot.text.stated.answers import Answers
from faq_bot.text.stated.clauses import Clause, Clauses
from faq_bot.text.stated.days import Days
from faq_bot.text.stated.numbers import Numbers
from faq_bot.text.stated.places import Places
from faq_bot.text.stated.sayings import Sayings
from faq_bot.text.stated.services import Services
from faq_bot.text.stated.spelling import Spelling, Spelt
from faq_bot.text.stated.statement import AskedFor, Blurred, Stated, Statement

S = TypeVar("S", Stated, Blurred)
Choices = Mapping[str, Sequence[tuple[Any, str]]]
_IMPLIES = (("license_expiry", "status", "renewing"), ("start_date", "status", "new"))
"""A present licence's last day is told by those who renew, a day of applying by those who start."""
REMEMBERED = 1024  # messages whose statement is kept, for when they are sent again in the same words
_FILLER = re.compile(r"^(?:えーっ?と|えっと|あのう?|あー|えー|うーん|まあ|ま、)[、。\s]*")


class FactReader:
    """Reads statements. Holds no state; safe to share between threads."""

    def __init__(
        self,
        words: FactWords,
        sheets: Iterable[FactSheet],
        choices: Choices,
        services: Sequence[ServiceType],
        municipalities: Sequence[Municipality],
        places_in: Callable[[str], Sequence[str]],
        reading_of: Callable[[str], str],
    ):
        self._sheets = {sheet.id: sheet for sheet in sheets}
        self._choices = choices
        self._spelling = Spelling(words.spellings)
        self._clauses = Clauses(words)
        self._days = Days(words)
        self._sayings = Sayings(words)
        self._numbers = Numbers(words)
        self._services = Services(words, services, reading_of)
        self._places = Places(words, municipalities, places_in)
        self._answers = Answers(words)
        self._corrections = compiled(words.corrections)
        self._asks = compiled(words.asks)
        self._remembered = lru_cache(REMEMBERED)(self._read)

    def read(
        self, text: str, as_of: date, asked: AskedFor | None = None, *, first: bool = False
    ) -> Statement:
        """Return what a text states on the day `as_of`; `asked` is the fact it may be the answer to.

        A fact with two values in one text is not stated: it is asked for. The `first` message of a
        conversation answers and corrects nothing, so that it is not looked through for that.
        """
        return self._remembered(text, as_of, asked, first)

    def forget(self) -> None:
        """Read everything anew: for measuring."""
        self._remembered.cache_clear()

    def _read(self, text: str, as_of: date, asked: AskedFor | None, first: bool) -> Statement:
        spelt = self._spelling.usual(_FILLER.sub("", clean(text)))
        cleaned = spelt.text
        clauses = self._clauses.of(cleaned)
        is_day = asked is not None and self._sheets[asked.fact].type == "date"
        days = list(self._days.read(cleaned, clauses, as_of, asked if is_day else None))
        found, weak = self._said(cleaned, clauses, days, asked)
        declines = not first and self._answers.declines(cleaned)
        if asked is not None and not declines and not _has((*found, *weak), asked.fact):
            found += self._answered(cleaned, asked)
        found = _with_implied(found, days, asked)
        facts = _without_clashes([*found, *(stated for stated in weak if not _has(found, stated.fact))])
        return Statement(
            facts=tuple(_as_written(stated, spelt) for stated in facts),
            blurred=tuple(
                _as_written(day, spelt)
                for day in days
                if isinstance(day, Blurred) and not _has(facts, day.fact)
            ),
            declines=declines,
            agrees=None if first else self._answers.agrees(cleaned),
            agrees_to_all=not first and self._answers.agrees_to_all(cleaned),
            corrects=not first and self._corrections.search(cleaned) is not None,
            asks=first or self._asks.search(cleaned) is not None,
        )

    def _said(
        self, text: str, clauses: Sequence[Clause], days: Sequence[Stated | Blurred], asked: AskedFor | None
    ) -> tuple[list[Stated], list[Stated]]:
        """Return what is stated, and what counts only while nothing else states the fact."""
        sayings = list(self._sayings.read(text, clauses, asked))
        if (
            asked is not None and asked.fact == "linkage"
        ):  # 「まだです」 speaks of the system, not of a licence to start
            sayings = [(said, is_weak) for said, is_weak in sayings if said.fact != "status"]
        answers = None if asked is None or asked.fact == "status" else asked.fact
        weak = [s for s, is_weak in sayings if is_weak and answers in (None, s.fact)]
        found = [day for day in days if isinstance(day, Stated)]
        found += [stated for stated, is_weak in sayings if not is_weak]
        found += self._numbers.read(text, clauses, asked)
        personal = any(stated.fact != "as_of" for stated in (*found, *days)) or any(
            s.fact != "status" for s in weak
        )
        services = list(self._services.read(clauses, asked, personal=personal))
        found += services
        if not _has(found, "office_numbers") and (each := self._numbers.of_each(text, services)):
            found.append(each)
        found += self._places.read(text, clauses, asked)
        return found, weak

    def _answered(self, text: str, asked: AskedFor) -> list[Stated]:
        sheet = self._sheets[asked.fact]
        value = self._answers.choice(text, sheet, self._choices.get(asked.fact, ()))
        return [] if value is None else [Stated(asked.fact, value, text)]


def _as_written(said: S, spelt: Spelt) -> S:
    return replace(said, words=spelt.as_written(said.words)) if spelt.places else said


def _with_implied(
    found: list[Stated], days: Sequence[Stated | Blurred], asked: AskedFor | None
) -> list[Stated]:
    implied: list[Stated] = []
    for fact, name, value in _IMPLIES:
        source = next((day for day in days if day.fact == fact and _is_sure(day)), None)
        answers = asked is not None and asked.fact == fact  # a bare answer tells nothing new
        if source is not None and not answers and not _has((*found, *implied), name):
            implied.append(Stated(name, value, source.words))
    return [*found, *implied]


def _is_sure(day: Stated | Blurred) -> bool:
    return isinstance(day, Stated) or day.sure


def _without_clashes(found: Sequence[Stated]) -> tuple[Stated, ...]:
    values: dict[str, set[Any]] = {}
    for stated in found:
        values.setdefault(stated.fact, set()).add(stated.value)
    once: dict[str, Stated] = {}
    for stated in found:
        if len(values[stated.fact]) == 1:
            once.setdefault(stated.fact, stated)
    return tuple(once.values())


def _has(found: Sequence[Stated], fact: str) -> bool:
    return any(stated.fact == fact for stated in found)
