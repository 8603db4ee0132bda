"""Entries as replies show them, on the day asked about."""

from datetime import date
from functools import lru_cache
from typing import Any

from faq_bot.conversation.reply import (
    AnswerShown,
    CandidateShown,
    ContactShown,
    FoundShown,
    SourceShown,
)
from faq_bot.loading.documents import Contact, Passage
from faq_bot.loading.entries import Entry
from faq_bot.loading.knowledge import Knowledge
from faq_bot.matching.entry_matcher import Candidate, EntryMatcher

SHOWN_A_DAY = 1024  # answers kept as they are shown: all entries on a few days


class Presenter:
    """Turns entries into the parts of a reply. Passages published after the day are never shown."""

    def __init__(self, knowledge: Knowledge, matcher: EntryMatcher):
        self._knowledge = knowledge
        self._matcher = matcher
        self._lines = lru_cache(SHOWN_A_DAY)(self._line_on)
        self._results = lru_cache(SHOWN_A_DAY)(self._result_on)
        self._answers = lru_cache(SHOWN_A_DAY)(self._answer_on)

    def answer_on(self, entry: Entry, as_of: date) -> AnswerShown:
        """Return the entry as an answer given on `as_of`, with the entry that updated it by then."""
        return self._answers(entry.id, as_of)

    def answer(self, entry: Entry, updated_by: Entry | None, as_of: date) -> AnswerShown:
        """Return the entry as an answer given on `as_of`."""
        return AnswerShown(
            id=entry.id,
            question=entry.question,
            answer=entry.answer,
            short_answer=entry.short_answer,
            topic=self._knowledge.topic_of[entry.id],
            municipality=entry.municipality,
            schemes=list(entry.schemes),
            sources=[_source(passage) for passage in self.passages(entry, as_of)],
            updated_by=updated_by.id if updated_by else None,
            holds_from=entry.holds_from.isoformat(),
            holds_to=entry.holds_to.isoformat() if entry.holds_to else None,
        )

    def candidate(self, candidate: Candidate, as_of: date) -> CandidateShown:
        """Return one line of the ranking."""
        confidence = round(candidate.confidence, 3)
        # Read from its fields again: a copy by pydantic takes three times as long.
        return CandidateShown.model_validate(
            self._lines(candidate.entry.id, as_of) | {"confidence": confidence}
        )

    def found(self, candidate: Candidate, as_of: date) -> dict[str, Any]:
        """Return one search result for staff: the fields of `FoundShown`."""
        figures = {"confidence": round(candidate.confidence, 3), "score": round(candidate.score, 4)}
        return self._results(candidate.entry.id, as_of) | figures

    def _answer_on(self, identifier: str, as_of: date) -> AnswerShown:
        entry = self._entry(identifier)
        return self.answer(entry, self._matcher.updated_by(entry, as_of), as_of)

    def _line_on(self, identifier: str, as_of: date) -> dict[str, Any]:
        """Return the fields that are the same for every question, and a confidence in whose place another comes."""
        entry = self._entry(identifier)
        return {
            "id": entry.id,
            "question": entry.question,
            "short_answer": entry.short_answer,
            "confidence": 0.0,
            "sources": [passage.ref for passage in self.passages(entry, as_of)],
        }

    def _result_on(self, identifier: str, as_of: date) -> dict[str, Any]:
        entry = self._entry(identifier)
        passages = self.passages(entry, as_of)
        shown = FoundShown(
            **self._line_on(identifier, as_of),
            publisher=passages[0].document.publisher,
            published=passages[0].published.isoformat(),
            topic=self._knowledge.topic_of[entry.id],
            municipality=entry.municipality,
            score=0.0,
        )
        return shown.model_dump()

    def _entry(self, identifier: str) -> Entry:
        entry = self._knowledge.entry(identifier)
        assert entry is not None  # noqa: S101 - only entries of the knowledge are shown
        return entry

    def passages(self, entry: Entry, as_of: date) -> list[Passage]:
        """Return the entry's passages that were published by `as_of`."""
        passages = (self._knowledge.sources.passages[ref] for ref in entry.sources)
        return [passage for passage in passages if passage.published <= as_of]


def _source(passage: Passage) -> SourceShown:
    return SourceShown(
        ref=passage.ref,
        title=passage.title,
        publisher=passage.document.publisher,
        published=passage.published.isoformat(),
        url=passage.document.url,
    )


@lru_cache(SHOWN_A_DAY)
def contact_shown(contact: Contact) -> ContactShown:
    """Return a contact as replies show it."""
    return ContactShown(**contact.model_dump())
