"""The base of every knowledge record, and the kinds of value its keys may have."""

import re
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DAY_MESSAGE = "実在する日付を YYYY-MM-DD の形で書いてください"


class Record(BaseModel):
    """Frozen, and closed: a key that is not declared is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def parse_day(value: Any) -> date:
    """Return the day a `YYYY-MM-DD` text names; ValueError if there is no such day.

    Pattern and calendar are both asked: `date.fromisoformat` alone also takes 20250601 and week dates.
    """
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError(DAY_MESSAGE)


Day = Annotated[
    date,
    BeforeValidator(parse_day),
    PlainSerializer(date.isoformat, return_type=str),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Text = Annotated[str, Field(min_length=1)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]

T = TypeVar("T")
Many = Annotated[tuple[T, ...], Field(strict=False)]
"""A YAML list, kept as a tuple."""
