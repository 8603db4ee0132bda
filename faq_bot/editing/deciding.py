"""What editors decide about questions: each decision with its proposal and its trace in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import Engine

from faq_bot.editing.drafts import new_phrasings
from faq_bot.editing.queue import Item
from faq_bot.errors import InputError
from faq_bot.loading.entries import Entry
from faq_bot.loading.knowledge import Knowledge
from faq_bot.storage import audit, proposals, unanswered
from faq_bot.storage.connections import writing
from faq_bot.storage.unanswered import State

DECISIONS: tuple[str, ...] = tuple(state for state in get_args(State) if state != "open")


class Deciding:
    """Decides for one member at one moment, which is how a decision is known when it is taken back."""

    def __init__(self, engine: Engine, knowledge: Knowledge, by: str, at: datetime):
        self._engine = engine
        self._knowledge = knowledge
        self._by = by
        self._at = at

    def alias(self, items: Sequence[Item], entry: Entry) -> None:
        """Propose questions as other ways to ask an entry."""
        phrasings = new_phrasings(entry, [self._bare(item.question) for item in items])
        self._decide(items, "alias", "question.alias", lambda: ("alias", entry.id, {"phrasings": phrasings}))

    def draft(self, items: Sequence[Item], topic: str) -> None:
        """Propose a new entry that answers questions; an editor writes the rest."""
        _check(items)
        first, *others = dict.fromkeys(self._bare(item.question) for item in items)
        form = {"topic": topic, "question": first, "phrasings": "\n".join(others)}
        self._decide(items, "draft", "question.draft", lambda: ("draft", "", {"form": form}))

    def not_ours(self, items: Sequence[Item]) -> None:
        """Say that questions are nothing this service is about."""
        self._decide(items, "not_ours", "question.not_ours")

    def ignore(self, items: Sequence[Item]) -> None:
        """Keep questions out of the queue for good."""
        self._decide(items, "ignored", "question.ignored")

    def undo(self, by: str, decided_at: datetime) -> list[str]:
        """Take back what was decided at a moment, with its proposal; return the questions. What is published stays."""
        with writing(self._engine) as connection:
            questions = unanswered.reopen(connection, by, decided_at)
            if questions:
                proposals.withdraw_made(connection, by, decided_at, self._at)
                detail = {"questions": len(questions), "decided_by": by, "decided_at": decided_at.isoformat()}
                audit.record(connection, self._at, self._by, "question.undo", "questions", detail)
        return questions

    def _decide(
        self,
        items: Sequence[Item],
        state: State,
        action: str,
        proposal: Callable[[], tuple[proposals.Kind, str, Mapping[str, Any]]] | None = None,
    ) -> None:
        _check(items)
        detail: dict[str, Any] = {"questions": [item.key for item in items[:20]], "count": len(items)}
        with writing(self._engine) as connection:
            unanswered.settle(connection, [item.gap for item in items], state, self._by, self._at)
            if proposal is not None:
                kind, entry, body = proposal()
                asked = [{"key": item.key, "question": self._bare(item.question)} for item in items]
                number = proposals.add(connection, kind, entry, body, asked, self._by, self._at)
                detail |= {"proposal": number} | ({"entry": entry} if entry else {})
            audit.record(connection, self._at, self._by, action, f"question:{items[0].key}", detail)

    def _bare(self, question: str) -> str:
        """Return a question without the marks that stand for personal data: nobody asks like that."""
        for mark in self._knowledge.masking_words.marks.model_dump().values():
            question = question.replace(mark, " ")
        return " ".join(question.split()) or "？"


def _check(items: Sequence[Item]) -> None:
    if not items:
        raise InputError("items", "この質問は、もうほかの人が決めました。")
