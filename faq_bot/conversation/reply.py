"""What is answered: the reply of `POST /api/v1/ask` and of `Assistant.ask`."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

Outcome = Literal["answered", "choose", "no_answer"]
Origin = Literal["request", "question", "conversation"]
Kind = Literal["question", "states", "why", "basis", "as_of"]


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
    name: str
    value: Any
    label: str
    words: str | None
    origin: Origin


class ContactShown(_Part):
    """Who knows more."""

    name: str
    telephone: str | None = None
    hours: str | None = None
    url: str | None = None


class RowShown(_Part):
    """One licence year of the asker; `you_pay` and `list_price` are per 事業所番号, `total` for all of them."""

    year: int
    start: str
    end: str
    period: str
    list_price: int | None
    payer: str
    payer_id: str | None
    you_pay: int | None
    total: int | None
    status: Literal["certain", "expected", "unknown"]
    status_label: str
    refs: list[str]


class ReasonShown(_Part):
    """Why, and the passages that say so."""

    text: str
    refs: list[str]


class NextStep(_Part):
    """What to do for one scheme, and who knows more."""

    scheme: str
    name: str
    text: str
    contact: ContactShown


class DocumentShown(_Part):
    """A document an answer rests on."""

    title: str
    publisher: str
    published: str
    url: str | None


class Basis(_Part):
    """The day an answer holds for, and what it rests on."""

    as_of: str
    refs: list[str]
    documents: list[DocumentShown]


class PersonalShown(_Part):
    """The answer about the asker: one sentence, licence years, reasons, what could change it, what to do."""

    sentence: str
    rows: list[RowShown]
    reasons: list[ReasonShown]
    changes: list[str]
    next_steps: list[NextStep]
    basis: Basis


class AskedShown(_Part):
    """The question a reply ends with, `lead` the words before it. `scheme` names whose `conditions` are listed.

    Their forms are the `needs` of the facts the reply `asks` for.
    """

    lead: str
    text: str
    scheme: str | None
    conditions: list[str]


class Reply(_Part):
    """One turn's reply. `asks` are the facts `message` asks for: none, one, or a list of conditions. The same for the same knowledge, request and day, `reply` and `conversation` aside.

    `message` is all there is to say. Who draws the parts says `said` instead, and then `asked` and `personal`;
    `states_answer` tells whether `said` states `answer`, so that its question and sources belong to it.
    """

    reply: str
    outcome: Outcome
    message: str
    kind: Kind
    said: str
    states_answer: bool
    asked: AskedShown | None
    answer: AnswerShown | None
    also: list[AnswerShown]
    confidence: float
    candidates: list[CandidateShown]
    facts: list[FactShown]
    eligibility: dict[str, Any]
    needs: list[dict[str, Any]]
    asks: list[str]
    personal: PersonalShown | None
    contact: ContactShown
    conversation: str
    knowledge_version: str
    conversation_id: SkipJsonSchema[str] = Field(default="", exclude=True)
    """Which conversation this turn is of, for what is kept."""
    is_gap: SkipJsonSchema[bool] = Field(default=False, exclude=True)
    """Whether a question was asked that the knowledge base has no answer to."""

    def to_dict(self) -> dict[str, Any]:
        """Return the reply as the API sends it."""
        return self.model_dump(mode="json")
