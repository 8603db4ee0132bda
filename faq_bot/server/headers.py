"""What every response says to the browser: what it may load, who may frame it, what it must not keep.

A view that differs says so by a decorator: `framed_by_origins` for what cities frame, `used_by_other_sites`
for the files that cities' pages load. A header a view has set itself stays.
"""

import functools
from collections.abc import Callable, Iterable
from typing import Any, ParamSpec, TypeVar
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, request

from faq_bot.settings import Settings

_P = ParamSpec("_P")
_R = TypeVar("_R")
_OWN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_ALONE = {
    **_ALWAYS,
    "Content-Security-Policy": f"{_OWN}'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_SHARED = {**_ALONE, "Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"}
_STRICT_TRANSPORT = ("Strict-Transport-Security", "max-age=31536000")
_KIND = "faq_bot.headers"
_SHARED_KIND, _FRAMED_KIND = "shared", "framed"


def framed_by_origins(view: Callable[_P, _R]) -> Callable[_P, _R]:
    """Let the sites of `FAQ_BOT_ORIGINS` show a view in a frame."""
    return _of_kind(view, _FRAMED_KIND)


def used_by_other_sites(view: Callable[_P, _R]) -> Callable[_P, _R]:
    """Let any site load what a view returns: scripts and styles of the widget, never answers."""
    return _of_kind(view, _SHARED_KIND)


def register_headers(app: Flask, settings: Settings) -> None:
    """Give every response of an app its headers.

    It is done where headers are a plain list: Flask's own way costs as much as all else an answer needs.
    """
    ancestors = " ".join(("'self'", *settings.origins))
    framed = {**_ALONE, "Cross-Origin-Resource-Policy": "cross-origin"}
    framed["Content-Security-Policy"] = _OWN + ancestors
    kinds = {
        kind: tuple((name.lower(), (name, value)) for name, value in headers.items())
        for kind, headers in ((None, _ALONE), (_SHARED_KIND, _SHARED), (_FRAMED_KIND, framed))
    }
    inner = app.wsgi_app

    def complete(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start_complete(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            set_already = {name.lower() for name, _ in headers}
            kind = kinds[environ.get(_KIND)]
            headers.extend(header for lower, header in kind if lower not in set_already)
            if environ["wsgi.url_scheme"] == "https":
                headers.append(_STRICT_TRANSPORT)
            return start_response(status, headers, *more)

        return inner(environ, start_complete)

    app.wsgi_app = complete  # type: ignore[method-assign]


def _of_kind(view: Callable[_P, _R], kind: str) -> Callable[_P, _R]:
    @functools.wraps(view)
    def marked(*arguments: _P.args, **named: _P.kwargs) -> _R:
        request.environ[_KIND] = kind
        return view(*arguments, **named)

    return marked
