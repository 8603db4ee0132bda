"""Times functions call by call."""

import statistics
import time
from collections.abc import Callable, Sequence
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


def row(name: str, times: Sequence[float], unit: float) -> str:
    """Return a line of a table: median and 99th percentile in µs, and the median as a multiple of `unit`."""
    median = statistics.median(times)
    late = statistics.quantiles(times, n=100)[98]
    return f"{name:<34}{median:>10.0f}{late:>10.0f}{median / unit:>9.1f}"
