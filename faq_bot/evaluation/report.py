"""The figures of a question set as one HTML page: no network, no script, readable on paper and in the dark."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from faq_bot.evaluation.honesty import RiskPoint
from faq_bot.evaluation.measuring import Figures
from faq_bot.evaluation.pictures import (
    calibration_picture,
    confusion_picture,
    kinds_picture,
    outside_picture,
    risk_picture,
)
from faq_bot.evaluation.robustness import Kept

_TEMPLATE = Path(__file__).with_name("report.html")
_TOLD = (0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.0)
"""The thresholds the table beside the risk picture tells."""


def report(figures: Figures, robustness: Sequence[Kept], of: str) -> str:
    """Return the page. `of` says what was measured. Needs matplotlib (pictures.require_matplotlib)."""
    honesty = figures.honesty
    pictures = {
        "kinds": kinds_picture(figures.rows),
        "outside": outside_picture(figures.outside),
        "calibration": calibration_picture(honesty.bins),
        "risk": risk_picture(honesty.risk),
        "confusion": confusion_picture(figures.confused),
    }
    page = Environment(autoescape=True, trim_blocks=True).from_string(_TEMPLATE.read_text(encoding="utf-8"))
    return page.render(
        figures=figures,
        honesty=honesty,
        robustness=robustness,
        of=of,
        risk_points=_told(honesty.risk),
        pictures={name: Markup(svg) for name, svg in pictures.items()},  # noqa: S704  drawn by us, no input in it but ids
    )


def _told(points: Sequence[RiskPoint]) -> list[RiskPoint]:
    """Return the last point at or above each threshold told, each point once."""
    reached = (max((p for p in points if p.confidence >= t), key=_coverage, default=None) for t in _TOLD)
    return list(dict.fromkeys(point for point in reached if point is not None))


def _coverage(point: RiskPoint) -> float:
    return point.coverage
