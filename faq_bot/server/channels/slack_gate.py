"""Who may come in from Slack: signed, fresh, not seen before, of a workspace that is ours."""

from collections.abc import Callable, Mapping
from typing import Any

from faq_bot.assembly import now
from faq_bot.channels.signatures import PATIENCE, same, slack_signature
from faq_bot.channels.slack.heard import teams_of
from faq_bot.reception.events import Events

_NO_TEAM = ("url_verification",)


class SlackGate:
    """Knows the signing secret, and the workspaces that may come in (all that are signed for, if none is named)."""

    def __init__(
        self,
        secret: str,
        teams: frozenset[str],
        events: Events,
        seconds: Callable[[], float] = lambda: now().timestamp(),
    ):
        self._secret = secret
        self._teams = teams
        self._events = events
        self._seconds = seconds

    def refusal(self, timestamp: str, signature: str, body: bytes) -> str | None:
        """Return in a word why a request is refused, None if Slack has sent it just now."""
        if not timestamp.isdecimal() or len(timestamp) > 12:
            return "signature"
        if not same(signature, slack_signature(self._secret, timestamp, body)):
            return "signature"
        return "stale" if abs(self._seconds() - int(timestamp)) > PATIENCE else None

    def is_repeated(self, signature: str) -> bool:
        """Return whether the very same request has come before, here or at another replica."""
        return not self._events.is_new("slack", f"signature {signature}")

    def is_stranger(self, body: Mapping[str, Any]) -> bool:
        """Return whether a request is about a workspace that is none of ours."""
        if not self._teams or body.get("type") in _NO_TEAM or body.get("ssl_check"):
            return False
        return not self._teams & teams_of(body)
