"""What may be asked: the request of `POST /api/v1/ask` and of `Assistant.ask`."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from faq_bot.loading.record import Day
from faq_bot.loading.validation import checked

QUESTION_LENGTH = 500


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Select(_Closed):
    """A button pressed: exactly one of a candidate, none of them, the value of a fact, a new start."""

    entry: str | None = Field(default=None, description="選んだ候補の id")
    none: bool | None = Field(default=None, description="「この中にない」を選んだとき true")
    fact: str | None = Field(default=None, description="答える事実の名前")
    value: str | int | bool | None = Field(default=None, description="事実の値。null は「わからない」")
    restart: bool | None = Field(default=None, description="「最初から」を選んだとき true")

    @model_validator(mode="after")
    def _one_button(self) -> "Select":
        pressed = [self.entry is not None, bool(self.none), self.fact is not None, bool(self.restart)]
        if sum(pressed) != 1:
            raise ValueError("entry, none, fact, restart のどれか1つを書いてください")
        return self


class AskRequest(_Closed):
    """A question, or a button pressed, with what is known about the asker."""

    question: Annotated[str, Field(max_length=QUESTION_LENGTH)] | None = None
    select: Select | None = None
    municipality: str | None = Field(
        default=None, description="市町村の id、other（ここにない所）、null（不明）"
    )
    as_of: Day | None = Field(default=None, description="いつの時点で尋ねるか。null は今日（日本時間）")
    facts: dict[str, Any] | None = Field(default=None, description="分かっている事実（/eligibility と同じ）")
    conversation: str | None = Field(default=None, description="前の返事の conversation")

    @field_validator("question", mode="before")
    @classmethod
    def _whole_characters(cls, question: Any) -> Any:
        return question.encode(errors="replace").decode() if isinstance(question, str) else question

    @field_validator("question")
    @classmethod
    def _says_something(cls, question: str | None) -> str | None:
        if question is not None and not question.strip():
            raise ValueError("1文字以上の質問を入れてください（空白だけは使えません）")
        return question

    @field_validator("facts")
    @classmethod
    def _plain_values(cls, facts: dict[str, Any] | None) -> dict[str, Any] | None:
        for name, value in (facts or {}).items():
            if value is not None and not isinstance(value, str | int | date):
                raise ValueError(
                    f"「{name[:40]}」は、文字、整数、true か false、null のどれかで書いてください"
                )
        return facts

    @model_validator(mode="after")
    def _asks_something(self) -> "AskRequest":
        if self.question is None and self.select is None:
            raise ValueError("question か select のどちらかを入れてください")
        return self


def parse_request(body: Mapping[str, Any]) -> AskRequest:
    """Return the request a mapping makes. InputError names the first field that cannot be used."""
    return checked(AskRequest, body, "question")
