"""What is answered: the reply of `POST /api/v1/ask` and of `Assistant.ask`."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Outcome = Literal["answered", "choose", "no_answer"]
Origin = Literal["request", "question", "conversation"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class SourceShown(_Part):
    """A passage an answer rests on."""

    ref: str
    title: str
    publisher: str
    published: str
    url: str | None


class AnswerShown(_Part):
    """An entry, with the sources published by the day asked about."""

    id: str
    question: str
    answer: str
    short_answer: str
    topic: str
    municipality: str | None
    schemes: list[str]
    sources: list[SourceShown]
    updated_by: str | None
    holds_from: str
    holds_to: str | None


class CandidateShown(_Part):
    """An entry that may answer, short enough for a list."""

    id: str
    question: str
    short_answer: str
    confidence: float
    sources: list[str]


class FoundShown(CandidateShown):
    """A search result for staff: who published it and when."""

    publisher: str
    published: str
    topic: str
    municipality: str | None
    score: float


class FactShown(_Part):
    """A fact about the asker, and where it was learnt."""

    fact: str
    value: Any
    label: str
    words: str | None
    origin: Origin


class ContactShown(_Part):
    """Who knows more."""

    name: str
    telephone: str | None
    hours: str | None
    url: str | None


class Reply(_Part):
    """One turn's reply. The same for the same knowledge, request and day, `reply` and `conversation` aside."""

    reply: str
    outcome: Outcome
    message: str
    answer: AnswerShown | None
    also: list[AnswerShown]
    confidence: float
    candidates: list[CandidateShown]
    facts: list[FactShown]
    eligibility: dict[str, Any]
    needs: list[dict[str, Any]]
    personal: dict[str, Any] | None
    contact: ContactShown
    conversation: str | None
    knowledge_version: str

    def to_dict(self) -> dict[str, Any]:
        """Return the reply as the API sends it."""
        return self.model_dump(mode="json")
