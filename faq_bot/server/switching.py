"""Channels that are switched off answer 503 with the words of whoever switched them off."""

from flask import Flask, current_app, request

from faq_bot.reception.desk import Desk
from faq_bot.reception.switchboard import Switchboard
from faq_bot.server.problems import RequestError

_AGAIN = 300  # seconds after which asking again makes sense
_ALWAYS_ON = frozenset((None, "static", "health", "metrics", "staff", "channels"))


def register_switches(app: Flask) -> None:
    """Refuse requests on channels that are switched off; Slack and Teams ask the switchboard themselves."""
    desk: Desk = app.extensions["desk"]
    app.extensions["switchboard"] = Switchboard(lambda: desk.records.engine)
    app.before_request(_refuse_when_off)


def _refuse_when_off() -> None:
    channel = _channel()
    if channel is None:
        return
    switchboard: Switchboard = current_app.extensions["switchboard"]
    notice = switchboard.notice(channel)
    if notice is not None:
        raise RequestError(503, notice, retry_after=_AGAIN)


def _channel() -> str | None:
    """Return the channel a request comes by, None for what is never switched off."""
    endpoint = request.endpoint
    blueprint = endpoint if endpoint is None else endpoint.partition(".")[0]
    if blueprint in _ALWAYS_ON or endpoint == "embedding.script":
        return None
    if blueprint == "api":
        return "widget" if request.environ.get("HTTP_X_CHANNEL") == "widget" else "api"
    return "widget" if endpoint == "embedding.embed" else "page"
