"""The fitted numbers of the decision (knowledge/calibration.yaml)."""

from pydantic import Field

from faq_bot.loading.record import Record, Text


class LogisticModel(Record):
    """A logistic regression: log odds = intercept + sum of weight x feature."""

    intercept: float
    weights: dict[str, float]


class Calibration(Record):
    """Two models and the thresholds they are read with, with the question set they were fitted on."""

    fitted_on: Text
    questions: int = Field(ge=1)
    in_scope: LogisticModel
    right: LogisticModel
    refuse_below: float = Field(ge=0, le=1)
    """`no_answer` when the probability of being in scope lies below this."""
    answer_from: float = Field(ge=0, le=1)
    """`answered` when the probability of being right reaches this; `choose` between the two."""
