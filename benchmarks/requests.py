"""Requests a second, side by side: hello in JSON, the search, a whole answer with everything a city runs."""

import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.serving import Load, Running, ask_script, load, running, search_script

SERVE = ("-m", "faq_bot", "serve")
SECONDS, ROUNDS = 4, 5
OPEN = {"RATE_LIMIT": "1000000/second"}  # counted, but never refused


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:

        def serve(cores: str = "0", **environment: str) -> Running:
            return stack.enter_context(running(SERVE, cores, **environment))

        ask = ask_script(Path(folder), again=False)
        hello = stack.enter_context(running(("-m", "benchmarks.hello"), "0"))
        all_on = serve(**OPEN)
        familiar = serve(**OPEN)  # a server of its own: what is new would push out what was asked before
        subjects: dict[str, tuple[Running, Path | str]] = {
            "hello, JSON": (hello, "/"),
            "version, JSON: headers, log, metrics": (all_on, "/version"),
            "search (20 results)": (all_on, search_script(Path(folder), again=False)),
            "search, asked before": (familiar, search_script(Path(folder))),
            "ask: journal, limits, metrics, log": (all_on, ask),
            "ask, asked before": (familiar, ask_script(Path(folder))),
            "ask: no limits": (serve(RATE_LIMIT="off"), ask),
            "ask: no log of requests": (serve(FAQ_BOT_LOG="error", **OPEN), ask),
            # Limits of two workers would need Redis: beside the row without limits.
            "ask: no limits, two workers, both cores": (
                serve("0,1", FAQ_BOT_WORKERS="2", RATE_LIMIT="off"),
                ask,
            ),
        }
        found: dict[str, list[Load]] = {name: [] for name in subjects}
        for _ in range(ROUNDS):  # in turns, so that a change of the machine's mood meets them all
            for name, (server, asked) in subjects.items():
                found[name].append(_load(server, asked))
        _print(found)


def _load(server: Running, asked: Path | str) -> Load:
    if isinstance(asked, str):
        return load(server, SECONDS, "1", path=asked)
    return load(server, SECONDS, "1", asked)


def _print(found: dict[str, list[Load]]) -> None:
    print(
        f"one worker on core 0 unless said, wrk with 32 connections on core 1, {ROUNDS} rounds of {SECONDS} s in turns"
    )
    print(
        f"{'':<40}{'req/s':>8}{'× hello':>9}{'p50 ms':>9}{'p99 ms':>9}{'CPU µs':>8}{'× hello':>9}{'failed':>8}"
    )
    floor = next(iter(found.values()))
    for name, loads in found.items():
        rate, cpu = _median(loads, "rate"), _median(loads, "cpu")
        share = statistics.median(ours.rate / theirs.rate for ours, theirs in zip(loads, floor, strict=True))
        cpu_share = statistics.median(
            theirs.cpu / ours.cpu for ours, theirs in zip(loads, floor, strict=True)
        )
        late, failed = _median(loads, "late"), sum(one.failed for one in loads)
        print(
            f"{name:<40}{rate:>8.0f}{share:>9.2f}{_median(loads, 'median'):>9.1f}{late:>9.1f}"
            f"{cpu:>8.0f}{cpu_share:>9.2f}{failed:>8}"
        )


def _median(loads: list[Load], field: str) -> float:
    return statistics.median(getattr(one, field) for one in loads)


if __name__ == "__main__":
    main()
