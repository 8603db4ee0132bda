"""A real process on a real port."""

import json
import signal
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.conftest import Service, free_port, plain_environment, start_service

UNIT = "ライセンスはパソコンごとに買うの？"


def post(service: Service, body: dict[str, Any]) -> bytes:
    request = urllib.request.Request(
        f"{service.url}/api/v1/ask",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as reply:
        return bytes(reply.read())


def test_a_running_service_answers_the_licence_question_with_its_source(service: Service):
    body = json.loads(post(service, {"question": UNIT}))
    assert body["outcome"] == "answered"
    assert "HD-31" in [source["ref"] for source in body["answer"]["sources"]]


def test_twenty_callers_at_once_get_the_same(service: Service):
    def reply(_: int) -> str:
        body = json.loads(post(service, {"question": UNIT}))
        del body["reply"], body["conversation"]  # each caller's own
        return json.dumps(body)

    with ThreadPoolExecutor(20) as threads:
        assert set(threads.map(reply, range(60))) == {reply(0)}


def test_sigterm_ends_the_service_in_peace():
    service = start_service()
    with service.process as process:
        process.send_signal(signal.SIGTERM)
    assert process.returncode == 0
    assert "Traceback" not in service.log.read_text()


def test_the_service_uses_the_folder_it_is_given(small_knowledge: Path):
    service = start_service(FAQ_BOT_KNOWLEDGE=str(small_knowledge))
    with service.process as process:
        body = json.loads(post(service, {"select": {"entry": "kettle-repair"}}))
        process.terminate()
    assert body["answer"]["short_answer"] == "金物屋で直せます。"


def refused(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "faq_bot", *arguments],
        env=plain_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_broken_folder_stops_the_start_and_is_told_on_the_way(small_knowledge: Path):
    (small_knowledge / "topics.yaml").write_text("- 話題\n", encoding="utf-8")
    ended = refused("serve", PORT=str(free_port()), FAQ_BOT_KNOWLEDGE=str(small_knowledge))
    assert ended.returncode == 3
    assert "topics.yaml:1" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_folder_of_the_command_line_is_served_too(small_knowledge: Path):
    (small_knowledge / "topics.yaml").write_text("- 話題\n", encoding="utf-8")
    ended = refused("--knowledge", str(small_knowledge), "serve", PORT=str(free_port()))
    assert ended.returncode == 3


def test_a_port_that_is_taken_is_told(service: Service):
    ended = refused("serve", PORT=service.url.rsplit(":", 1)[1])
    assert ended.returncode == 2
    assert "待ち受けられません" in ended.stderr
