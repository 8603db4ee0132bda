"""What can be wrong with dated values: unknown sources, days nobody published, gaps and overlaps, no use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from faq_bot.errors import Problem
from faq_bot.loading.documents import Sources
from faq_bot.loading.schemes import Scheme
from faq_bot.loading.values import DatedEntry, DatedValue

if TYPE_CHECKING:
    from faq_bot.loading.rulebook import Rulebook


def check_values(book: Rulebook, sources: Sources) -> list[Problem]:
    """Return every mistake of `values/`, with file and line."""
    used = {name for scheme in book.schemes.values() for name in values_read(scheme)}
    compared = {name for scheme in book.schemes.values() for name in values_compared(scheme)}
    problems: list[Problem] = []
    for name, value in book.values.items():
        messages = [*_sources(value, sources), *_overlaps(value), *_gaps(value)]
        if name in compared:
            messages += _ambiguous(value)
        for i, message in messages:
            problems.append(_problem(book, name, message, "values", i))
        if name not in used:
            problems.append(
                _problem(book, name, "どの制度にも使われていません。制度で使うか、消してください。")
            )
        if value.told_by and value.told_by not in {sheet.id for sheet in book.facts}:
            message = f"told_by の「{value.told_by}」という事柄はありません。"
            problems.append(_problem(book, name, message, "told_by"))
    return problems


def values_read(scheme: Scheme) -> set[str]:
    """Return the names a scheme uses as values: compared days and lists, amounts, the price."""
    names = values_compared(scheme) | set((scheme.price or {}).values())
    names |= {component.amount for component in scheme.components}
    return names | ({scheme.amount.value} if scheme.amount else set())


def values_compared(scheme: Scheme) -> set[str]:
    """Return the names a scheme's tests compare facts with (days or lists of words)."""
    names: set[str] = set()
    for test in tests_of(scheme):
        for comparison, other in test.comparisons().items():
            if isinstance(other, str) and comparison not in ("is", "given"):
                names.add(other)
    return names


def tests_of(scheme: Scheme) -> Iterator:  # type: ignore[type-arg]
    """Yield every test of a scheme, the inner ones too."""
    heads = [condition.test for condition in scheme.conditions]
    heads += [deduction.when for deduction in scheme.deduces] + [remark.when for remark in scheme.remarks]
    heads += [remark.unless for remark in scheme.remarks if remark.unless]
    heads += [version.certain for version in scheme.versions if not isinstance(version.certain, bool)]
    for head in heads:
        yield from head.walk()


Numbered = list[tuple[int, str]]


def _sources(value: DatedValue, sources: Sources) -> Numbered:
    found: Numbered = []
    for i, entry in enumerate(value.values):
        found += [
            (i, f"出典「{ref}」は sources.yaml にありません。")
            for ref in entry.refs
            if ref not in sources.passages
        ]
        days = {sources.passages[ref].published for ref in entry.refs if ref in sources.passages}
        if days and entry.known_from not in days:
            shown = ", ".join(str(day) for day in sorted(days))
            found.append(
                (i, f"known_from（{entry.known_from}）は出典の公表日のどれかにしてください: {shown}。")
            )
    return found


def _overlaps(value: DatedValue) -> Numbered:
    found: Numbered = []
    for i, entry in enumerate(value.values):
        for j, other in enumerate(value.values[:i]):
            if entry.known_from == other.known_from and _meet(entry, other):
                message = f"{j + 1}番目の値と期間が重なります。先の値に holds_to（次の holds_from の前日）を書いてください。"
                found.append((i, message))
    return found


def _meet(one: DatedEntry, other: DatedEntry) -> bool:
    return one.holds_from <= (other.holds_to or date.max) and other.holds_from <= (one.holds_to or date.max)


def _gaps(value: DatedValue) -> Numbered:
    ordered = sorted(enumerate(value.values), key=lambda pair: pair[1].holds_from)
    found: Numbered = []
    until = ordered[0][1].holds_to or date.max
    for i, entry in ordered[1:]:
        if until < entry.holds_from - timedelta(days=1):
            message = f"{until}の翌日から{entry.holds_from}の前日まで、値がありません。ない期間は value: null と書いてください。"
            found.append((i, message))
        until = max(until, entry.holds_to or date.max)
    return found


def _ambiguous(value: DatedValue) -> Numbered:
    days = [entry.known_from for entry in value.values]
    message = "条件で比べる値は、同じ known_from に1つだけ書いてください。"
    return [(i, message) for i, day in enumerate(days) if day in days[:i]]


def _problem(book: Rulebook, name: str, message: str, *where: str | int) -> Problem:
    place = book.places["values", name]
    return Problem(place.file, place.line(where), f"値「{name}」: {message}")
