"""Minutes of load on one worker: memory, 99th percentile, failures (`make soak`)."""

import tempfile
from pathlib import Path

from benchmarks.requests import OPEN, SERVE
from benchmarks.serving import ask_script, load, running

MINUTES, STRETCH = 10, 30  # the stretch in seconds
MOST_GROWTH = 1.05


def main() -> None:
    memory: list[float] = []
    with tempfile.TemporaryDirectory() as folder, running(SERVE, "0", **OPEN) as server:
        script = ask_script(Path(folder), again=False)
        print(f"{'minute':>7}{'req/s':>8}{'p50 ms':>9}{'p99 ms':>9}{'failed':>8}{'memory MB':>11}")
        for i in range(MINUTES * 60 // STRETCH):
            found = load(server, STRETCH, "1", script)
            memory.append(server.memory())
            minute = (i + 1) * STRETCH / 60
            print(
                f"{minute:>7.1f}{found.rate:>8.0f}{found.median:>9.1f}{found.late:>9.1f}{found.failed:>8}"
                f"{memory[-1]:>11.1f}",
                flush=True,
            )
    third = len(memory) // 3
    growth = max(memory[-third:]) / max(memory[third : 2 * third])
    print(f"memory of the last third against the middle one: {growth:.3f} (at most {MOST_GROWTH})")
    if growth > MOST_GROWTH:
        raise SystemExit("the memory grows")


if __name__ == "__main__":
    main()
