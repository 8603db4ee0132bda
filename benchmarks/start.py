"""From `faq-bot serve` to ready, and the first answer against the hundredth, over HTTP."""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

RUNS = 5


def main() -> None:
    ready, first, hundredth = [], [], []
    for _ in range(RUNS):
        begun = time.perf_counter()
        with _service() as port:
            ready.append(time.perf_counter() - begun)
            times = [_ask(port) for _ in range(120)]
            first.append(times[0])
            hundredth.append(statistics.median(times[90:110]))
    print(f"ready after    {statistics.median(ready):.2f} s (slowest of {RUNS}: {max(ready):.2f} s)")
    print(f"first answer   {statistics.median(first) * 1e3:.2f} ms (slowest: {max(first) * 1e3:.2f} ms)")
    print(f"100th answer   {statistics.median(hundredth) * 1e3:.2f} ms")


@contextmanager
def _service() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "faq_bot", "serve"]
    process = subprocess.Popen(command, env={**os.environ, "PORT": str(port)})
    try:
        while not _is_ready(port):
            if process.poll() is not None:
                raise SystemExit("the service did not start")
        yield port
    finally:
        process.terminate()
        process.wait()


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as reply:
            return reply.status == 200
    except OSError:
        time.sleep(0.005)
        return False


def _ask(port: int) -> float:
    body = json.dumps({"question": "ライセンスはパソコンごとに買うの？"}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/ask", body, {"Content-Type": "application/json"}
    )
    begun = time.perf_counter()
    with urllib.request.urlopen(request) as reply:
        reply.read()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
