"""Words that steer a conversation (knowledge/vocabulary/talk_words.yaml)."""

from faq_bot.loading.fact_words import Pattern
from faq_bot.loading.record import Name, Record


class TalkWords(Record):
    """Patterns over cleaned text: about oneself, about money, why, on what basis, anew."""

    own: Pattern
    money: Pattern
    amount: Pattern
    outright: Pattern
    why: Pattern
    basis: Pattern
    beside: dict[Name, Pattern]
    restart: Pattern
    anyway: Pattern
