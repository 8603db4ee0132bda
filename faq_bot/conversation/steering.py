"""What kind of turn a message is: a new question, an answer to what was asked, or a question about the answer."""

import re

from faq_bot.conversation.reply import Kind
from faq_bot.conversation.talk import Talk
from faq_bot.loading.fact_words import FactWords
from faq_bot.loading.talk_words import TalkWords
from faq_bot.text.cleaning import clean
from faq_bot.text.stated.calendar import Direction
from faq_bot.text.stated.days import AHEAD
from faq_bot.text.stated.statement import Statement

_BEGINNING = {"status", "start_date", "license_expiry"}
_SHORT = 24  # characters of a question about the answer (「なんで2年目はお金がかかるの？」)


class Steering:
    """Tells the kinds of turn apart. Holds no state."""

    def __init__(self, words: TalkWords, fact_words: FactWords):
        self._plans = re.compile(fact_words.plans)
        self._past = re.compile(fact_words.past)
        self._beside = {scheme: re.compile(pattern) for scheme, pattern in words.beside.items()}
        self._own = re.compile(words.own)
        self._money = re.compile(words.money)
        self._amount = re.compile(words.amount)
        self._outright = re.compile(words.outright)
        self._why = re.compile(words.why)
        self._basis = re.compile(words.basis)
        self._restart = re.compile(words.restart)
        self._anyway = re.compile(words.anyway)

    def kind(self, text: str, statement: Statement, talk: Talk) -> Kind:
        """Return what a message is, given what was talked about before."""
        cleaned = clean(text)
        if talk.subject is None:
            return "question"
        if len(cleaned) <= _SHORT and self._basis.search(cleaned):
            return "basis"
        if len(cleaned) <= _SHORT and self._why.search(cleaned):
            return "why"
        if statement.as_of() is not None and len(cleaned) <= _SHORT:
            return "as_of"
        if (talk.subject.personal or talk.asked) and self._goes_on(cleaned, statement, talk):
            return "states"
        told = bool(statement.facts or statement.blurred)
        return "states" if told and not statement.asks else "question"

    def _goes_on(self, text: str, statement: Statement, talk: Talk) -> bool:
        told = bool(statement.facts or statement.blurred)
        if statement.asks:
            return (told and self._amount.search(text) is not None) or self._anyway.search(text) is not None
        answers = statement.declines or statement.agrees is not None or statement.agrees_to_all
        return told or (bool(talk.asked) and answers)

    def is_personal(self, text: str, statement: Statement, *, known: bool) -> bool:
        """Whether a question is about the asker's own office: by its words, or by what he said of himself."""
        cleaned = clean(text)
        if self._money.search(cleaned) is None:
            return False
        told = {fact.fact for fact in statement.facts} - {"as_of", "municipality"}
        return bool(told or statement.blurred) or known or self._own.search(cleaned) is not None

    def is_outright(self, text: str, statement: Statement) -> bool:
        """Whether somebody who tells when he starts or renews asks what he himself pays."""
        told = {fact.fact for fact in statement.facts} | {day.fact for day in statement.blurred}
        return bool(told & _BEGINNING) and self._outright.search(clean(text)) is not None

    def schemes_beside(self, text: str) -> tuple[str, ...]:
        """Return the schemes beside the fee that a question speaks of."""
        cleaned = clean(text)
        return tuple(scheme for scheme, pattern in self._beside.items() if pattern.search(cleaned))

    def direction(self, text: str) -> Direction | None:
        """Return whether what a message tells of itself lies behind (申し込みました) or ahead (始めます)."""
        cleaned = clean(text)
        if self._plans.search(cleaned) or AHEAD.search(cleaned):
            return "future"
        return "past" if self._past.search(cleaned) else None

    def restarts(self, text: str) -> bool:
        """Whether the asker wants to begin anew."""
        return len(text) <= _SHORT and self._restart.search(clean(text)) is not None

    def asks_amount(self, text: str) -> bool:
        """Whether the amount itself is asked for."""
        return self._amount.search(clean(text)) is not None
