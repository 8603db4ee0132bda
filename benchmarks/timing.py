"""Times functions call by call."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any


def microseconds(function: Callable[[Any], Any], arguments: Sequence[Any], rounds: int = 3) -> list[float]:
    """Return the time of each call over all arguments, after one round that is not counted."""
    for argument in arguments:
        function(argument)
    times = []
    for _ in range(rounds):
        for argument in arguments:
            begun = time.perf_counter()
            function(argument)
            times.append((time.perf_counter() - begun) * 1e6)
    return times


def best_times(
    functions: Mapping[str, Callable[[Any], Any]],
    arguments: Sequence[Any],
    rounds: int = 7,
    before: Mapping[str, Callable[[Any], Any]] | None = None,
) -> dict[str, list[float]]:
    """Return for each function the best time over each argument, in µs.

    The functions take turns, a round each, so that a change of the processor's speed meets them all. What stands
    in `before` is done with the argument before each call of that function and not counted.
    """
    best = {name: [float("inf")] * len(arguments) for name in functions}
    for _ in range(rounds):
        for name, function in functions.items():
            prepare = (before or {}).get(name, _nothing)
            for i, argument in enumerate(arguments):
                prepare(argument)
                begun = time.perf_counter()
                function(argument)
                best[name][i] = min(best[name][i], (time.perf_counter() - begun) * 1e6)
    return best


def _nothing(_: object) -> None:
    """Prepare nothing."""


def row(name: str, times: Sequence[float], unit: float) -> str:
    """Return a line of a table: median and 99th percentile in µs, and the median as a multiple of `unit`."""
    median = statistics.median(times)
    late = statistics.quantiles(times, n=100)[98]
    return f"{name:<34}{median:>10.0f}{late:>10.0f}{median / unit:>9.1f}"
