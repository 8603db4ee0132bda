"""The words of the field (knowledge/vocabulary/): municipalities, synonyms, fillers."""

from pydantic import Field

from faq_bot.loading.documents import Contact
from faq_bot.loading.record import Many, Name, Record, Text


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
