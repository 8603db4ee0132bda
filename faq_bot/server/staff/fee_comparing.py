"""One office on one day or on two: the decisions side by side, and what differs between them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from faq_bot.conversation.reply import RowShown
from faq_bot.rules.decision import Decision
from faq_bot.server.fact_forms import FactForms
from faq_bot.server.licence_years import amount_shown
from faq_bot.server.site.calculator import Calculation
from faq_bot.server.staff.fee_text import reasoned
from faq_bot.server.staff.fee_trace import SchemeTrace, Step, traces_of

STATUSES = {"eligible": "当てはまる", "not_eligible": "当てはまらない", "unknown": "まだ決まらない"}
_NOTHING = "－"


class Side:
    """The decision for one day with all that is shown of it; `premises` are the facts told, in Japanese."""

    def __init__(self, decision: Decision, forms: FactForms, premises: Sequence[str]):
        self.day = decision.facts.as_of
        self.calculation = Calculation(decision, forms)
        self._decision = decision
        self._premises = premises

    @cached_property
    def traces(self) -> tuple[SchemeTrace, ...]:
        """The whole trace."""
        return traces_of(self._decision)

    @cached_property
    def text(self) -> str:
        """The reasoned answer."""
        return reasoned(self.calculation.personal, self._premises)

    @cached_property
    def concerned(self) -> frozenset[str]:
        """The schemes that concern the asker."""
        return frozenset(scheme.id for scheme in self.calculation.own)

    def lines(self) -> dict[str, str]:
        """Return the decision in short lines by their names, to be held against another day's."""
        rows = self.calculation.personal.rows
        found = {"答え": self.calculation.personal.sentence}
        for row in rows:
            found |= {f"{row.year}年目の{name}": value for name, value in _row(row)}
        for scheme in (*self.calculation.own, *self.calculation.others):
            found[scheme.name] = STATUSES[scheme.status]
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison: its name, what each day says, and whether they differ."""

    name: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the days say different things."""
        return len(set(self.values)) > 1


def compared(sides: Sequence[Side]) -> list[Line]:
    """Return what the days say line by line; what a day does not know of is 「－」."""
    found = [side.lines() for side in sides]
    names = dict.fromkeys(name for lines in found for name in lines)
    return [Line(name, tuple(lines.get(name, _NOTHING) for lines in found)) for name in names]


def differing(sides: Sequence[Side]) -> frozenset[str]:
    """Return the keys of all lines of the trace that are not the same on every day."""
    found = [dict(_lines_of(side.traces)) for side in sides]
    keys = {key for lines in found for key in lines}
    return frozenset(key for key in keys if len({_line(lines, key) for lines in found}) > 1)


def _line(lines: Mapping[str, Step], key: str) -> tuple[str, str] | None:
    step = lines.get(key)
    return (step.truth, step.text) if step else None


def _lines_of(traces: Sequence[SchemeTrace]) -> Iterator[tuple[str, Step]]:
    for trace in traces:
        yield trace.id, Step(trace.id, trace.status, trace.announced or "")
        for year in trace.years:
            yield from _walked(year)


def _walked(step: Step) -> Iterator[tuple[str, Step]]:
    yield step.key, step
    for part in step.parts:
        yield from _walked(part)


def _row(row: RowShown) -> Iterator[tuple[str, str]]:
    yield "期間", row.period.partition("（")[0]
    yield "払う人", row.payer
    yield "この事業所の負担", amount_shown(row.you_pay)
    if row.total is not None and row.total != row.you_pay:
        yield "合計", amount_shown(row.total)
    yield "確定か見込みか", row.status_label
