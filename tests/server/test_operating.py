"""What somebody who runs the service relies on, with real processes: start, stop, several workers, new knowledge."""

import http.client
import json
import os
import re
import signal
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SECRET, Service, launch_service, start_service

OLD, NEW = "金物屋で直せます。", "鍛冶屋で直せます。"
ENTRY = {"select": {"entry": "kettle-repair"}}


def get(service: Service, path: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(f"{service.url}{path}") as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def status_of(service: Service) -> int:
    try:
        return get(service, "/readyz")[0]
    except OSError:
        return 0


def ask(service: Service) -> dict[str, Any]:
    request = urllib.request.Request(
        f"{service.url}/api/v1/ask", json.dumps(ENTRY).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as reply:
        body: dict[str, Any] = json.load(reply)
    return body


def until(service: Service, holds: Callable[[], bool]) -> None:
    """Look again and again until something holds; a service that has ended is a failure."""
    while not holds():
        assert service.process.poll() is None, service.log.read_text()
        time.sleep(0.02)  # lets it work; what is waited for is what `holds` says


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_lives_before_it_is_ready_and_once_ready_it_stays_ready(workers: str, small_knowledge: Path):
    service = launch_service(
        FAQ_BOT_KNOWLEDGE=str(small_knowledge), FAQ_BOT_WORKERS=workers, RATE_LIMIT="off"
    )
    seen: list[tuple[str, int]] = []

    def look(path: str) -> bool:
        try:
            seen.append((path, get(service, path)[0]))
        except OSError:  # the process is not up yet
            assert not seen, "a connection was refused after the first was taken"
            return False
        return seen[-1] == ("/readyz", 200)

    with service.process:
        until(service, lambda: look("/livez") or look("/readyz"))
        after = [get(service, path)[0] for path in ("/readyz", "/livez", "/version") for _ in range(20)]
        service.process.terminate()
    assert seen[0] == ("/livez", 200)
    assert ("/readyz", 503) in seen
    assert {status for path, status in seen if path == "/livez"} == {200}
    assert set(after) == {200}
    assert service.process.returncode == 0


def test_requests_in_flight_are_answered_when_it_is_told_to_stop_and_every_line_it_wrote_is_json(
    small_knowledge: Path,
):
    service = start_service(
        FAQ_BOT_KNOWLEDGE=str(small_knowledge), RATE_LIMIT="off", FAQ_BOT_LOG="debug", SECRET_KEY=SECRET
    )
    host = service.url.removeprefix("http://")
    results: Counter[str] = Counter()
    begun = threading.Barrier(9)

    def caller() -> None:
        """Ask on and on until no connection is taken."""
        begun.wait()
        while True:
            line = http.client.HTTPConnection(host)
            try:
                line.connect()
            except OSError:
                return
            try:
                line.request("POST", "/api/v1/ask", json.dumps(ENTRY), {"Content-Type": "application/json"})
                results[json.load(line.getresponse())["answer"]["short_answer"]] += 1
            except (OSError, http.client.HTTPException):
                results["cut off"] += 1
            finally:
                line.close()

    callers = [threading.Thread(target=caller) for _ in range(8)]
    for one in callers:
        one.start()
    with service.process:
        begun.wait()
        until(service, lambda: results[OLD] > 50)
        service.process.send_signal(signal.SIGTERM)
    for one in callers:
        one.join()
    assert service.process.returncode == 0
    assert results["cut off"] <= len(callers), "at most one each: who knocked just as the door was closed"
    lines = [json.loads(line) for line in service.log.read_text().splitlines()]
    assert all({"at", "level", "event"} <= line.keys() for line in lines)
    assert {line["level"] for line in lines} <= {"debug", "info"}
    assert "Starting granian" in " ".join(line["event"] for line in lines)
    answered = [line for line in lines if line.get("route") == "/api/v1/ask"]
    assert len(answered) == results[OLD], (
        "whatever was taken in was answered, and is in the log to the last line"
    )


def test_each_worker_takes_over_new_knowledge_and_keeps_the_old_while_the_new_is_wrong(
    small_knowledge: Path,
):
    service = start_service(FAQ_BOT_KNOWLEDGE=str(small_knowledge), FAQ_BOT_WORKERS="2", RATE_LIMIT="off")
    topics, [entries] = small_knowledge / "topics.yaml", list(small_knowledge.glob("entries/*.yaml"))
    whole = topics.read_text(encoding="utf-8")

    def state(path: str = "/readyz") -> dict[str, Any]:
        body: dict[str, Any] = json.loads(get(service, path)[1])
        return body

    def counted(result: str) -> int:
        text = get(service, "/metrics")[1].decode()
        return int(float(re.findall(rf'faq_bot_reloads_total{{result="{result}"}} (\S+)', text)[0]))

    with service.process:
        topics.write_text("- 話題\n", encoding="utf-8")
        until(service, lambda: counted("bad") == 2)
        wrong = state()
        strict = get(service, "/readyz?strict")[0]
        answers_meanwhile = {ask(service)["answer"]["short_answer"] for _ in range(10)}
        topics.write_text(whole, encoding="utf-8")
        entries.write_text(entries.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")
        until(service, lambda: counted("good") == 2)
        answers = {ask(service)["answer"]["short_answer"] for _ in range(20)}
        right = [state() for _ in range(10)]
        metrics = get(service, "/metrics")[1].decode()
        service.process.terminate()
    assert (wrong["status"], strict) == ("degraded", 503)
    assert any(reason.startswith("topics.yaml:1") for reason in wrong["reasons"])
    assert answers_meanwhile == {OLD}
    assert answers == {NEW}
    assert {body["status"] for body in right} == {"ready"}
    [version] = {body["knowledge_version"] for body in right}
    assert re.findall('faq_bot_knowledge_info{version="(.*)"} (.*)', metrics) == [(version, "1.0")]
    assert "topics.yaml:1" in service.log.read_text()
    [asked] = re.findall(r'faq_bot_responses_total{route="/api/v1/ask",status="200"} (\S+)', metrics)
    assert float(asked) == 30, "the numbers of both workers together"
    assert "pid=" not in metrics


@pytest.mark.parametrize("when_ready", [False, True])
def test_neither_doorman_nor_worker_outlives_a_service_that_was_killed(
    when_ready: bool, small_knowledge: Path
):
    service = launch_service(FAQ_BOT_KNOWLEDGE=str(small_knowledge))

    def is_taken() -> bool:
        try:
            return get(service, "/livez")[0] == 200
        except OSError:
            return False

    with service.process:
        until(service, lambda: not when_ready or status_of(service) == 200)
        until(service, is_taken)
        os.kill(service.process.pid, signal.SIGKILL)
    while is_taken():
        pass
