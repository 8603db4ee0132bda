"""Messages on their way to Slack: each is delivered once or not at all, later where Slack says so."""

import logging
import socket
import urllib.error
from collections.abc import Callable, Mapping
from typing import Any

from faq_bot.channels.slack.heard import Place
from faq_bot.server.channels.worker import Again, Worker

log = logging.getLogger(__name__)
_PATIENCE = 10  # seconds for one request
_NOT_THERE = frozenset(("not_in_channel", "channel_not_found", "is_archived", "restricted_action"))
_TOO_MANY = 429
SILENT = logging.Logger("slack_sdk", logging.CRITICAL + 1)
"""The SDK's own lines would tell what was asked."""


class SlackDelivery:
    """Calls the Web API and response addresses from a worker's threads."""

    def __init__(self, token: str, base_url: str, worker: Worker, undelivered: Callable[[], None]):
        """`undelivered` is told of each message that was given up."""
        from slack_sdk import WebClient  # noqa: PLC0415  an extra

        self._client = WebClient(
            token=token, base_url=base_url, timeout=_PATIENCE, logger=SILENT, retry_handlers=[]
        )
        self._worker = worker
        self._undelivered = undelivered

    def post(self, place: Place, message: Mapping[str, Any], otherwise: str | None = None) -> None:
        """Show a message where it belongs.

        Where the app is no member of the channel, only the asker sees it, by the address `otherwise`.
        """
        if place.response_url is not None:
            self.respond(place.response_url, {"replace_original": True, **message})
            return
        quiet = {"unfurl_links": False, "unfurl_media": False}
        within = {"thread_ts": place.thread} if place.thread else {}
        body = {"channel": place.channel, **within, **quiet, **message}
        instead = None if otherwise is None else lambda: self.respond(otherwise, dict(message))
        self.call("chat.postMessage", body, instead)

    def respond(self, address: str, body: Mapping[str, Any]) -> None:
        """Answer at the address Slack gave for what was pressed."""
        from slack_sdk.webhook import WebhookClient  # noqa: PLC0415  an extra

        client = WebhookClient(address, timeout=_PATIENCE, logger=SILENT, retry_handlers=[])

        def send() -> None:
            response = _sent(lambda: client.send_dict(dict(body)))
            if response.status_code == _TOO_MANY:
                raise Again(_seconds(response.headers))
            if response.status_code >= 400:
                self._give_up(f"response {response.status_code}")

        self._worker.submit(send, self._undelivered, lane=f"to {address}", goes_on=True)

    def call(self, method: str, body: Mapping[str, Any], instead: Callable[[], None] | None = None) -> None:
        """Call a method of the Web API; `instead` is done where the app may not write."""
        from slack_sdk.errors import SlackApiError  # noqa: PLC0415  an extra

        def send() -> None:
            try:
                _sent(lambda: self._client.api_call(method, json=dict(body)))
            except SlackApiError as error:
                reason = str(error.response.get("error", ""))
                if error.response.status_code == _TOO_MANY or reason == "ratelimited":
                    raise Again(_seconds(error.response.headers)) from None
                if instead is not None and reason in _NOT_THERE:
                    instead()
                else:
                    self._give_up(f"{method} {reason[:60]}")

        lane = f"to {body.get('channel') or body.get('user_id') or body.get('trigger_id')}"
        self._worker.submit(send, self._undelivered, lane=lane, goes_on=True)

    def _give_up(self, why: str) -> None:
        log.error("Slack did not take a message: %s", why)
        self._undelivered()


def _sent(send: Callable[[], Any]) -> Any:
    """Do one request. Where no connection was made it had no effect; any other failure may have had one."""
    try:
        return send()
    except urllib.error.URLError as error:
        if isinstance(error.reason, ConnectionRefusedError | socket.gaierror):
            raise Again from None
        raise


def _seconds(headers: Mapping[str, Any]) -> float:
    """Return what `Retry-After` says."""
    found = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
    text = str(found[0] if isinstance(found, list) and found else found)
    return float(text) if text.isdecimal() else 0.0
