"""Words by which personal data is known (knowledge/vocabulary/masking.yaml)."""

from faq_bot.loading.fact_words import Pattern
from faq_bot.loading.record import Many, Record, Text


class Marks(Record):
    """What stands in the place of each kind of personal data."""

    telephone: Text
    mail: Text
    insured: Text
    my_number: Text
    office: Text
    number: Text
    name: Text
    postcode: Text
    address: Text


class MaskingWords(Record):
    """The marks, what a number is by the words before it, and what is no name though it looks like one."""

    marks: Marks
    insured_words: Many[Text]
    office_words: Many[Text]
    name_words: Many[Text]
    not_names: Many[Pattern]
