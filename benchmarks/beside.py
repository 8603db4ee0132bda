"""Ours and tantivy in one process, asked in turn: the ratio of their times, without two processes between them.

python -m benchmarks.beside [--parts FOLDER] [SIZE]
"""

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.corpus import questions
from benchmarks.engines import ENGINES, Ask, Country
from benchmarks.prepared import analyzer, parts, prepare
from benchmarks.speed import PARTS, QUESTIONS

NAMES = ("sudachi", "ours", "tantivy")
RUNS = 5


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.beside", description=__doc__)
    parser.add_argument("size", nargs="?", type=int, default=100_000)
    parser.add_argument("--parts", type=Path, default=PARTS)
    options = parser.parse_args(arguments)
    prepare(options.parts, options.size)
    country = Country(options.size, list(parts(options.parts, options.size)), analyzer())
    asks = {name: ENGINES[name][0](country) for name in NAMES}
    texts = [text for _, text in questions(QUESTIONS, options.size)]
    print(f"{options.size:,} pairs, {len(texts)} questions, every run in full; medians in µs")
    for run in range(RUNS + 1):
        found = _medians(asks, texts)
        if run:  # the first warms up
            unit, own, other = (found[name] for name in NAMES)
            print(
                f"Sudachi C {unit:6.1f}  ours {own:8.0f} ({own / unit:5.1f} units)  "
                f"tantivy {other:8.0f} ({other / unit:5.1f} units)  ours / tantivy {own / other:.3f}",
                flush=True,
            )


def _medians(asks: dict[str, Ask], texts: Sequence[str]) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in asks}
    for text in texts:
        for name, ask in asks.items():
            begun = time.perf_counter()
            ask(text)
            times[name].append((time.perf_counter() - begun) * 1e6)
    return {name: statistics.median(taken) for name, taken in times.items()}


if __name__ == "__main__":
    main(sys.argv[1:])
