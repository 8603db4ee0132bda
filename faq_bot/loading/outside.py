"""What the documents do not answer though people ask it (knowledge/outside.yaml)."""

from pydantic import Field

from faq_bot.loading.record import Identifier, Many, Record, Text


class OutsideSubject(Record):
    """A subject outside the knowledge base. Questions nearer to it than to any entry are refused by name."""

    id: Identifier
    subject: str = Field(min_length=1, max_length=40)
    phrasings: Many[Text] = Field(min_length=1)
