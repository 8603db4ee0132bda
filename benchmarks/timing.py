"""Times functions call by call."""

import statistics
import time
from collections import deque
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


def times_in_turn(
    functions: Mapping[str, Callable[[Any], Any]],
    arguments: Sequence[Any],
    rounds: int = 5,
    before: Mapping[str, Callable[[Any], Any]] | None = None,
) -> dict[str, list[float]]:
    """Return every time of each function in µs, all functions taking each argument in turn.

    Each finds the processor's caches as the others left them, and each is the first as often as the others: the
    first of them reads the words of a dictionary out of memory that those after it find near.
    """
    times: dict[str, list[float]] = {name: [] for name in functions}
    order = deque(functions.items())
    for _ in range(rounds):
        for argument in arguments:
            order.rotate()
            for name, function in order:
                (before or {}).get(name, _nothing)(argument)
                begun = time.perf_counter()
                function(argument)
                times[name].append((time.perf_counter() - begun) * 1e6)
    return times


def _nothing(_: object) -> None:
    """Prepare nothing."""


def row(name: str, times: Sequence[float], unit: float) -> str:
    """Return a line of a table: median and 99th percentile in µs, and the median as a multiple of `unit`."""
    median = statistics.median(times)
    late = statistics.quantiles(times, n=100)[98]
    return f"{name:<34}{median:>10.0f}{late:>10.0f}{median / unit:>9.1f}"
