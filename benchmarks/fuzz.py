"""Malformed requests against the running service: no 500, no hang, no growing memory.

The requests are made from a seed, so that a failure can be had again: FUZZ_SEED, FUZZ_REQUESTS.
"""

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.malformed import Request, requests
from benchmarks.serving import Running
from tests.conftest import Service, start_service

LINES = 16
PATIENCE, SHORT_PATIENCE = 30.0, 0.1
ROUNDS = 10


@dataclass
class Result:
    """What came back, and what must not have."""

    statuses: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    slowest: float = 0.0


async def ask(port: int, request: Request) -> str:
    """Send one request on a line of its own and return the status, "closed" where the line was closed instead.

    One that is not whole is not waited for: the service rightly waits for the rest.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request.sent)
        if request.hangs_up:
            return "hung up"
        await writer.drain()
        async with asyncio.timeout(PATIENCE if request.whole else SHORT_PATIENCE):
            heard = await reader.read()
        return heard.split(b" ", 2)[1].decode("latin-1") if heard.startswith(b"HTTP/") else "closed"
    except TimeoutError:
        return "hung" if request.whole else "waiting for the rest"
    except ConnectionError:
        return "closed"
    finally:
        writer.close()


async def line(port: int, todo: "asyncio.Queue[Request]", result: Result) -> None:
    while True:
        request = await todo.get()
        began = time.perf_counter()
        status = await ask(port, request)
        if request.whole:
            result.slowest = max(result.slowest, time.perf_counter() - began)
        result.statuses[status] += 1
        if status == "hung" or (status.startswith("5") and status != "503"):
            result.broken.append(f"{status}: {request.sent[:300]!r}")
        todo.task_done()


async def send_all(port: int, made: list[Request], result: Result) -> None:
    todo: asyncio.Queue[Request] = asyncio.Queue()
    for request in made:
        todo.put_nowait(request)
    lines = [asyncio.create_task(line(port, todo, result)) for _ in range(LINES)]
    done = asyncio.create_task(todo.join())
    await asyncio.wait([done, *lines], return_when=asyncio.FIRST_COMPLETED)
    for task in lines:
        if task.done():
            task.result()  # a fault of ours
        task.cancel()


@contextmanager
def running() -> Iterator[Service]:
    """A service with folders of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(FAQ_BOT_DATA=folder, FAQ_BOT_CACHE=folder)
        service = start_service()
        with service.process:
            try:
                yield service
            finally:
                service.process.terminate()


def main() -> None:
    wanted = int(os.environ.get("FUZZ_REQUESTS", "100000"))
    seed = int(os.environ.get("FUZZ_SEED", "20261122"))
    result, memory, made = Result(), [], requests(random.Random(seed))
    with running() as service:
        port, began = int(service.url.rpartition(":")[2]), time.perf_counter()
        for _ in range(ROUNDS):
            asyncio.run(send_all(port, [next(made) for _ in range(wanted // ROUNDS)], result))
            memory.append(Running(port, service.process).memory())
            print(f"  {sum(result.statuses.values()):>7} requests  memory {memory[-1]:.0f} MB", flush=True)
        seconds = time.perf_counter() - began
        alive = service.process.poll() is None
        tracebacks = service.log.read_text().count("Traceback")
        last = service.log.read_text()[-3000:]
    half = memory[len(memory) // 2 - 1]
    print(
        f"seed {seed}, {sum(result.statuses.values())} requests in {seconds:.0f} s, slowest {result.slowest:.2f} s"
    )
    print("answers:", json.dumps(dict(sorted(result.statuses.items()))))
    print(
        f"memory: {memory[0]:.0f} MB after a tenth, {half:.0f} MB after half, {memory[-1]:.0f} MB at the end"
    )
    print(f"tracebacks in the log: {tracebacks}")
    for example in result.broken[:20]:
        print("broken:", example)
    if result.broken or tracebacks or not alive or memory[-1] > 1.1 * half:
        sys.exit(f"not as promised; the log ends with\n{last}")
    print("no 500, no hang, memory flat")


if __name__ == "__main__":
    main()
