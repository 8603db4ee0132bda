"""The Flask app around a finished assistant."""

from pathlib import Path

from flask import Flask

from faq_bot.assembly import Assistant
from faq_bot.reception.desk import Desk
from faq_bot.server.api import api
from faq_bot.server.channels.register import register_channels
from faq_bot.server.documentation import document_of
from faq_bot.server.embedding import embedding, read_script
from faq_bot.server.gateway import LARGEST_BODY, refuse_late_bodies
from faq_bot.server.headers import register_headers
from faq_bot.server.health import health
from faq_bot.server.limiting import register_limits
from faq_bot.server.metrics import Meters, metrics
from faq_bot.server.observing import observe
from faq_bot.server.origins import register_origins
from faq_bot.server.problems import register_problems
from faq_bot.server.proxies import trust_proxies
from faq_bot.server.site.register import register_site
from faq_bot.server.staff.register import register_staff
from faq_bot.server.switching import register_switches
from faq_bot.settings import Settings, read_settings, secret_key, shared_metrics_folder
from faq_bot.storage.records import Records


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
    secret, _ = secret_key()
    app.extensions["desk"] = Desk(assistant, secret, records)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["meters"] = Meters(shared_metrics_folder())
    observe(app)
    for blueprint in (api, health, metrics, embedding):
        app.register_blueprint(blueprint)
    register_site(app)
    register_staff(app, web, settings, secret)
    register_problems(app)
    register_headers(app, settings)
    register_origins(app, settings)
    trust_proxies(app, settings)
    refuse_late_bodies(app)
    register_limits(app, settings)
    register_switches(app)
    register_channels(app, settings)
    app.extensions["openapi"] = document_of(app)
    return app
