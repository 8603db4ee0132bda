"""What can be wrong with schemes: names that do not exist, comparisons that do not fit, parts nobody uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from faq_bot.errors import Problem
from faq_bot.loading.conditions import Test
from faq_bot.loading.documents import Sources
from faq_bot.loading.fact_sheets import COMPUTED
from faq_bot.loading.schemes import Scheme
from faq_bot.loading.test_checks import Names, names_of, problems_of_test
from faq_bot.loading.value_checks import tests_of
from faq_bot.loading.vocabulary import Municipality

if TYPE_CHECKING:
    from faq_bot.loading.rulebook import Rulebook

_PLACE = re.compile(r"\{([^{}]*)\}")
_YEAR_PLACES = frozenset({"year", "period", "net", "list_price"})

Place = tuple[str | int, ...]
Found = Iterator[tuple[Place, str]]


def check_schemes(
    book: Rulebook, sources: Sources, municipalities: tuple[Municipality, ...]
) -> list[Problem]:
    """Return every mistake of `schemes/`, with file and line."""
    names = names_of(book, sources, municipalities)
    problems = []
    for name, scheme in book.schemes.items():
        place = book.places["schemes", name]
        for where, message in _mistakes(name, scheme, names):
            problems.append(Problem(place.file, place.line(where), f"制度「{name}」: {message}"))
    if sum(scheme.payer == "operator" for scheme in book.schemes.values()) != 1:
        problems.append(
            Problem("schemes", 0, "payer: operator の制度（ライセンスそのもの）は1つだけ要ります。")
        )
    return problems


def _mistakes(name: str, scheme: Scheme, names: Names) -> Found:
    if scheme.id != name:
        yield ("id",), f"id「{scheme.id}」はファイル名（{name}）と同じにしてください。"
    if scheme.municipality and scheme.municipality not in names.municipalities:
        allowed = ", ".join(sorted(names.municipalities))
        yield ("municipality",), f"市町村「{scheme.municipality}」はありません。使える値: {allowed}。"
    yield from _refs(scheme, names)
    yield from _tests(scheme, names)
    yield from _versions(scheme, names)
    yield from _asks(scheme, names)
    yield from _amounts(scheme, names)
    yield from _places((), scheme.model_dump(exclude={"conditions": {"__all__": {"test"}}}), names)


def _refs(scheme: Scheme, names: Names) -> Found:
    parts: list[tuple[Place, Iterable[str]]] = []
    parts += [(("conditions", i, "refs"), part.refs) for i, part in enumerate(scheme.conditions)]
    parts += [(("versions", i, "refs"), part.refs) for i, part in enumerate(scheme.versions)]
    parts += [(("remarks", i, "refs"), part.refs) for i, part in enumerate(scheme.remarks)]
    parts += [(("deduces", i, "refs"), part.refs) for i, part in enumerate(scheme.deduces)]
    for where, refs in parts:
        for i, ref in enumerate(refs):
            if ref not in names.published:
                yield (*where, i), f"出典「{ref}」は sources.yaml にありません（例: HD-31, KG-2）。"


def _tests(scheme: Scheme, names: Names) -> Found:
    placed: list[tuple[Place, Test]] = []
    placed += [(("conditions", i, "test"), part.test) for i, part in enumerate(scheme.conditions)]
    placed += [(("remarks", i, "when"), part.when) for i, part in enumerate(scheme.remarks)]
    placed += [(("deduces", i, "when"), part.when) for i, part in enumerate(scheme.deduces)]
    for i, remark in enumerate(scheme.remarks):
        if remark.unless is not None:
            placed.append((("remarks", i, "unless"), remark.unless))
    for i, version in enumerate(scheme.versions):
        if isinstance(version.certain, Test):
            placed.append((("versions", i, "certain"), version.certain))
    for where, test in placed:
        yield from problems_of_test(test, where, names)


def _versions(scheme: Scheme, names: Names) -> Found:
    conditions = [condition.id for condition in scheme.conditions]
    for i, identifier in enumerate(conditions):
        if identifier in conditions[:i]:
            yield ("conditions", i), f"条件「{identifier}」が2回あります。"
    used: set[str] = set()
    parts = [("versions", i, part.conditions) for i, part in enumerate(scheme.versions)]
    parts += [("components", i, part.conditions) for i, part in enumerate(scheme.components)]
    for kind, i, uses in parts:
        used.update(uses)
        for j, identifier in enumerate(uses):
            if identifier not in conditions:
                allowed = ", ".join(conditions)
                yield (kind, i, "conditions", j), f"条件「{identifier}」はありません。使える値: {allowed}。"
    for i, identifier in enumerate(conditions):
        if identifier not in used:
            yield ("conditions", i), f"条件「{identifier}」はどの版でも使われていません。"
    yield from _version_days(scheme, names)


def _version_days(scheme: Scheme, names: Names) -> Found:
    days = [version.known_from for version in scheme.versions]
    for i, version in enumerate(scheme.versions):
        if version.known_from in days[:i]:
            yield ("versions", i, "known_from"), f"{version.known_from}から知られる版が2つあります。"
        published = {names.published[ref] for ref in version.refs if ref in names.published}
        if published and version.known_from not in published:
            shown = ", ".join(str(day) for day in sorted(published))
            message = f"known_from（{version.known_from}）は出典の公表日のどれかにしてください: {shown}。"
            yield ("versions", i, "known_from"), message


def _asks(scheme: Scheme, names: Names) -> Found:
    used = {test.fact for test in tests_of(scheme) if test.fact}
    direct = used & names.asked.keys()
    counted = {f"{scheme.amount.per}s"} if scheme.amount else set()
    derived = counted | {base for fact in used for base in names.bases.get(fact, ())}
    for i, fact in enumerate(scheme.asks):
        if fact not in names.asked:
            allowed = ", ".join(sorted(names.asked))
            yield ("asks", i), f"「{fact}」という事柄はありません。使える値: {allowed}。"
        elif fact not in direct | derived | names.told:
            yield ("asks", i), f"「{fact}」はどの条件でも使われていません。"
    for fact in sorted(direct - set(scheme.asks) - {"as_of"}):
        yield ("asks",), f"条件が使う「{fact}」を asks に書いてください。"


def _amounts(scheme: Scheme, names: Names) -> Found:
    wanted: list[tuple[Place, str, tuple[str, ...]]] = []
    if scheme.amount:
        wanted.append((("amount", "value"), scheme.amount.value, ("yen",)))
    for i, part in enumerate(scheme.components):
        wanted.append((("components", i, "amount"), part.amount, ("yen", "man_yen")))
    for key, value in (scheme.price or {}).items():
        wanted.append((("price", key), value, ("yen", "word")))
    for where, value, units in wanted:
        if names.units.get(value) not in units:
            allowed = ", ".join(sorted(name for name, unit in names.units.items() if unit in units))
            yield where, f"「{value}」は使えません。使える値: {allowed}。"


def _places(where: Place, part: Any, names: Names) -> Found:
    if isinstance(part, dict):
        for key, inner in part.items():
            yield from _places((*where, key), inner, names)
    elif isinstance(part, (list, tuple)):
        for i, inner in enumerate(part):
            yield from _places((*where, i), inner, names)
    elif isinstance(part, str):
        offered = names.units.keys() | names.asked.keys() | COMPUTED.keys()
        offered |= _YEAR_PLACES if where[0] == "year_texts" else set()
        for name in _PLACE.findall(part):
            if name not in offered:
                yield where, f"文の中の {{{name}}} は使えません。値か事柄の名前を書いてください。"
