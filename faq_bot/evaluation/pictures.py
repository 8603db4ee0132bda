"""The report's pictures: SVG to stand inside a page, in the page's own colours and font.

Drawn with matplotlib (extra `report`). Every colour is a stand-in that becomes a CSS variable, so that the
same picture is readable in light, in dark and on paper; text stays text.
"""

import importlib.util
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

from faq_bot.errors import InputError
from faq_bot.evaluation.honesty import SURE, Bin, RiskPoint
from faq_bot.evaluation.measuring import OutsideRow, Row
from faq_bot.evaluation.misses import Confused

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_PAIRS = 16
"""Pairs of entries drawn in the confusion picture; the table beside it has all of them."""

# A stand-in colour → the page's variable. matplotlib writes colours in small hexadecimal letters.
_INK, _GRID, _RIGHT, _HALF, _WRONG, _NONE = "#010101", "#020202", "#030303", "#040404", "#050505", "#060606"
_VARIABLES = {_INK: "ink", _GRID: "grid", _RIGHT: "right", _HALF: "half", _WRONG: "wrong", _NONE: "none"}
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "font.size": 10,
    "text.parse_math": False,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _INK,
    "axes.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "grid.color": _GRID,
    "figure.facecolor": "none",
    "legend.frameon": False,
}


def require_matplotlib() -> None:
    """InputError saying how to get it if matplotlib is not installed."""
    if importlib.util.find_spec("matplotlib") is None:
        message = "図を描く部品がありません。「pip install 'careplan-faq-bot[report]'」で入れてください。"
        raise InputError("--report", message)


def risk_picture(points: Sequence[RiskPoint]) -> str:
    """Return the share of wrong answers against the share of questions answered."""
    with _canvas("risk", 6.4, 3.6) as (axes, drawn):
        axes.plot(
            [100 * p.coverage for p in points], [100 * p.risk for p in points], color=_WRONG, linewidth=2
        )
        sure = [p for p in points if p.confidence >= SURE]
        if sure:
            x, y = 100 * sure[-1].coverage, 100 * sure[-1].risk
            axes.plot(x, y, "o", color=_RIGHT, markersize=8, label=f"{SURE}以上で答える", clip_on=False)
            axes.legend(loc="upper left")
        axes.set(xlabel="答える割合（%）", ylabel="そのうちの誤り（%）", xlim=(0, 100))
        axes.set_ylim(0, max(10.0, 110 * max((p.risk for p in points), default=0.0)))
        axes.grid(visible=True)
    return drawn.svg


def calibration_picture(bins: Sequence[Bin]) -> str:
    """Return the share that is right against the confidence claimed, one bar a bin, and the ideal line."""
    held = [b for b in bins if b.count]
    with _canvas("calibration", 6.4, 4.2) as (axes, drawn):
        axes.bar(
            [b.low + 0.05 for b in held], [b.right for b in held], width=0.09, color=_RIGHT, label="正答率"
        )
        axes.plot([0, 1], [0, 1], color=_INK, linewidth=1, linestyle="--", label="言ったとおり")
        means = [b.confidence for b in held]
        axes.plot(means, [b.right for b in held], "o", color=_WRONG, label="言った確率の平均", clip_on=False)
        for b in held:
            above = (b.low + 0.05, b.right)
            axes.annotate(str(b.count), above, (0, 6), textcoords="offset points", ha="center")
        axes.set(xlabel="言った確率", ylabel="正答率", xlim=(0, 1), ylim=(0, 1.1))
        axes.set_xticks([i / 10 for i in range(11)])
        axes.set_yticks([i / 5 for i in range(6)])
        _legend_above(axes, 3)
    return drawn.svg


def confusion_picture(confused: Sequence[Confused]) -> str:
    """Return a matrix: which entry (column) stood first where which (row) was right."""
    pairs = confused[:MOST_PAIRS]
    rows = list(dict.fromkeys(pair.wanted for pair in pairs))
    columns = list(dict.fromkeys(pair.won for pair in pairs))
    most = max((pair.count for pair in pairs), default=1)
    with _canvas("confusion", 3.4 + 0.36 * len(columns), 2.6 + 0.3 * len(rows)) as (axes, drawn):
        for pair in pairs:
            x, y, weight = columns.index(pair.won), rows.index(pair.wanted), pair.count / most
            axes.scatter(x, y, s=120 + 160 * weight, color=_WRONG, marker="s", alpha=0.3 + 0.3 * weight)
            axes.annotate(str(pair.count), (x, y), ha="center", va="center")
        axes.set_xticks(range(len(columns)), columns, rotation=60, ha="right", rotation_mode="anchor")
        axes.set_yticks(range(len(rows)), rows)
        axes.set(xlabel="1位になった項目", ylabel="正しい項目")
        axes.set(xlim=(-0.7, len(columns) - 0.3), ylim=(len(rows) - 0.3, -0.7))
        axes.grid(visible=True)
        axes.set_axisbelow(True)
    return drawn.svg


def kinds_picture(rows: Sequence[Row]) -> str:
    """Return one bar a kind: answered right, offered, answered wrongly, missed."""
    parts = [
        ("回答して正しい", _RIGHT, [row.answered_right for row in rows]),
        ("選択", _HALF, [row.choose for row in rows]),
        ("誤答", _WRONG, [row.wrong for row in rows]),
        ("見逃し", _NONE, [row.missed for row in rows]),
    ]
    return _stacked("kinds", [f"{row.kind}（{row.count}）" for row in rows], parts)


def outside_picture(rows: Sequence[OutsideRow]) -> str:
    """Return one bar a kind of questions outside: refused, offered, answered."""
    parts = [
        ("お断り", _RIGHT, [row.refused for row in rows]),
        ("選択", _HALF, [row.offered for row in rows]),
        ("回答（誤り）", _WRONG, [row.answered for row in rows]),
    ]
    return _stacked("outside", [f"{row.kind}（{row.count}）" for row in rows], parts)


def _stacked(name: str, labels: Sequence[str], parts: Sequence[tuple[str, str, Sequence[float]]]) -> str:
    begin = [0.0] * len(labels)
    with _canvas(name, 6.4, 1.3 + 0.32 * len(labels)) as (axes, drawn):
        for label, colour, shares in parts:
            widths = [100 * share for share in shares]
            axes.barh(labels, widths, left=begin, color=colour, height=0.7, label=label)
            begin = [a + b for a, b in zip(begin, widths, strict=True)]
        axes.invert_yaxis()
        axes.set(xlim=(0, 100), xlabel="%")
        _legend_above(axes, len(parts))
    return drawn.svg


def _legend_above(axes: "Axes", columns: int) -> None:
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, borderaxespad=0.2)


@dataclass(slots=True)
class _Drawn:
    """The picture, once it is finished."""

    svg: str = ""


@contextmanager
def _canvas(name: str, width: float, height: float) -> "Iterator[tuple[Axes, _Drawn]]":
    """Give axes to draw on; what is drawn becomes the picture at the end."""
    from matplotlib import rc_context  # noqa: PLC0415  an extra, asked for by require_matplotlib
    from matplotlib.figure import Figure  # noqa: PLC0415

    no_date: dict[str, Any] = {"Date": None, "Creator": None, "Format": None, "Type": None}
    # Equal salts would give equal names to different parts of pictures that stand on one page.
    with rc_context(_STYLE | {"svg.hashsalt": name}), warnings.catch_warnings():
        # The reader's fonts draw the text, so a glyph missing in matplotlib's own font says nothing.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = Figure(figsize=(width, height), layout="constrained")
        drawn, file = _Drawn(), StringIO()
        yield figure.subplots(), drawn
        figure.savefig(file, format="svg", metadata=no_date)
        drawn.svg = _for_page(file.getvalue())


def _for_page(svg: str) -> str:
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", svg, count=1, flags=re.DOTALL)
    # As large as it was drawn, smaller where the page is narrower.
    svg = re.sub(r'\swidth="([\d.]+pt)" height="[\d.]+pt"', r' style="max-width: \1"', svg, count=1)
    svg = svg.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1)
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, f"var(--{variable})")
    return svg
