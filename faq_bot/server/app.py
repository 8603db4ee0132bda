"""The Flask app around a finished assistant."""

from pathlib import Path

from flask import Flask, Response

from faq_bot.assembly import Assistant
from faq_bot.reception.desk import Desk
from faq_bot.server.api import api
from faq_bot.server.documentation import document_of
from faq_bot.server.embedding import embedding, read_script
from faq_bot.server.health import health
from faq_bot.server.metrics import Meters, metrics
from faq_bot.server.observing import observe
from faq_bot.server.problems import register_problems
from faq_bot.server.site.register import register_site
from faq_bot.settings import Settings, read_settings, secret_key, shared_metrics_folder
from faq_bot.storage.records import Records

LARGEST_BODY = 64 * 1024
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def create_app(
    assistant: Assistant, web: Path, settings: Settings | None = None, records: Records | None = None
) -> Flask:
    """Return the app that answers with `assistant` and draws the pages of the folder `web`.

    Without `settings` it is set up as an empty environment would have it; without `records` nothing is kept.
    """
    settings = settings or read_settings({})
    app = Flask(__name__, template_folder=str(web / "pages"), static_folder=str(web / "pages" / "static"))
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.extensions["settings"] = settings
    app.extensions["widget_script"] = read_script(web)
    app.extensions["desk"] = Desk(assistant, secret_key()[0], records)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["meters"] = Meters(shared_metrics_folder())
    observe(app)
    for blueprint in (api, health, metrics, embedding):
        app.register_blueprint(blueprint)
    register_site(app)
    register_problems(app)
    app.after_request(_with_headers)
    app.extensions["openapi"] = document_of(app)
    return app


def _with_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response
