"""The weekly digest: on Monday morning, by one replica, later if it did not arrive, never twice."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from faq_bot.assembly import Assistant
from faq_bot.reception.desk import Desk
from faq_bot.reception.keeping import folded
from faq_bot.server.channels.digest_sender import DigestSender, digest_sender, last_monday
from faq_bot.settings import read_settings
from faq_bot.storage.records import Records
from tests.conftest import SECRET, free_port

MONDAY = datetime(2026, 11, 30, 0, 30, tzinfo=UTC)  # half past nine in Japan
GAP = "サーバーの型番は何ですか。連絡は090-1234-5678まで"


class Webhook:
    """A webhook that answers as told, else with 200."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                hook.taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                status, headers = hook.answers.pop(0) if hook.answers else (200, {})
                self.send_response(status)
                for name, value in {**headers, "Content-Length": "0"}.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    made = Webhook()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def records(address: str) -> Iterator[Records]:
    made = Records(address, folded)
    yield made
    made.close()


class Week:
    """A replica's sender with a clock that is set by hand."""

    def __init__(self, records: Records, assistant: Assistant, **addresses: str):
        self.at = MONDAY
        self.desk = Desk(assistant, SECRET, records, clock=lambda: MONDAY - timedelta(days=2))
        self.sender: DigestSender = digest_sender(self.desk, read_settings(addresses))
        self.sender._clock = lambda: self.at

    def look(self, **later: float) -> list[str]:
        self.at += timedelta(**later)
        return self.sender.look()


def test_both_webhooks_get_the_questions_of_the_week_masked(
    records: Records, assistant: Assistant, webhook: Webhook
):
    week = Week(records, assistant, SLACK_WEBHOOK_URL=webhook.url, TEAMS_WEBHOOK_URL=webhook.url)
    week.desk.ask({"question": GAP}, "api")
    records.journal.settle()
    assert week.look() == ["slack", "teams"]
    slack, teams = webhook.taken
    for told in (json.dumps(slack, ensure_ascii=False), json.dumps(teams, ensure_ascii=False)):
        assert "サーバーの型番" in told
        assert "1件" in told
        assert "2026年11月23日から2026年11月29日" in told
        assert "返事 1件" in told
        assert "090" not in told
    assert teams["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"


def test_of_several_replicas_one_sends_it_once_a_week(
    records: Records, assistant: Assistant, webhook: Webhook
):
    replicas = [Week(records, assistant, SLACK_WEBHOOK_URL=webhook.url) for _ in range(3)]
    assert [week.look() for week in replicas] == [["slack"], [], []]
    assert [week.look(days=6) for week in replicas] == [[], [], []]
    assert [week.look(days=1) for week in replicas] == [["slack"], [], []]
    assert len(webhook.taken) == 2


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_was_not_taken_is_sent_again_after_a_rest_that_grows(
    status: int, records: Records, assistant: Assistant, webhook: Webhook
):
    week = Week(records, assistant, SLACK_WEBHOOK_URL=webhook.url)
    webhook.answers = [(status, {})] * 2
    assert [week.look(), week.look(minutes=4), week.look(minutes=1), week.look(minutes=9)] == [[], [], [], []]
    assert len(webhook.taken) == 2
    assert week.look(minutes=1) == ["slack"]
    assert week.look(days=3) == []
    assert len(webhook.taken) == 3


def test_the_time_the_webhook_names_is_waited_for(records: Records, assistant: Assistant, webhook: Webhook):
    week = Week(records, assistant, SLACK_WEBHOOK_URL=webhook.url)
    webhook.answers = [(429, {"Retry-After": "3600"})]
    assert [week.look(), week.look(minutes=59), week.look(minutes=1)] == [[], [], ["slack"]]


def test_what_may_have_arrived_is_not_sent_again(records: Records, assistant: Assistant, webhook: Webhook):
    week = Week(records, assistant, SLACK_WEBHOOK_URL=webhook.url)
    webhook.answers = [(502, {})]
    assert [week.look(), week.look(hours=12)] == [[], []]
    assert len(webhook.taken) == 1


def test_a_webhook_that_is_not_there_is_tried_again(records: Records, assistant: Assistant, webhook: Webhook):
    nowhere = f"http://127.0.0.1:{free_port()}/hook"
    week = Week(records, assistant, SLACK_WEBHOOK_URL=nowhere)
    assert week.look() == []
    other = Week(records, assistant, SLACK_WEBHOOK_URL=webhook.url)
    assert other.look() == ["slack"]


def test_without_an_address_nothing_is_sent(records: Records, assistant: Assistant):
    assert Week(records, assistant).look() == []


@pytest.mark.parametrize(
    ("at", "monday"),
    [
        ("2026-11-29T23:59:59+00:00", "2026-11-23"),
        ("2026-11-30T00:00:00+00:00", "2026-11-30"),
        ("2026-12-06T23:00:00+00:00", "2026-11-30"),
    ],
)
def test_a_week_begins_on_monday_at_nine_in_japan(at: str, monday: str):
    found = last_monday(datetime.fromisoformat(at))
    assert (found.date().isoformat(), found.hour) == (monday, 9)
