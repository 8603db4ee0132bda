"""Slack as the service sees it: a real HTTP server that speaks the Web API, and a sender that signs what it sends."""

import hashlib
import hmac
import itertools
import json
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from tests.channels.slack_limits import check_message, check_view

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN = "xoxb-tests-only"
TEAM, CHANNEL, USER, BOT, DIRECT = "T0TESTS", "C0CARE", "U0ASKER", "U0BOT", "D0ASKER"
Json = dict[str, Any]


class Call(NamedTuple):
    """What arrived at the fake: a method of the Web API, or `response` for an address Slack gave."""

    method: str
    body: Json
    at: float


class FakeSlack:
    """The Web API at `url`, addresses for responses at `response_url`; answers as told, else with ok."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self._answers: dict[str, deque[tuple[int, Json, dict[str, str]]]] = {}
        self._changed = threading.Condition()
        self._numbers = itertools.count(1)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/api/"
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()

    def __enter__(self) -> "FakeSlack":
        return self

    def __exit__(self, _: type | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def response_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/commands/{next(self._numbers)}"

    def answers(self, method: str, status: int, body: Json, **headers: str) -> None:
        """Answer the next call of a method so."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._answers.setdefault(method, deque()).append((status, body, named))

    def of(self, method: str) -> list[Json]:
        with self._changed:
            return [call.body for call in self.calls if call.method == method]

    def clear(self) -> None:
        with self._changed:
            self.calls.clear()

    def take(self, path: str, headers: Json, raw: bytes) -> tuple[int, Json | str, dict[str, str]]:
        method = path.rpartition("/")[2] if path.startswith("/api/") else "response"
        body = json.loads(raw)
        self._check(method, headers, body)
        with self._changed:
            self.calls.append(Call(method, body, time.monotonic()))
            self._changed.notify_all()
        if self._answers.get(method):
            return self._answers[method].popleft()
        if method == "response":
            return 200, "ok", {}
        return 200, {"ok": True, "channel": body.get("channel"), "ts": "1700000000.000100"}, {}

    def _check(self, method: str, headers: Json, body: Json) -> None:
        """Note what Slack would not take."""
        try:
            if method != "response":
                assert headers["Authorization"] == f"Bearer {TOKEN}"
            if method in ("views.open", "views.publish"):
                check_view(body["view"])
            elif "blocks" in body:
                check_message(body)
            assert method != "views.open" or body["trigger_id"]
            assert method != "chat.postMessage" or body["channel"]
        except (AssertionError, KeyError) as wrong:
            self.complaints.append(f"{method}: {wrong!r}")


def _handler(slack: FakeSlack) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            status, body, headers = slack.take(urlsplit(self.path).path, dict(self.headers), raw)
            written = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(written))}.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


class Sender:
    """Sends to an app what Slack would: signed, with ids nobody has had."""

    _numbers = itertools.count(1)

    def __init__(self, app: Flask, slack: FakeSlack):
        self.app, self.slack = app, slack
        self._client = app.test_client()

    def mention(self, text: str, *, thread: str | None = None, **more: Any) -> TestResponse:
        event = {
            "type": "app_mention",
            "channel": CHANNEL,
            "user": USER,
            "text": f"<@{BOT}> {text}",
            "ts": moment(),
        }
        return self.event({**event, **({"thread_ts": thread} if thread else {})}, **more)

    def direct(self, text: str, **more: Any) -> TestResponse:
        event = {"type": "message", "channel_type": "im", "channel": DIRECT, "user": USER, "text": text}
        return self.event({**event, "ts": moment(), **more})

    def event(
        self, event: Json, *, retry: int | None = None, event_id: str | None = None, **more: Any
    ) -> TestResponse:
        body = {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": "A0TESTS",
            "event_id": event_id or f"Ev{next(self._numbers)}",
            "event_time": 1700000000,
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
            "event": event,
        }
        headers = (
            {} if retry is None else {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        )
        return self.send(json.dumps(body).encode(), "application/json", **headers, **more)

    def command(self, text: str, **more: Any) -> TestResponse:
        form = {
            "command": "/careplan",
            "text": text,
            "team_id": TEAM,
            "channel_id": CHANNEL,
            "user_id": USER,
            "trigger_id": f"trigger-{next(self._numbers)}",
            "response_url": self.slack.response_url(),
        }
        return self.send(urlencode(form).encode(), "application/x-www-form-urlencoded", **more)

    def shortcut(self, text: str) -> TestResponse:
        message = {"type": "message", "user": "U0OTHER", "ts": moment(), "text": text}
        return self.interact(
            {
                "type": "message_action",
                "callback_id": "answer_this",
                "channel": {"id": CHANNEL, "name": "care"},
                "message": message,
            }
        )

    def press(
        self, shown: Json, label: str, *, ephemeral: bool = False, thread: str | None = None
    ) -> TestResponse:
        """Press in a message that was shown the button (or menu's option, or day) with a label."""
        block, action = find(shown["blocks"], label)
        return self.act(shown, block, action, ephemeral=ephemeral, thread=thread)

    def act(
        self, shown: Json, block: Json, action: Json, *, ephemeral: bool = False, thread: str | None = None
    ) -> TestResponse:
        stamp = moment()
        container = {
            "type": "message",
            "message_ts": stamp,
            "channel_id": shown.get("channel", CHANNEL),
            "is_ephemeral": ephemeral,
            **({"thread_ts": thread} if thread else {}),
        }
        message = (
            {} if ephemeral else {"message": {"ts": stamp, "text": shown["text"], "blocks": shown["blocks"]}}
        )
        pressed = {"block_id": block.get("block_id", "b"), "action_ts": stamp, **action}
        return self.interact(
            {"type": "block_actions", "container": container, **message, "actions": [pressed]}
        )

    def at_home(self, action: Json) -> TestResponse:
        container = {"type": "view", "view_id": "V1"}
        pressed = {"block_id": "b", "action_ts": moment(), **action}
        return self.interact({"type": "block_actions", "container": container, "actions": [pressed]})

    def submit(self, view: Json, values: Json) -> TestResponse:
        state = {name: {"value": given} for name, given in values.items()}
        sent = {**view, "id": f"V{next(self._numbers)}", "state": {"values": state}}
        return self.interact({"type": "view_submission", "view": sent})

    def interact(self, payload: Json) -> TestResponse:
        whole = {
            "team": {"id": TEAM, "domain": "tests"},
            "user": {"id": USER, "team_id": TEAM},
            "api_app_id": "A0TESTS",
            "trigger_id": f"trigger-{next(self._numbers)}",
            "response_url": self.slack.response_url(),
            **payload,
        }
        body = urlencode({"payload": json.dumps(whole, ensure_ascii=False)}).encode()
        return self.send(body, "application/x-www-form-urlencoded")

    def send(
        self,
        body: bytes,
        content_type: str,
        *,
        late: float = 0,
        secret: str = SECRET,
        altered: bytes | None = None,
        signature: str | None = None,
        **headers: str,
    ) -> TestResponse:
        stamp = str(int(time.time() - late))
        signed = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        self.last = {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature or f"v0={signed}",
            "Content-Type": content_type,
            **headers,
        }
        self.last_body = altered if altered is not None else body
        return self.repeat()

    def repeat(self, **headers: str) -> TestResponse:
        """Send the very same request again."""
        return self._client.post("/channels/slack", data=self.last_body, headers={**self.last, **headers})

    def settle(self) -> None:
        """Return when the service has nothing left to do."""
        for worker in self.app.extensions["slack_workers"]:
            worker.settle()


def moment() -> str:
    """A Slack timestamp nobody has had."""
    return f"1700000000.{next(Sender._numbers):06d}"


def find(blocks: list[Json], label: str) -> tuple[Json, Json]:
    """Return the block and the action of what has a label: a button, an option, or a day field."""
    for block in blocks:
        for element in [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else [])]:
            said = block.get("text", {}).get("text", "") if "accessory" in block else ""
            if element.get("type") == "button" and (
                element["text"]["text"] == label or (said and label in said)
            ):
                return block, element
            for option in element.get("options", ()):
                if option["text"]["text"] == label:
                    chosen = {name: element[name] for name in ("type", "action_id")}
                    return block, {**chosen, "selected_option": option}
            if element.get("type") == "datepicker" and label.count("-") == 2:
                return block, {
                    "type": "datepicker",
                    "action_id": element["action_id"],
                    "selected_date": label,
                }
    raise AssertionError(f"{label} is not offered")


def words(message: Json) -> str:
    """Everything the blocks of a message say."""
    return json.dumps(message["blocks"], ensure_ascii=False)
