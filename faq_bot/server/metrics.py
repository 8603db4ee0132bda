"""What is counted, and `GET /metrics` for Prometheus. No label holds anything an asker wrote."""

import contextlib
import hmac
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from faq_bot.errors import StorageError
from faq_bot.reception.desk import Desk
from faq_bot.server.problems import RequestError

metrics = Blueprint("metrics", __name__)
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
_CURRENT, _SINCE = "faq_bot_knowledge_info", "faq_bot_knowledge_in_force_since"


class Meters:
    """The counters of one app. Safe to share between threads, and between workers through a folder."""

    def __init__(self, folder: Path | None = None):
        """Count in this process, or with `folder` (see `share_metrics_folder`) together with the other workers."""
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._folder = folder
        self.registry = ours = CollectorRegistry()
        self._requests = Histogram(
            "faq_bot_request_seconds",
            "Time to answer a request",
            ["route", "method"],
            buckets=SECONDS,
            registry=ours,
        )
        self._responses = Counter(
            "faq_bot_responses", "Responses by route and status", ["route", "status"], registry=ours
        )
        self._replies = Counter(
            "faq_bot_replies", "Replies to questions by outcome", ["outcome", "channel"], registry=ours
        )
        self._reloads = Counter(
            "faq_bot_reloads", "New knowledge: taken over (good) or refused (bad)", ["result"], registry=ours
        )
        self._version = Gauge(
            _CURRENT,
            "1 for the knowledge version in force",
            ["version"],
            multiprocess_mode="livemax",
            registry=ours,
        )
        self._since = Gauge(
            _SINCE, "Monotonic second it was put in force", multiprocess_mode="livemin", registry=ours
        )
        self._lost = Counter("faq_bot_lost_writes", "Records that could not be kept", registry=ours)
        self._queued = Gauge(
            "faq_bot_queued_writes",
            "Records that wait to be written",
            multiprocess_mode="livesum",
            registry=ours,
        )
        self._storage_up = Gauge(
            "faq_bot_storage_up", "1 if the database answers", multiprocess_mode="livemin", registry=ours
        )
        self._alone = Counter(
            "faq_bot_counted_alone", "Requests whose shared limit could not be asked", registry=ours
        )
        self._refused = Counter(
            "faq_bot_refused",
            "Requests of Slack or Teams that were refused",
            ["channel", "reason"],
            registry=ours,
        )
        self._undelivered = Counter(
            "faq_bot_undelivered", "Messages that could not be delivered", ["channel"], registry=ours
        )
        self._observe = cache(lambda route, method: self._requests.labels(route, method).observe)
        self._responded = cache(lambda route, status: self._responses.labels(route, str(status)).inc)
        self._replied = cache(lambda outcome, channel: self._replies.labels(outcome, channel).inc)
        for result in ("good", "bad"):
            self._reloads.labels(result)
        self._known, self._lost_before, self._alone_before = "", 0, 0

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a response."""
        self._observe(route, method)(seconds)
        self._responded(route, status)()

    def reply(self, outcome: str, channel: str) -> None:
        """Count a reply to a question."""
        self._replied(outcome, channel)()

    def refused(self, channel: str, reason: str) -> None:
        """Count a request of a channel that was refused, and why."""
        self._refused.labels(channel, reason).inc()

    def undelivered(self, channel: str) -> None:
        """Count a message that a channel did not take."""
        self._undelivered.labels(channel).inc()

    def knowledge(self, version: str) -> None:
        """Note the knowledge in force."""
        if version == self._known:
            return
        if self._known:
            self._version.labels(self._known).set(0)
        self._known = version
        self._version.labels(version).set(1)
        self._since.set(time.monotonic())

    def reload(self, *, good: bool) -> None:
        """Count knowledge that was taken over, or refused."""
        self._reloads.labels("good" if good else "bad").inc()

    def storage(self, *, up: bool, queued: int, lost: int) -> None:
        """Note how the database is; `lost` counts from the start of the process."""
        self._storage_up.set(up)
        self._queued.set(queued)
        self._lost.inc(lost - self._lost_before)
        self._lost_before = lost

    def limits(self, *, alone: int) -> None:
        """Note how many requests were counted by this process alone since it was started."""
        self._alone.inc(alone - self._alone_before)
        self._alone_before = alone

    def text(self) -> bytes:
        """Return all numbers as Prometheus reads them."""
        source: Collector = self.registry
        if self._folder is not None:
            source = MultiProcessCollector(None, path=str(self._folder))  # type: ignore[no-untyped-call]
        shown = CollectorRegistry()
        shown.register(_Shown(source))
        return generate_latest(shown)


class _Shown(Collector):
    """The numbers as they are shown: without versions no longer in force, and an age instead of a moment."""

    def __init__(self, source: Collector):
        self._source = source

    def collect(self) -> Iterator[Metric]:
        for metric in self._source.collect():
            if metric.name == _CURRENT:
                metric.samples = [sample for sample in metric.samples if sample.value]
            if metric.name == _SINCE:
                age = Metric(
                    "faq_bot_knowledge_age_seconds", "Time since the knowledge was put in force", "gauge"
                )
                for sample in metric.samples:
                    age.add_sample(age.name, {}, time.monotonic() - sample.value)
                yield age
            else:
                yield metric


def bring_up_to_date(app: Flask) -> None:
    """Note how knowledge and database are at this moment; asks the database, so it may take a few seconds."""
    desk: Desk = app.extensions["desk"]
    meters(app).knowledge(desk.assistant.knowledge.version)
    meters(app).limits(alone=app.extensions["limits"].lost)
    with contextlib.suppress(StorageError):  # nothing is kept
        state = app.extensions["storage"] = desk.storage_state()
        meters(app).storage(up=state.reachable, queued=state.queued, lost=state.lost)


def meters(app: Flask | None = None) -> Meters:
    """Return the counters of an app (the running one if none is given)."""
    found: Meters = (app or current_app).extensions["meters"]
    return found


@metrics.get("/metrics")
def shown() -> Response:
    """Return the numbers; with `METRICS_TOKEN` only to those who send it as bearer token."""
    token = current_app.extensions["settings"].metrics_token
    given = request.headers.get("Authorization", "")
    if token and not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise RequestError(401)
    meters().knowledge(current_app.extensions["desk"].assistant.knowledge.version)
    return Response(meters().text(), content_type=CONTENT_TYPE_LATEST)
