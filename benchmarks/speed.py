"""Speed side by side: ours, other engines and Sudachi alone over the same pairs, the tokenisation included.

    python -m benchmarks.speed [--to FOLDER] [--parts FOLDER] [--all] [SIZE …]

Each engine runs in a process of its own. A question's time is the best of three rounds, which takes other work
on the machine out of it; the median and the 99th percentile are over the questions. A unit is what Sudachi alone
takes in that process. Memory is the growth of the process's own memory from before the engine has seen a pair;
the analysis of the texts, which all engines share, is done by then.
"""

import argparse
import ctypes
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.corpus import place_of, questions
from benchmarks.engines import ENGINES, Ask, Country
from benchmarks.prepared import PART, analyzer, parts, prepare, read_pairs
from faq_bot.matching.pairs import Read
from faq_bot.text.analyzer import Analyzer

SIZES = (120, 1_000, 10_000)
QUESTIONS = 300
ROUNDS = 3
LONGEST = 20.0  # seconds of asking, an engine
PARTS = Path(tempfile.gettempdir()) / "faq-bot-bench"


@dataclass(frozen=True, slots=True)
class Figures:
    """One engine at one size: µs, units, megabytes, seconds, and of how many questions the pair was found."""

    engine: str
    size: int
    median: float
    late: float
    units: float
    memory: float
    index: float
    asked: int
    found: float


def main(arguments: Sequence[str] = ()) -> None:
    options = _options(arguments)
    if options.one:
        print(json.dumps(asdict(_measure(options.one, options.sizes[0], options.parts))))
        return
    prepare(options.parts, max(options.sizes))
    rows = []
    print(f"{'':<38}{'pairs':>10}{'p50 µs':>10}{'p99 µs':>10}{'units':>8}{'MB':>8}{'index s':>9}")
    for size in options.sizes:
        for name, (_, _, largest) in ENGINES.items():
            if size <= largest or options.all:
                rows.append(_apart(name, size, options.parts))
                _print(rows[-1])
    if options.to:
        from benchmarks.report import write_report

        write_report(options.to, rows)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--parts", type=Path, default=PARTS, help="where tokenised pairs are kept")
    parser.add_argument("--to", type=Path, help="folder for speed.md and images/speed.svg")
    parser.add_argument("--all", action="store_true", help="slow engines too")
    parser.add_argument("--one", choices=sorted(ENGINES), help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _apart(name: str, size: int, folder: Path) -> Figures:
    command = [sys.executable, "-m", "benchmarks.speed", "--one", name, "--parts", str(folder), str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Figures(**json.loads(done.stdout.splitlines()[-1]))


def _measure(name: str, size: int, folder: Path) -> Figures:
    make, label, _ = ENGINES[name]
    wanted = questions(min(QUESTIONS, size), size)
    texts = [text for _, text in wanted]
    reader = analyzer()
    country = Country(size, _country_parts(folder, size, reader), reader)
    unit = ENGINES["sudachi"][0](country)
    for text in texts:
        country.words(text)
        unit(text)
    before, begun = _memory(), time.process_time()
    ask = make(country)
    index = time.process_time() - begun
    memory = _memory() - before
    base, times = _times(unit, texts), _times(ask, texts)
    return Figures(
        engine=label,
        size=size,
        median=statistics.median(times),
        late=statistics.quantiles(times, n=100)[98],
        units=statistics.median(times) / statistics.median(base),
        memory=memory,
        index=index,
        asked=len(times),
        found=_found(ask, wanted) if name != "sudachi" and len(times) == len(set(texts)) else 0.0,
    )


def _country_parts(folder: Path, size: int, reader: Analyzer) -> list[Read]:
    return list(parts(folder, size)) if size >= PART else [read_pairs(size, reader)]


def _times(ask: Ask, texts: Sequence[str]) -> list[float]:
    """The best time of each question in µs; fewer questions and rounds where they take long."""
    best: dict[str, float] = {}
    ask(texts[0])  # what is compiled or opened at first use is no part of a query
    end = time.monotonic() + LONGEST
    for _ in range(ROUNDS):
        for text in texts:
            begun = time.perf_counter()
            ask(text)
            taken = (time.perf_counter() - begun) * 1e6
            best[text] = min(best.get(text, taken), taken)
            if time.monotonic() > end and len(best) >= 5:
                return list(best.values())
    return list(best.values())


def _found(ask: Ask, wanted: Sequence[tuple[str, str]]) -> float:
    """Of how many questions the pair they were made from is among the ten: a check, no measure of quality."""
    return statistics.fmean(place_of(identifier) in ask(text) for identifier, text in wanted)


def _memory() -> float:
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024


def _print(row: Figures) -> None:
    print(
        f"{row.engine:<38}{row.size:>10,}{row.median:>10.0f}{row.late:>10.0f}{row.units:>8.1f}"
        f"{row.memory:>8.1f}{row.index:>9.1f}" + (f"  found {row.found:.2f}" if row.found else ""),
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
