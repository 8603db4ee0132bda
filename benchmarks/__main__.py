"""`make bench`: every benchmark, one after the other."""

import importlib
import sys

NAMES = ("start", "answering", "decisions", "quality", "requests", "speed")


def main() -> None:
    for name in sys.argv[1:] or NAMES:
        module = importlib.import_module(f"benchmarks.{name}")
        print(f"\n== {name}: {(module.__doc__ or '').strip().splitlines()[0]}\n", flush=True)
        module.main()


if __name__ == "__main__":
    main()
