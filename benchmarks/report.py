"""The figures of the speed comparison as docs/speed.md and docs/images/speed.svg."""

import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.speed import Figures

PACKAGES = [
    "sudachipy",
    "sudachidict-core",
    "numpy",
    "bm25s",
    "numba",
    "tantivy",
    "rank-bm25",
    "rapidfuzz",
    "scikit-learn",
]
BEGIN, END = "<!-- figures: python -m benchmarks.speed --to docs -->", "<!-- end of figures -->"


def write_report(folder: Path, rows: "Sequence[Figures]") -> None:
    """Draw the picture, and replace the part of speed.md between the two marks."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    _draw(folder / "images" / "speed.svg", rows)
    page = folder / "speed.md"
    text = page.read_text(encoding="utf-8") if page.exists() else f"# Speed\n\n{BEGIN}\n{END}\n"
    before, rest = text.split(BEGIN)
    page.write_text(f"{before}{BEGIN}\n\n{_figures(rows)}\n{END}{rest.split(END)[1]}", encoding="utf-8")


def _figures(rows: "Sequence[Figures]") -> str:
    sizes, engines = sorted({row.size for row in rows}), list(dict.fromkeys(row.engine for row in rows))
    found = {(row.engine, row.size): row for row in rows}
    lines = [_machine(), "", "![Median time of a query against the number of pairs](images/speed.svg)", ""]
    for title, cell in (
        ("Median / 99th percentile of a query, µs", lambda r: f"{r.median:,.0f} / {r.late:,.0f}"),
        ("Median in units (Sudachi C alone, same process, same questions)", lambda r: f"{r.units:.1f}"),
        ("Memory of the index, MB", lambda r: f"{r.memory:,.1f}"),
        ("Time to index, s of processor time, tokenisation not counted", lambda r: f"{r.index:,.1f}"),
        (
            "Source pair among the first ten (–: not asked all questions)",
            lambda r: f"{r.found:.2f}" if r.found else "–",
        ),
    ):
        lines += [f"### {title}", "", "| engine | " + " | ".join(f"{size:,}" for size in sizes) + " |"]
        lines += ["| -- |" + " --: |" * len(sizes)]
        for engine in engines:
            cells = [cell(found[engine, size]) if (engine, size) in found else "–" for size in sizes]
            lines.append(f"| {engine} | " + " | ".join(cells) + " |")
        lines.append("")
    return "\n".join(lines)


def _machine() -> str:
    model = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    versions = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    return f"{datetime.now(UTC):%Y-%m-%d}, {model}, 2 shared cores, Python {platform.python_version()}, {versions}."


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "–"


def _draw(path: Path, rows: "Sequence[Figures]") -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "speed"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 5))
    for engine in dict.fromkeys(row.engine for row in rows):
        own = sorted((row.size, row.median) for row in rows if row.engine == engine)
        strong = {"linewidth": 3, "color": "black"} if engine == "ours" else {}
        axes.plot(
            [size for size, _ in own], [median for _, median in own], marker="o", label=engine, **strong
        )
    axes.set(xscale="log", yscale="log", xlabel="question-answer pairs", ylabel="median of a query, µs")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
