"""Does a test speak of facts, words and values that exist, and compare like with like?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from faq_bot.loading.conditions import Test
from faq_bot.loading.documents import Sources
from faq_bot.loading.fact_sheets import COMPUTED, COMPUTED_BASES, COMPUTED_DAYS, COMPUTED_WORDS
from faq_bot.loading.vocabulary import Municipality

if TYPE_CHECKING:
    from faq_bot.loading.rulebook import Rulebook

Place = tuple[str | int, ...]
Found = Iterator[tuple[Place, str]]


@dataclass(frozen=True, slots=True)
class Names:
    """What a scheme may refer to: facts with their type, words a fact may have, values with their unit."""

    asked: Mapping[str, str]
    bases: Mapping[str, tuple[str, ...]]
    told: frozenset[str]
    words: Mapping[str, frozenset[str | bool]]
    units: Mapping[str, str]
    published: Mapping[str, date]
    municipalities: frozenset[str]

    def is_day(self, name: str) -> bool:
        """Whether the fact is a day."""
        return self.asked.get(name) == "date" or name in COMPUTED_DAYS


def names_of(book: Rulebook, sources: Sources, municipalities: tuple[Municipality, ...]) -> Names:
    """Gather the names of one knowledge folder."""
    more = {
        "municipalities": {municipality.id for municipality in municipalities},
        "service_types": {service.name for service in book.service_types},
        None: set(),
    }
    words: dict[str, frozenset[str | bool]] = {
        sheet.id: frozenset({choice.value for choice in sheet.choices} | more[sheet.choices_from])
        for sheet in book.facts
    }
    words |= {fact: frozenset(values) for fact, values in COMPUTED_WORDS.items()}
    booleans = COMPUTED.keys() - COMPUTED_WORDS.keys() - set(COMPUTED_DAYS)
    words |= {fact: frozenset({True, False}) for fact in booleans}
    return Names(
        asked={sheet.id: sheet.type for sheet in book.facts},
        bases=COMPUTED_BASES,
        told=frozenset(value.told_by for value in book.values.values() if value.told_by),
        words=words,
        units={name: value.unit for name, value in book.values.items()},
        published={ref: passage.published for ref, passage in sources.passages.items()},
        municipalities=frozenset(municipality.id for municipality in municipalities),
    )


def problems_of_test(test: Test, where: Place, names: Names) -> Found:
    """Yield what is wrong with a test and the tests inside it, each with its place."""
    for head, parts in (("all", test.all_), ("any", test.any_)):
        for i, part in enumerate(parts or ()):
            yield from problems_of_test(part, (*where, head, i), names)
    if test.not_ is not None:
        yield from problems_of_test(test.not_, (*where, "not"), names)
    if test.known is not None and test.known not in names.published:
        yield (*where, "known"), f"出典「{test.known}」は sources.yaml にありません。"
    if test.fact is not None:
        yield from _comparisons(test, where, names)


def _comparisons(test: Test, where: Place, names: Names) -> Found:
    fact = test.fact or ""
    if fact not in names.asked and fact not in COMPUTED:
        allowed = ", ".join([*sorted(names.asked), *sorted(COMPUTED)])
        yield (*where, "fact"), f"「{fact}」という事柄はありません。使える値: {allowed}。"
        return
    for comparison, other in test.comparisons().items():
        place = (*where, comparison)
        if comparison in ("before", "from", "to", "after"):
            yield from _day(fact, str(other), place, names)
        elif comparison == "is" or (comparison == "in" and isinstance(other, tuple)):
            for word in other if isinstance(other, tuple) else (other,):
                yield from _word(fact, word, place, names)
        elif comparison == "in" and names.units.get(str(other)) != "words":
            allowed = ", ".join(sorted(name for name, unit in names.units.items() if unit == "words"))
            yield place, f"「{other}」は言葉の一覧の値ではありません。使える値: {allowed}。"


def _day(fact: str, other: str, place: Place, names: Names) -> Found:
    if not names.is_day(fact):
        yield place, f"「{fact}」は日付ではないので、日付と比べられません。"
    elif names.units.get(other) != "day" and not names.is_day(other):
        days = sorted(name for name, unit in names.units.items() if unit == "day")
        yield place, f"「{other}」という日付の値も事柄もありません。使える値: {', '.join(days)}。"


def _word(fact: str, word: str | bool, place: Place, names: Names) -> Found:
    allowed = names.words.get(fact, frozenset())
    if word not in allowed:
        shown = ", ".join(
            sorted(str(value).lower() if isinstance(value, bool) else value for value in allowed)
        )
        yield place, f"「{fact}」に「{word}」はありません。使える値: {shown or '日付との比較だけ'}。"
