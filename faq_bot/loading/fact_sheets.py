"""What can be known about an asker, and how to ask for it (knowledge/vocabulary/facts.yaml)."""

from typing import Literal

from pydantic import model_validator

from faq_bot.loading.record import Many, Name, Record, Text


class Choice(Record):
    """A value a fact may have, the words on its button, and other words it is answered with."""

    value: bool | str
    label: Text
    also: Many[Text] = ()


class FactSheet(Record):
    """One fact: its kind, its name in Japanese, the question that asks for it, and the choices.

    `asked`: whether an asker is asked for it; a fact about the world, or one that follows from another, is not.
    `private`: an office's inner affairs; pages keep the answer out of addresses and so out of logs.
    """

    id: Name
    type: Literal["choice", "date", "number", "boolean"]
    label: Text
    question: Text
    asked: bool = True
    private: bool = False
    choices: Many[Choice] = ()
    choices_from: Literal["municipalities", "service_types"] | None = None

    @model_validator(mode="after")
    def _choices_fit(self) -> "FactSheet":
        if (self.type in ("choice", "boolean")) != bool(self.choices or self.choices_from):
            raise ValueError("choices は type が choice か boolean のときに必ず、そのときだけ書きます")
        return self


COMPUTED: dict[str, str] = {
    "year_start": "ライセンスの年の初日",
    "year_end": "ライセンスの年の末日",
    "trigger": "申込みの日（新規の1年目）、または切れるライセンスの末日",
    "running_since": "更新する人が今使っているライセンスの初日",
    "previous_free": "前の年がキャンペーンで無料だったか",
    "previous_paid": "前の年にライセンス料がかかったか",
    "year_free": "1年目がキャンペーンで無料か",
    "service_clash": "サービスの種類と区分が食い違うか",
    "own_scheme": "その市町村の補助が schemes/ にあるか",
    "service_scope": "サービス種類がシステムの対象か（in, out, unknown, not_asked）",
    "allowance_service": "処遇改善加算の対象サービスか（in, out, unknown, not_asked）",
}
"""Facts that Python derives from the asker's; conditions may use them, nobody is asked for them."""

COMPUTED_WORDS: dict[str, tuple[str, ...]] = {
    "service_scope": ("in", "out", "unknown", "not_asked"),
    "allowance_service": ("in", "out", "unknown", "not_asked"),
}
COMPUTED_DAYS = ("year_start", "year_end", "trigger", "running_since")

_START = ("status", "start_date", "license_expiry")
_SERVICE = ("service_type", "service_group")
COMPUTED_BASES: dict[str, tuple[str, ...]] = {
    "year_start": _START,
    "year_end": _START,
    "trigger": _START,
    "running_since": _START,
    "previous_free": (),
    "previous_paid": (),
    "year_free": _START,
    "own_scheme": ("municipality",),
    "service_clash": (),
    "service_scope": _SERVICE,
    "allowance_service": _SERVICE,
}
"""From which of the asker's facts a derived fact follows: these are missing when it is not known."""
