"""Conditions as data: tests over facts and dated values, with the words to say for each outcome.

A test has exactly one head: `all`, `any`, `not`, `fact` (with one or two comparisons), `known` (a passage is
published by the day asked about) or `unknown` (the text itself does not decide; the token says what is open).
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from faq_bot.loading.record import Many, Name, Record, Text

HEADS = ("all", "any", "not", "fact", "known", "unknown")
COMPARISONS = ("is", "in", "given", "before", "from", "to", "after")

Scalar = bool | str | None


def _one_or_many(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


class Test(Record):
    """One test. Several comparisons of one `fact` must all hold; days at either end are included."""

    __test__ = False  # no pytest class
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)

    all_: Many["Test"] | None = Field(None, alias="all", min_length=1)
    any_: Many["Test"] | None = Field(None, alias="any", min_length=1)
    not_: "Test | None" = Field(None, alias="not")
    fact: Name | None = None
    is_: Scalar = Field(None, alias="is")
    in_: Annotated[Many[Text] | Name | None, BeforeValidator(_one_or_many)] = Field(None, alias="in")
    given: bool | None = None
    before: Name | None = None
    from_: Name | None = Field(None, alias="from")
    to: Name | None = None
    after: Name | None = None
    known: Text | None = None
    unknown: Text | None = None

    @model_validator(mode="after")
    def _one_head(self) -> "Test":
        heads = [name for name, value in self.heads().items() if value is not None]
        if len(heads) != 1:
            raise ValueError(f"次のどれか1つだけを書きます: {', '.join(HEADS)}")
        if bool(self.comparisons()) != (heads == ["fact"]):
            raise ValueError(f"fact には比べ方が要ります（fact のときだけ）: {', '.join(COMPARISONS)}")
        return self

    def heads(self) -> dict[str, Any]:
        """Return the heads by the name they have in YAML; exactly one is not None."""
        return {"all": self.all_, "any": self.any_, "not": self.not_, "fact": self.fact,
                "known": self.known, "unknown": self.unknown}  # fmt: skip

    def comparisons(self) -> dict[str, Any]:
        """Return the comparisons that are written, by the name they have in YAML."""
        written = {"is": self.is_, "in": self.in_, "given": self.given, "before": self.before,
                   "from": self.from_, "to": self.to, "after": self.after}  # fmt: skip
        return {name: value for name, value in written.items() if value is not None}

    def inner(self) -> tuple["Test", ...]:
        """Return the tests directly inside this one."""
        if self.not_ is not None:
            return (self.not_,)
        return self.all_ or self.any_ or ()

    def walk(self) -> list["Test"]:
        """Return this test and every test inside it."""
        return [self, *(test for part in self.inner() for test in part.walk())]


class Condition(Record):
    """A test with its reasons: `not_known` while facts are missing, `left_open` where the text is silent.

    When a `gate` fails, the conditions after it are not looked at. While a condition that `decides_price` is
    not known, the list price of the year is not known either.
    """

    id: Name
    test: Test
    gate: bool = False
    decides_price: bool = False
    met: Text
    not_met: Text | None = None
    not_known: Text | None = None
    left_open: Text | None = None
    refs: Many[Text] = Field(min_length=1)


class Remark(Record):
    """A sentence for the notes: a warning, a trap, or a clash of two facts.

    It is said when the test `when` is met, and the test `unless` is not met or not known.
    """

    id: Name
    kind: Literal["warning", "clash"] = "warning"
    when: Test
    unless: Test | None = None
    text: Text
    refs: Many[Text] = ()


class Deduction(Record):
    """What follows for a fact that was not stated; `clash` is said when the opposite was stated."""

    fact: Name
    value: bool
    when: Test
    text: Text
    clash: Text | None = None
    refs: Many[Text] = Field(min_length=1)
