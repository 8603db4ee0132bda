"""Every question of a set is put to the assistant; what came back is kept with what is right."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from faq_bot.assembly import Assistant
from faq_bot.conversation.reply import Reply
from faq_bot.evaluation.questions import Question
from faq_bot.matching.entry_matcher import Asked

Progress: TypeAlias = Callable[[Sequence[Question]], Iterable[Question]]
"""Passes questions on one by one and shows how far they are."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and what became of it; `in_scope` is the probability of being ours the ranking gave it."""

    question: Question
    asked: Asked
    reply: Reply
    in_scope: float

    @property
    def right(self) -> list[bool]:
        """Whether each entry shown is right, best first."""
        if self.reply.answer is not None:
            return [self._is_right([source.ref for source in self.reply.answer.sources])]
        if self.reply.outcome == "choose":
            return [self._is_right(candidate.sources) for candidate in self.reply.candidates]
        return []

    @property
    def first(self) -> bool:
        """Whether the entry shown first is right."""
        return any(self.right[:1])

    @property
    def won(self) -> str | None:
        """Id of the entry shown first, None if none was."""
        if self.reply.answer is not None:
            return self.reply.answer.id
        return self.reply.candidates[0].id if self.reply.outcome == "choose" else None

    def _is_right(self, refs: Iterable[str]) -> bool:
        return bool(self.question.gold.intersection(refs))


def ask_all(
    assistant: Assistant, questions: Sequence[Question], today: date, progress: Progress = iter
) -> list[Answered]:
    """Ask every question, on its own day or on `today`."""
    return [_ask(assistant, question, today) for question in progress(questions)]


def _ask(assistant: Assistant, question: Question, today: date) -> Answered:
    asked = Asked(question.text, question.as_of or today, question.municipality)
    reply = assistant.ask(asked.text, municipality=asked.municipality, as_of=asked.as_of)
    return Answered(question, asked, reply, assistant.matcher.rank(asked).in_scope)
