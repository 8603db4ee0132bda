"""The whole way to a decision in Japanese: scheme, licence year, condition, and every test inside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from faq_bot.loading.fact_sheets import COMPUTED
from faq_bot.loading.knowledge import Knowledge
from faq_bot.loading.record import parse_day
from faq_bot.rules.decision import Decision
from faq_bot.rules.facts import choices
from faq_bot.rules.phrases import shown

_ALL, _ANY, _NOT = (
    "次のすべてを満たすこと",
    "次のどれか1つを満たすこと",
    "次に当てはまらないこと",
)
_GROUPS = {"all": _ALL, "any": _ANY, "not": _NOT}
_COMPARED = {
    "is": "「{}」であること",
    "in": "{}のどれかであること",
    "before": "{}より前であること",
    "from": "{}以後であること",
    "to": "{}までであること",
    "after": "{}より後であること",
}
_GIVEN = {True: "分かっていること", False: "分かっていない（発表されていない）こと"}
_SCOPES = {"in": "対象", "out": "対象外", "unknown": "資料からは決まらない", "not_asked": "まだ聞いていない"}
_CALLED = {"own_scheme": "その市町村に、知られている補助があるか"}  # for editors it names a folder
_OPEN = "資料に書かれていないため、ここは決まらない"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the trace with those inside it; `truth` is met, not_met, not_known or not_looked_at.

    `key` is the same for the same line on another day.
    """

    key: str
    truth: str
    text: str
    refs: tuple[str, ...] = ()
    parts: tuple["Step", ...] = ()


@dataclass(frozen=True, slots=True)
class SchemeTrace:
    """How one scheme came out; `years` are its licence years with their conditions.

    `announced` says what the documents had said of it by the day, None where nothing was known.
    """

    id: str
    name: str
    status: str
    announced: str | None
    years: tuple[Step, ...]


def traces_of(decision: Decision) -> tuple[SchemeTrace, ...]:
    """Return the trace of every scheme, in the order of the schemes."""
    words = _Words(decision.engine.knowledge)
    schemes = decision.engine.knowledge.schemes
    return tuple(words.scheme(part, schemes[part["scheme"]].name) for part in decision.trace()[1:])


class _Words:
    """Puts the parts of a trace into Japanese."""

    def __init__(self, knowledge: Knowledge):
        self._facts = {name: label.partition("（in")[0] for name, label in COMPUTED.items()} | _CALLED
        self._facts |= {sheet.id: sheet.label for sheet in knowledge.facts}
        self._choices = {sheet.id: dict(choices(sheet, knowledge)) for sheet in knowledge.facts}
        self._values = {
            name: value.description.partition("。")[0] for name, value in knowledge.values.items()
        }
        self._passages = knowledge.sources.passages

    def scheme(self, part: Mapping[str, Any], name: str) -> SchemeTrace:
        several = len(part["verdicts"]) > 1
        years = tuple(self._year(verdict, part["scheme"], several) for verdict in part["verdicts"])
        return SchemeTrace(part["scheme"], name, part["status"], part["announced"], years)

    def _year(self, verdict: Mapping[str, Any], scheme: str, several: bool) -> Step:
        key = f"{scheme}.{verdict['year']}"
        conditions = tuple(self._condition(one, key) for one in verdict["conditions"])
        return Step(key, verdict["truth"], f"{verdict['year']}年目" if several else "判定", (), conditions)

    def _condition(self, condition: Mapping[str, Any], above: str) -> Step:
        key = f"{above}.{condition['id']}"
        test = self._test(condition["test"], f"{key}.0")
        refs = tuple(condition["refs"])
        if condition["text"] is None:  # what stands inside it says what would have been asked
            return Step(
                key, condition["truth"], test.text, tuple(dict.fromkeys(refs + test.refs)), test.parts
            )
        return Step(key, condition["truth"], condition["text"], refs, (test,))

    def _test(self, test: Mapping[str, Any], key: str) -> Step:
        head, truth = test["test"], test["truth"]
        if head in _GROUPS:
            parts = tuple(self._test(part, f"{key}.{i}") for i, part in enumerate(test["parts"]))
            return Step(key, truth, _GROUPS[head], (), parts)
        if head == "known":
            passage = self._passages.get(test["known"])
            title = passage.title if passage else test["known"]
            return Step(key, truth, f"「{title}」が公表されていること", (test["known"],))
        if head == "unknown":
            return Step(key, truth, _OPEN)
        values = {value["name"]: value for value in test["values"]}
        wanted = "、".join(
            self._wanted(test["fact"], how, what, values) for how, what in test["compared"].items()
        )
        found = self._said(test["fact"], test["found"])
        refs = dict.fromkeys(ref for value in test["values"] for ref in value.get("refs", ()))
        return Step(key, truth, f"{self._facts[test['fact']]}（{found}）が、{wanted}", tuple(refs))

    def _wanted(self, fact: str, how: str, what: Any, values: Mapping[str, Mapping[str, Any]]) -> str:
        if how == "given":
            return _GIVEN[what]
        if how == "in" and isinstance(what, list):
            return _COMPARED[how].format("".join(f"「{self._said(fact, one)}」" for one in what))
        if what in values:
            return _COMPARED[how].format(f"{self._values[what]}（{self._value(values[what])}）")
        return _COMPARED[how].format(self._said(fact, what))

    def _value(self, value: Mapping[str, Any]) -> str:
        """Return a dated value with the day it was made known."""
        if "known_from" not in value:
            return "未定"
        if value.get("earliest"):
            last = f"から{_plain(value['latest'])}" if value.get("latest") else "以降"
            said = f"{_plain(value['earliest'])}{last}の予定"
        else:
            said = _plain(value.get("value"))
        return f"{said}、{_plain(value['known_from'])}公表"

    def _said(self, fact: str, value: Any) -> str:
        if fact in ("service_scope", "allowance_service"):
            return _SCOPES.get(value, str(value))
        labels = self._choices.get(fact, {})
        if value in labels:
            return labels[value]
        return ("はい" if value else "いいえ") if isinstance(value, bool) else _plain(value)


def _plain(value: Any) -> str:
    """Return a value of JSON in Japanese, days as days."""
    if isinstance(value, list):
        return "、".join(_plain(one) for one in value)
    return shown(_day(value) or value)


def _day(value: Any) -> date | None:
    try:
        return parse_day(value)
    except ValueError:
        return None
