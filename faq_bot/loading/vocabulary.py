"""The words of the field (knowledge/vocabulary/): municipalities, synonyms, words for Sudachi's dictionary."""

from typing import Annotated

from pydantic import Field

from faq_bot.errors import Problem
from faq_bot.loading.documents import Contact
from faq_bot.loading.record import Many, Name, Record, Text
from faq_bot.loading.validation import to_records
from faq_bot.loading.yaml_reader import Located


class Municipality(Record):
    """A municipality known here: `names` are how people call it, `contact` is who knows its rules."""

    id: Name
    name: Text
    prefecture: Text
    names: Many[Text] = Field(min_length=1)
    contact: Contact


class Synonym(Record):
    """Words that mean the same in this field: every one of `also` is read as `word`."""

    word: Text
    also: Many[Text] = Field(min_length=1)


class DictionaryWord(Record):
    """A word Sudachi's dictionary lacks or misreads, and how it is read.

    `normal` is the usual way of writing the same word; without it, `word` is. `note` is for editors.
    """

    word: Text
    reading: Annotated[str, Field(pattern="^[ァ-ヴー]+$")]
    normal: Text | None = None
    note: Text | None = None


def read_dictionary(located: Located, problems: list[Problem]) -> tuple[DictionaryWord, ...]:
    """Return the words of `dictionary.yaml`; each may stand there once only."""
    found: dict[str, DictionaryWord] = {}
    for entry, place in to_records(DictionaryWord, located, problems):
        if entry.word in found:
            problems.append(Problem(place.file, place.line(("word",)), f"「{entry.word}」が2回あります。"))
        found[entry.word] = entry
    return tuple(found.values())
