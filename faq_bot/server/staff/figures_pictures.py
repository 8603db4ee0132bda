"""The pictures of the outcomes: where their parts stand, and the same in words.

Places across are percentages of the picture's width, those down are pixels, so letters keep their size.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from faq_bot.storage.figures import Outcomes

Kind = Literal["answered", "choose", "no_answer"]
KINDS: tuple[tuple[Kind, str], ...] = (("answered", "回答"), ("choose", "選択"), ("no_answer", "答えなし"))
PLOT = 160  # pixels of the highest day
_GAP = 0.12  # of a day's width
_LINE = 54  # pixels of one bar with its words


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: across in percent, down in pixels."""

    kind: Kind
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Letters:
    """Words in a picture."""

    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"] = "start"


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars with their words; `description` says what a reader would see in it."""

    name: str
    title: str
    height: int
    parts: tuple[Part, ...]
    letters: tuple[Letters, ...]
    description: str


def day_picture(days: Sequence[tuple[str, Outcomes]]) -> Picture | None:
    """Return one column a day, None without any reply."""
    most = max((one.replies for _, one in days), default=0)
    if not most:
        return None
    width = 100 / len(days)
    parts = tuple(part for i, (_, one) in enumerate(days) for part in _column(i * width, width, one, most))
    last = len(days) - 1
    named = {0: "start", last // 2: "middle", last: "end"} if last > 1 else {0: "start"}
    places = {"start": 0.0, "middle": round((last // 2 + 0.5) * width, 2), "end": 100.0}
    ticks = [Letters(places[anchor], 24 + PLOT + 18, days[i][0], anchor) for i, anchor in named.items()]  # type: ignore[arg-type]
    busiest = max(days, key=lambda one: one[1].replies)
    total = sum(one.replies for _, one in days)
    said = f"{days[0][0]}から{days[last][0]}まで、返事は{total:,}件です。いちばん多いのは{busiest[0]}の{most:,}件です。"
    letters = (Letters(0, 14, f"{most:,}件（いちばん多い日）"), *ticks)
    return Picture("days", "日ごとの返事", 24 + PLOT + 26, parts, letters, said)


def bar_picture(name: str, title: str, rows: Sequence[tuple[str, Outcomes]]) -> Picture | None:
    """Return one bar a row, None without any reply."""
    most = max((one.replies for _, one in rows), default=0)
    if not most:
        return None
    parts = tuple(part for i, (_, one) in enumerate(rows) for part in _bar(_LINE * i + 22, one, most))
    letters = tuple(
        Letters(0, _LINE * i + 15, f"{label} {one.replies:,}件") for i, (label, one) in enumerate(rows)
    )
    said = "".join(f"{label}は{one.replies:,}件、{_told(one)}。" for label, one in rows)
    return Picture(name, title, _LINE * len(rows), parts, letters, said)


def _column(x: float, width: float, one: Outcomes, most: int) -> Iterator[Part]:
    bottom = 24.0 + PLOT
    for kind, _ in KINDS:
        height = PLOT * getattr(one, kind) / most
        if height:
            bottom -= height
            yield Part(
                kind, _round(x + _GAP * width / 2), _round(bottom), _round((1 - _GAP) * width), _round(height)
            )


def _bar(y: float, one: Outcomes, most: int) -> Iterator[Part]:
    x = 0.0
    for kind, _ in KINDS:
        width = 100 * getattr(one, kind) / most
        if width:
            yield Part(kind, _round(x), y, _round(width), 22)
            x += width


def _told(one: Outcomes) -> str:
    return "、".join(f"{label}{getattr(one, kind):,}" for kind, label in KINDS)


def _round(place: float) -> float:
    return round(place, 2)
