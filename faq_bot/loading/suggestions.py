"""Questions offered before the first word (knowledge/suggestions.yaml)."""

from collections.abc import Collection
from typing import Annotated

from pydantic import Field

from faq_bot.errors import Problem
from faq_bot.loading.record import Identifier, Many, Name, Record
from faq_bot.loading.validation import to_records
from faq_bot.loading.yaml_reader import Located

Month = Annotated[int, Field(ge=1, le=12)]


class Suggestion(Record):
    """A question to begin with, everywhere or in one `municipality`, always or in some `months`.

    `entry` answers it; without one it is a question the asker's own circumstances answer.
    """

    question: str = Field(min_length=1, max_length=40)
    entry: Identifier | None = None
    municipality: Name | None = None
    months: Many[Month] = ()


def read_suggestions(
    located: Located, entries: Collection[str], municipalities: Collection[str], problems: list[Problem]
) -> tuple[Suggestion, ...]:
    """Return the suggestions of the file; entries and municipalities must be known, no question stand twice."""
    found: dict[str, Suggestion] = {}
    for suggestion, place in to_records(Suggestion, located, problems):
        if suggestion.entry is not None and suggestion.entry not in entries:
            message = f"entry「{suggestion.entry}」という項目はありません。項目の id を書いてください。"
            problems.append(Problem(place.file, place.line(("entry",)), message))
        if suggestion.municipality is not None and suggestion.municipality not in municipalities:
            allowed = ", ".join(sorted(municipalities))
            message = f"市町村「{suggestion.municipality}」はありません。使える値: {allowed}。"
            problems.append(Problem(place.file, place.line(("municipality",)), message))
        if suggestion.question in found:
            message = f"質問「{suggestion.question}」が2回あります。"
            problems.append(Problem(place.file, place.line(("question",)), message))
        found[suggestion.question] = suggestion
    return tuple(found.values())
