"""Sends the weekly digest to webhooks of Slack and Teams: by one replica, later if it did not arrive, never twice."""

import json
import logging
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from faq_bot.assembly import TOKYO, now
from faq_bot.channels.digests import Digest, slack_digest, teams_digest
from faq_bot.errors import StorageError
from faq_bot.reception.desk import Desk
from faq_bot.server.channels.weekly import weekly_digest
from faq_bot.settings import Settings
from faq_bot.storage import jobs
from faq_bot.storage.records import Records

log = logging.getLogger(__name__)
HOUR = 9  # of Monday, in Japan
_WEEK = timedelta(days=7)
_LOOKS = 300.0  # seconds between two looks whether it is due
_FIRST_REST, _LONGEST_REST = timedelta(minutes=5), timedelta(hours=6)
_PATIENCE = 10  # seconds for one request
_TAKEN_BY_NOBODY = frozenset((429, 500, 503))
"""What a webhook answers that has posted nothing, and may take it later."""
Build = Callable[[datetime], Digest]


class NotNow(Exception):  # noqa: N818 - no error: it surely did not arrive, and may later
    """The webhook did not take it; not before `after` seconds."""

    def __init__(self, after: float = 0.0):
        self.after = after
        super().__init__(after)


@dataclass(slots=True)
class _Webhook:
    name: str
    address: str
    write: Callable[[Digest], dict[str, Any]]
    tries: int = 0
    resting_until: datetime = field(default_factory=lambda: datetime.min.replace(tzinfo=ZoneInfo("UTC")))


class DigestSender:
    """Sends what `build` makes of the last week to each webhook there is, on Monday morning or soon after."""

    def __init__(
        self, records: Records, settings: Settings, build: Build, clock: Callable[[], datetime] = now
    ):
        self._records = records
        self._build = build
        self._clock = clock
        addresses = (("slack", settings.slack_webhook), ("teams", settings.teams_webhook))
        writers = {"slack": slack_digest, "teams": teams_digest}
        self._webhooks = [_Webhook(name, url, writers[name]) for name, url in addresses if url is not None]

    def start(self) -> None:
        """Look from now on whether it is due, until the process ends; nothing without a webhook."""
        if self._webhooks:
            threading.Thread(target=self._keep_looking, name="digest", daemon=True).start()

    def look(self) -> list[str]:
        """Send what is due and nobody else sends; return the webhooks that took it."""
        return [webhook.name for webhook in self._webhooks if self._look(webhook)]

    def _look(self, webhook: _Webhook) -> bool:
        at = self._clock()
        due = last_monday(at)
        if at < webhook.resting_until:
            return False
        job = f"digest.{webhook.name}"
        try:
            if not jobs.claim(self._records.engine, job, at, at - due):
                return False
            digest = self._build(due)
        except StorageError as error:
            log.error("the digest cannot be made: %s", error.kind)
            return False
        try:
            send(webhook.address, webhook.write(digest))
        except NotNow as later:
            self._rest(webhook, job, at, due, later.after)
            return False
        except Exception as error:  # it may have arrived: not at all is better than twice
            log.error("the digest for %s may not have arrived: %s", webhook.name, type(error).__name__)
            return False
        webhook.tries = 0
        log.info("the digest was sent to %s", webhook.name)
        return True

    def _rest(self, webhook: _Webhook, job: str, claimed: datetime, due: datetime, after: float) -> None:
        """Have it sent later, by whichever replica looks first."""
        rest = min(_FIRST_REST * 2**webhook.tries, _LONGEST_REST)
        webhook.tries += 1
        webhook.resting_until = claimed + max(rest, timedelta(seconds=after))
        log.warning("%s did not take the digest, it is sent again later", webhook.name)
        try:
            jobs.hand_back(self._records.engine, job, claimed, due - _WEEK)
        except StorageError as error:
            log.error("the digest is not sent this week: %s", error.kind)

    def _keep_looking(self) -> None:
        while True:
            self.look()
            threading.Event().wait(_LOOKS)


def digest_sender(desk: Desk, settings: Settings) -> DigestSender:
    """Return the sender of a service."""

    def build(at: datetime) -> Digest:
        return weekly_digest(desk.records, desk.assistant.knowledge, at)

    return DigestSender(desk.records, settings, build)


def last_monday(at: datetime) -> datetime:
    """Return the last Monday morning before a moment."""
    here = at.astimezone(TOKYO)
    morning = datetime.combine(here.date() - timedelta(days=here.weekday()), time(HOUR), here.tzinfo)
    return morning if morning <= here else morning - _WEEK


def send(address: str, message: Mapping[str, Any]) -> None:
    """Post a message to a webhook. NotNow if it surely did not arrive and is worth another try."""
    body = json.dumps(message, ensure_ascii=False).encode(errors="replace")
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})  # noqa: S310 - a setting
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE):  # noqa: S310
            return
    except urllib.error.HTTPError as refused:
        with refused:
            if refused.code not in _TAKEN_BY_NOBODY:
                raise
            after = refused.headers.get("Retry-After", "")
        raise NotNow(float(after) if after.isdecimal() else 0.0) from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, ConnectionRefusedError | socket.gaierror):
            raise NotNow from None
        raise
