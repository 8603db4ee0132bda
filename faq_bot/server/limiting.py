"""Limits on how often a client may ask, over HTTP."""

from flask import Flask, Response, current_app, g, request

from faq_bot.reception.limits import RATES, Limits, Verdict, rates_of_askers
from faq_bot.server.problems import RequestError
from faq_bot.settings import Settings

_CHANNELS = {"api.ask": "ask", "api.eligibility": "eligibility", "api.feedback": "feedback"}
_UNLIMITED = frozenset(("health", "metrics", "channels"))  # channels count their own askers
_FILES = (None, "static", "embedding.script")


def register_limits(app: Flask, settings: Settings) -> None:
    """Count the requests of an app; `RATE_LIMIT=off` leaves only the log-in limited."""
    app.extensions["limits"] = _limits_of(settings)
    app.before_request(_count)
    app.after_request(_tell)


def limits() -> Limits:
    """Return the limits of the running app."""
    found: Limits = current_app.extensions["limits"]
    return found


def refuse_too_many(channel: str) -> None:
    """Count this request on a channel; RequestError 429 if its client has come too often."""
    verdict = limits().allow(channel, request.remote_addr or "")
    if verdict is not None:
        g.verdict = verdict
        if not verdict.allowed:
            raise RequestError(429, retry_after=verdict.wait)


def _limits_of(settings: Settings) -> Limits:
    if settings.rate_limit is None:
        return Limits(settings.store, {channel: None for channel in RATES if channel != "login"})
    return Limits(settings.store, rates_of_askers(settings.rate_limit))


def _count() -> None:
    channel = _channel(request.endpoint, request.method)
    if channel is not None:
        refuse_too_many(channel)


def _channel(endpoint: str | None, method: str) -> str | None:
    """Return the channel a request is counted on; None for what costs next to nothing."""
    if endpoint is None or endpoint in _FILES or method == "OPTIONS":
        return None
    if endpoint in _CHANNELS:
        return _CHANNELS[endpoint]
    blueprint = endpoint.partition(".")[0]
    if blueprint in _UNLIMITED:
        return None
    return {"api": "search", "staff": "staff"}.get(blueprint, "page")


def _tell(response: Response) -> Response:
    verdict: Verdict | None = g.get("verdict")
    if verdict is not None:
        response.headers["X-RateLimit-Limit"] = str(verdict.limit)
        response.headers["X-RateLimit-Remaining"] = str(verdict.remaining)
        response.headers["X-RateLimit-Reset"] = str(verdict.reset)
    return response
