"""Every request gets an id, is timed and counted, and leaves one line in the log."""

import re
import secrets
import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Flask, Response, current_app, g, has_request_context, request

from faq_bot.conversation.reply import Reply
from faq_bot.reception.desk import Desk
from faq_bot.server.metrics import Meters, meters

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
    desk: Desk = app.extensions["desk"]
    desk.listeners.append(partial(_note_reply, meters(app)))


def _begin() -> None:
    g.began = time.perf_counter()
    given = request.environ.get("HTTP_X_REQUEST_ID")
    g.request_id = given if given and _ID.fullmatch(given) else secrets.token_hex(8)


def _note_reply(counted: Meters, reply: Reply, channel: str, body: Mapping[str, Any]) -> None:
    """Count a reply, and have the line of its request tell what came of it."""
    counted.reply(reply.outcome, channel)
    if has_request_context():
        g.replied = (reply, channel, body.get("question"))


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
    """Return what came of a question; the question itself, masked, only where the settings say so."""
    if "replied" not in g:
        return {}
    reply, channel, question = g.replied
    told = {
        "outcome": reply.outcome,
        "entry": reply.answer.id if reply.answer is not None else None,
        "channel": channel,
        "knowledge": reply.knowledge_version,
    }
    if question is not None and current_app.extensions["settings"].log_questions:
        told["question"] = current_app.extensions["desk"].assistant.masking.mask(question)
    return told
