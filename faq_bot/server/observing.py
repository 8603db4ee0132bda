"""Every request gets an id, is timed and counted, and leaves one line in the log."""

import re
import secrets
import time

from flask import Flask, Response, current_app, g, request

from faq_bot.conversation.reply import Reply
from faq_bot.server.metrics import meters

HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ELSEWHERE = "other"  # one name for all addresses there are not: anybody may make up any number of them
_METHODS = frozenset(("GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"))
REHEARSAL = {"faq_bot.rehearsal": True}
"""In the environ of a request nobody has made: it is neither counted nor logged."""
_QUIET = ("/livez", "/readyz", "/metrics")


def observe(app: Flask) -> None:
    """Observe the requests of an app. Registered first, so that what others add to a response is in it."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.perf_counter()
    given = request.environ.get("HTTP_X_REQUEST_ID")
    g.request_id = given if given and _ID.fullmatch(given) else secrets.token_hex(8)


def note_reply(reply: Reply, channel: str) -> None:
    """Count a reply, and have the line of its request tell what came of it."""
    meters().reply(reply.outcome, channel)
    g.replied = (reply, channel)


def _end(response: Response) -> Response:
    if request.environ.get("faq_bot.rehearsal"):
        return response
    seconds = time.perf_counter() - g.began
    rule = request.url_rule
    route = rule.rule if rule is not None else _ELSEWHERE
    method = request.method if request.method in _METHODS else _ELSEWHERE
    response.headers[HEADER] = g.request_id
    meters().request(route, method, response.status_code, seconds)
    log = current_app.extensions.get("log")
    if log is not None:
        line = {"request_id": g.request_id, "method": method, "route": route, "status": response.status_code}
        say = log.debug if route in _QUIET else log.info
        say("request", **line, ms=round(seconds * 1000, 2), **_told())
    return response


def _told() -> dict[str, str | None]:
    """Return what came of a question, without the question."""
    if "replied" not in g:
        return {}
    reply, channel = g.replied
    return {
        "outcome": reply.outcome,
        "entry": reply.answer.id if reply.answer is not None else None,
        "channel": channel,
        "knowledge": reply.knowledge_version,
    }
