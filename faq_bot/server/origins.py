"""Which other sites' scripts may read the API (CORS): those of `FAQ_BOT_ORIGINS`, without cookies."""

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask

from faq_bot.settings import Settings

API = "/api/v1/"
_READABLE = "Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-ID"
_MINUTES_REMEMBERED = 10


def register_origins(app: Flask, settings: Settings) -> None:
    """Tell browsers whether the page that asks may read the answer."""
    allowed = frozenset(settings.origins)
    inner = app.wsgi_app

    def tell(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(API):
            return inner(environ, start_response)
        origin = environ.get("HTTP_ORIGIN")

        def start_telling(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            headers.append(("Vary", "Origin"))
            if origin in allowed:
                headers.append(("Access-Control-Allow-Origin", origin))
                headers.append(("Access-Control-Expose-Headers", _READABLE))
                if environ["REQUEST_METHOD"] == "OPTIONS":
                    headers.extend(_permissions(headers))
            return start_response(status, headers, *more)

        return inner(environ, start_telling)

    app.wsgi_app = tell  # type: ignore[method-assign]


def _permissions(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what a page may send, for a browser that asks first; Flask has told the methods."""
    return [
        ("Access-Control-Allow-Methods", next((value for name, value in headers if name == "Allow"), "")),
        ("Access-Control-Allow-Headers", "Content-Type, X-Channel"),
        ("Access-Control-Max-Age", str(_MINUTES_REMEMBERED * 60)),
    ]
