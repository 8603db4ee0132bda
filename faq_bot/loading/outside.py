"""What the documents do not answer though people ask it (knowledge/outside.yaml)."""

from collections.abc import Collection

from pydantic import Field

from faq_bot.errors import Problem
from faq_bot.loading.record import Identifier, Many, Name, Record, Text
from faq_bot.loading.validation import to_records
from faq_bot.loading.yaml_reader import Located


class OutsideSubject(Record):
    """A subject outside the knowledge base. Questions nearer to it than to any entry are refused by name.

    With a `municipality` it concerns that city alone, and is preferred as the entries of that city are.
    """

    id: Identifier
    subject: str = Field(min_length=1, max_length=40)
    phrasings: Many[Text] = Field(min_length=1)
    municipality: Name | None = None


def read_outside(
    located: Located, municipalities: Collection[str], problems: list[Problem]
) -> tuple[OutsideSubject, ...]:
    """Return the subjects of the file; their municipalities must be known."""
    found = to_records(OutsideSubject, located, problems)
    for subject, place in found:
        if subject.municipality is not None and subject.municipality not in municipalities:
            allowed = ", ".join(sorted(municipalities))
            message = f"市町村「{subject.municipality}」はありません。使える値: {allowed}。"
            problems.append(Problem(place.file, place.line(("municipality",)), message))
    return tuple(subject for subject, _ in found)
