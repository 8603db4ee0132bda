"""Values, schemes, service types and fact sheets, read and checked together: what the rules work with."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol, TypeVar

from faq_bot.errors import Problem
from faq_bot.loading.documents import Sources
from faq_bot.loading.fact_sheets import COMPUTED, FactSheet
from faq_bot.loading.record import Record
from faq_bot.loading.scheme_checks import check_schemes
from faq_bot.loading.schemes import Scheme
from faq_bot.loading.service_types import ServiceType
from faq_bot.loading.value_checks import check_values
from faq_bot.loading.values import DatedValue
from faq_bot.loading.vocabulary import Municipality
from faq_bot.loading.yaml_reader import Located

R = TypeVar("R", bound=Record)


class Files(Protocol):
    """How the files of a knowledge folder are read; mistakes are gathered in `problems`."""

    problems: list[Problem]

    def records(self, model: type[R], file: str) -> tuple[R, ...]:
        """Return the records of a file that holds a list."""
        ...

    def filed(self, model: type[R], folder: str) -> dict[str, tuple[R, Located]]:
        """Return the record of each file of a folder by the file's name, with its place."""
        ...


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything the rules work with. `places` finds the lines of `("schemes", id)` or `("values", name)` for the lint."""

    values: Mapping[str, DatedValue]
    schemes: Mapping[str, Scheme]
    service_types: tuple[ServiceType, ...]
    facts: tuple[FactSheet, ...]
    places: Mapping[tuple[str, str], Located]


def read_rulebook(
    files: Files, sources: Sources | None, municipalities: tuple[Municipality, ...]
) -> Rulebook:
    """Read `values/`, `schemes/` and the two vocabularies. Every mistake goes to `files.problems`."""
    before = len(files.problems)
    facts = files.records(FactSheet, "vocabulary/facts.yaml")
    service_types = files.records(ServiceType, "vocabulary/service_types.yaml")
    values = files.filed(DatedValue, "values")
    schemes = files.filed(Scheme, "schemes")
    book = Rulebook(
        MappingProxyType({name: values[name][0] for name in sorted(values)}),
        MappingProxyType(_in_order({name: scheme for name, (scheme, _) in schemes.items()})),
        service_types,
        facts,
        MappingProxyType(
            {("values", name): place for name, (_, place) in values.items()}
            | {("schemes", name): place for name, (_, place) in schemes.items()}
        ),
    )
    if sources is not None and len(files.problems) == before:
        files.problems += _equal_names(book)
        files.problems += check_values(book, sources)
        files.problems += check_schemes(book, sources, municipalities)
    return book


def _in_order(schemes: dict[str, Scheme]) -> dict[str, Scheme]:
    return dict(sorted(schemes.items(), key=lambda item: (item[1].order, item[0])))


def _equal_names(book: Rulebook) -> list[Problem]:
    names = [*(sheet.id for sheet in book.facts), *COMPUTED, *book.values]
    equal = sorted({name for name in names if names.count(name) > 1})
    message = "「{}」という名前が、事柄か値に2回あります。別の名前にしてください。"
    return [Problem("vocabulary/facts.yaml", 0, message.format(name)) for name in equal]
