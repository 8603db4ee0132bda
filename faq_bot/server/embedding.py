"""The widget for other people's pages: its script, the page for a frame, and a city page that shows it in use."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, request

from faq_bot.errors import InputError
from faq_bot.server.api import assistant
from faq_bot.server.headers import framed_by_origins, used_by_other_sites
from faq_bot.server.widget_script import widget_script

embedding = Blueprint("embedding", __name__)

_ATTRIBUTES = ("municipality", "as-of", "name", "accent", "greeting", "send")
"""What a frame may say in its address: attributes of the element."""


@dataclass(frozen=True, slots=True)
class Script:
    """The widget's script as it is served, plain and packed."""

    plain: bytes
    packed: bytes
    tag: str


def read_script(web: Path) -> Script:
    """Return the script of the folder `web`."""
    plain = widget_script(web / "widget").encode()
    return Script(plain, gzip.compress(plain, 9, mtime=0), hashlib.sha256(plain).hexdigest()[:32])


@embedding.get("/widget.js")
@used_by_other_sites
def script() -> Response:
    """The script, for pages of any origin."""
    found: Script = current_app.extensions["widget_script"]
    packs = request.accept_encodings["gzip"] > 0
    response = Response(found.packed if packs else found.plain, content_type="text/javascript; charset=utf-8")
    if packs:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=300"
    response.set_etag(f"{found.tag}-gzip" if packs else found.tag)
    response.make_conditional(request)
    return response


@embedding.get("/embed")
@framed_by_origins
def embed() -> str:
    """The widget alone, for a frame; its address says what the element's attributes would."""
    unknown = sorted(set(request.args) - set(_ATTRIBUTES))
    if unknown:
        allowed = ", ".join(_ATTRIBUTES)
        raise InputError(unknown[0], f"「{unknown[0]}」は使えません。使えるもの: {allowed}。")
    given = {name: request.args[name] for name in _ATTRIBUTES if request.args.get(name)}
    assistant().suggestions(given.get("municipality"), given.get("as-of"))  # refuses a wrong city or day
    return render_template("embed.html", attributes=given)


@embedding.get("/demo")
def demo() -> str:
    """A city page as an example, with the widget on it."""
    return render_template("demo.html")
