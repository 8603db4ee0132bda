"""Servers pinned to a core, and load on them from another: what the benchmarks of the running service share."""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from faq_bot.evaluation.questions import read_questions

ROOT = Path(__file__).parent.parent
CALLERS = 32
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}


@dataclass(frozen=True)
class Load:
    """What a stretch of load came to: requests a second, latencies in ms, processor time of the server in µs."""

    rate: float
    median: float
    late: float
    cpu: float
    failed: int


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    port: int
    process: subprocess.Popen[bytes] | subprocess.Popen[str]

    def processes(self) -> list[int]:
        """The numbers of the server's processes: the one that was started and its children."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def cpu_seconds(self) -> float:
        """The processor time of all its processes so far."""
        ticks = 0
        for pid in self.processes():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """The megabytes its processes have to themselves, and their part of what they share."""
        kilobytes = 0
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):  # one that has ended and was not waited for
                found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
                kilobytes += int(found[1]) if found else 0
        return kilobytes / 1024


@contextmanager
def running(command: Sequence[str], cores: str, **environment: str) -> Iterator[Running]:
    """Start a server on a free port and some cores; it is stopped when the block is left."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder, open(Path(folder) / "log", "wb") as log:
        process = subprocess.Popen(
            ["taskset", "-c", cores, sys.executable, *command],
            env={**os.environ, "FAQ_BOT_DATA": folder, **environment, "PORT": str(port)},
            stdout=log,
            stderr=log,
            cwd=ROOT,
        )
        try:
            _wait(port, process)
            yield Running(port, process)
        finally:
            process.terminate()
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        for path in ("/readyz", "/"):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}"):
                    return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.05)
    raise SystemExit(f"the server ended with {process.returncode}")


def ask_script(folder: Path, *, again: bool = True) -> Path:
    """Return a script for wrk that asks our own test questions one after the other; `again`: see `_script`."""
    bodies = [json.dumps(q, ensure_ascii=False)[1:-1] for q in questions()]
    call = """wrk.format("POST", "/api/v1/ask", headers, '{"question": "' .. item .. '"}')"""
    return _script(folder / f"ask{again}.lua", bodies, call, "" if again else " ")


def search_script(folder: Path, *, again: bool = True) -> Path:
    """Return a script for wrk that searches for our own test questions one after the other."""
    queries = [urllib.parse.urlencode({"q": q}) for q in questions()]
    call = 'wrk.format("GET", "/api/v1/search?" .. item)'
    return _script(folder / f"search{again}.lua", queries, call, "" if again else "+")


def questions() -> list[str]:
    """The questions of the test set that are answered here."""
    return [q.text for q in read_questions(ROOT / "tests/questions/in_scope.jsonl")]


def _script(path: Path, items: Sequence[str], request: str, blank: str) -> Path:
    """Return a script that sends `request` for each item, over and over.

    With a `blank` each round's items end in one more of them: the same question for the matching, a new one for
    what remembers questions, also where the same server was asked before.
    """
    quoted = ",\n".join("[==[" + item + "]==]" for item in items)
    path.write_text(
        f"""local items = {{\n{quoted}\n}}
local headers = {{["Content-Type"] = "application/json"}}
local sent, begun = 0, os.time()
request = function()
  local item = items[sent % #items + 1] .. string.rep("{blank}", (begun + math.floor(sent / #items)) % 100)
  sent = sent + 1
  return {request}
end
""",
        encoding="utf-8",
    )
    return path


def load(server: Running, seconds: int, core: str, script: Path | None = None, path: str = "/") -> Load:
    """Load a server with wrk for some seconds: with what the script asks, else with one path."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk がありません（apt-get install wrk）。")
    command = ["taskset", "-c", core, "wrk", "-t1", f"-c{CALLERS}", f"-d{seconds}s", "--latency"]
    before = server.cpu_seconds()
    told = subprocess.run(
        [*command, *(["-s", str(script)] if script else []), f"http://127.0.0.1:{server.port}{path}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    spent = server.cpu_seconds() - before
    [count] = re.findall(r"(\d+) requests in", told)
    failed = [*re.findall(r"Non-2xx or 3xx responses: (\d+)", told), "0"]
    return Load(
        float(re.findall(r"Requests/sec:\s+([\d.]+)", told)[0]),
        _milliseconds(told, "50%"),
        _milliseconds(told, "99%"),
        spent / max(int(count), 1) * 1e6,
        int(failed[0]),
    )


def _milliseconds(told: str, which: str) -> float:
    [(number, unit)] = re.findall(rf"{which}\s+([\d.]+)(us|ms|s|m)\b", told)
    return float(number) * _UNITS[unit]
