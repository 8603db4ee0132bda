"""One municipality among 1,700, mapped from files: a routed query against one over a single segment in memory.

    python -m benchmarks.routed [--parts FOLDER] [--segments N] [--in FOLDER]

Where fewer pairs are tokenised than 1,700 segments need, the texts repeat under further names. Every question goes
to the segment it was made for, so nearly every question touches another segment's pages.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from sudachipy import Dictionary, SplitMode

from benchmarks.corpus import EACH, pairs, place_of, questions
from benchmarks.prepared import PART, analyzer, parts, prepare
from benchmarks.speed import PARTS
from benchmarks.timing import row
from faq_bot.matching.corpus import CorpusReader
from faq_bot.matching.pairs import Indexed, PairMatcher, Read
from faq_bot.matching.segments import Segments
from faq_bot.matching.weights import Weights

SEGMENTS = 1700
LEAST = 100_000  # pairs tokenised if there are none; all of them where `benchmarks.speed 1000000` has run
ROUNDS = 5


def main(arguments: Sequence[str] = ()) -> None:
    options = _options(arguments)
    reader, weights = analyzer(), Weights.for_pairs()
    prepare(options.parts, LEAST)
    tokenised = min(len(list(options.parts.glob("*.part"))) * PART, options.segments * EACH)
    segments = Segments(options.folder, reader, weights)
    begun = time.perf_counter()
    _fill(segments, options, tokenised)
    print(f"{options.segments} segments of {EACH} pairs written in {time.perf_counter() - begun:.0f} s")
    again = Segments(options.folder, reader, weights)
    asked = [(text, f"{place_of(i) // EACH:04}") for i, text in questions(300, tokenised)]
    alone = PairMatcher(
        Indexed.joined([Read.of(list(pairs(EACH)), CorpusReader(reader))], weights), reader, weights
    )
    tokenizer = Dictionary(dict="core").tokenizer()
    begun = time.perf_counter()
    for _, name in asked:
        again.rank("粗大ごみ", name)
    print(
        f"a segment opened and asked for the first time: {(time.perf_counter() - begun) / len(asked) * 1e3:.2f} ms"
    )
    unit = _times([lambda t=text: tokenizer.tokenize(t, SplitMode.C) for text, _ in asked])
    single = _times([lambda t=text: alone.rank(t) for text, _ in asked])
    routed = _times([lambda t=text, n=name: again.rank(t, n) for text, name in asked])
    print(f"{'':<34}{'p50 µs':>10}{'p99 µs':>10}{'units':>9}")
    for name, times in (("Sudachi C", unit), ("one segment in memory", single), ("routed among all", routed)):
        print(row(name, times, statistics.median(unit)))
    print(f"routed / single: {statistics.median(routed) / statistics.median(single):.2f}")


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.routed", description=__doc__)
    parser.add_argument("--parts", type=Path, default=PARTS, help="where tokenised pairs are kept")
    parser.add_argument("--segments", type=int, default=SEGMENTS)
    parser.add_argument("--in", dest="folder", type=Path, default=PARTS / "segments")
    return parser.parse_args(arguments)


def _fill(segments: Segments, options: argparse.Namespace, tokenised: int) -> None:
    """Write the segments from the tokenised parts: each part's texts are known, so nothing is tokenised."""
    known = list(parts(options.parts, tokenised))
    for number in range(options.segments):
        start = number * EACH % tokenised
        segments.update(f"{number:04}", pairs(EACH, start), known[start // PART].corpus)


def _times(calls: Sequence[object]) -> list[float]:
    """The best time of each call in µs, the calls made in turn."""
    best = [float("inf")] * len(calls)
    for _ in range(ROUNDS):
        for i, call in enumerate(calls):
            begun = time.perf_counter()
            call()  # type: ignore[operator]
            best[i] = min(best[i], (time.perf_counter() - begun) * 1e6)
    return best


if __name__ == "__main__":
    main(sys.argv[1:])
