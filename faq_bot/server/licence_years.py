"""The picture of the licence years: where its parts stand on the time axis, and the same in words.

Places across are percentages of the picture's width, so that it may be drawn at any width with letters of one size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from faq_bot.conversation.reply import RowShown
from faq_bot.rules.phrases import shown, yen

Kind = Literal["operator", "campaign", "city", "nobody", "unknown"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One licence year: from `x` on, `width` wide, with what is written over it."""

    x: float
    width: float
    kind: Kind
    heading: str
    amount: str
    payer: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A day named below the axis, in two lines; the outermost stay within the picture."""

    x: float
    anchor: Literal["start", "middle", "end"]
    year: str
    day: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The bar of the licence years; `description` says everything it shows."""

    segments: tuple[Segment, ...]
    ticks: tuple[Tick, ...]
    description: str


def picture_of(rows: Sequence[RowShown]) -> Picture | None:
    """Return the picture of some licence years in their order, None if there are none."""
    if not rows:
        return None
    first, last = date.fromisoformat(rows[0].start), date.fromisoformat(rows[-1].end)
    length = (last - first).days + 1

    def place(day: str, days_after: int = 0) -> float:
        return round(100 * ((date.fromisoformat(day) - first).days + days_after) / length, 2)

    segments = tuple(
        _segment(row, place(row.start), round(place(row.end, 1) - place(row.start), 2)) for row in rows
    )
    inner = tuple(_tick(row.start, place(row.start), "middle") for row in rows[1:])
    ticks = (_tick(rows[0].start, 0.0, "start"), *inner, _tick(rows[-1].end, 100.0, "end"))
    return Picture(segments, ticks, _described(rows, first, last))


def amount_shown(amount: int | None) -> str:
    """Return an amount in words, 「未定」 where it is not known."""
    return "未定" if amount is None else yen(amount)


def adds_up(rows: Sequence[RowShown]) -> bool:
    """Return whether the licence years cost more together than each number does."""
    return any(row.you_pay and row.total is not None and row.total != row.you_pay for row in rows)


def _segment(row: RowShown, x: float, width: float) -> Segment:
    open_ = row.status == "unknown"
    return Segment(
        x=x,
        width=width,
        kind=_kind(row),
        heading=f"{row.year}年目" if open_ else f"{row.year}年目（{row.status_label}）",
        amount=amount_shown(row.you_pay),
        payer="" if open_ or row.payer_id is None else f"{row.payer.split('（')[0]}が負担",
        certain=row.status == "certain",
    )


def _kind(row: RowShown) -> Kind:
    if row.status == "unknown":
        return "unknown"
    if row.payer_id is None:
        return "nobody"
    if row.payer_id.startswith("city:"):
        return "city"
    return "campaign" if row.payer_id == "campaign" else "operator"


def _tick(day: str, x: float, anchor: Literal["start", "middle", "end"]) -> Tick:
    named = date.fromisoformat(day)
    return Tick(x, anchor, f"{named.year}年", f"{named.month}月{named.day}日")


def _described(rows: Sequence[RowShown], first: date, last: date) -> str:
    years = "".join(_sentence(row) for row in rows)
    return f"{shown(first)}から{shown(last)}までの帯です。{years}"


def _sentence(row: RowShown) -> str:
    start, end = shown(date.fromisoformat(row.start)), shown(date.fromisoformat(row.end))
    until = f"{row.year}年目、{start}から{end}までは"
    if row.status == "unknown":
        return f"{until}未定です。"
    return f"{until}{amount_shown(row.you_pay)}（{row.status_label}）、払う人は{row.payer}です。"
