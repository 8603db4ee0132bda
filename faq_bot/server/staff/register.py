"""The pages of the staff as a part of the app."""

from pathlib import Path

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader

from faq_bot.access.accounts import Accounts
from faq_bot.assembly import now
from faq_bot.reception.desk import Desk
from faq_bot.server.staff import (
    audit_pages,
    changes_form,
    changes_history,
    changes_pages,
    desk_pages,
    digest_pages,
    entrance,
    fee_pages,
    figures_pages,
    lookup_pages,
    provider,
    questions_pages,
    switch_pages,
)
from faq_bot.server.staff.blueprint import staff
from faq_bot.server.staff.sessions import register_sessions
from faq_bot.server.staff.ways import show_ways
from faq_bot.settings import Settings

VIEWS = (
    entrance,
    lookup_pages,
    desk_pages,
    fee_pages,
    figures_pages,
    digest_pages,
    questions_pages,
    changes_pages,
    changes_form,
    changes_history,
    switch_pages,
    audit_pages,
    provider,
)  # importing them has added their views to the blueprint


def register_staff(app: Flask, web: Path, settings: Settings, secret: str) -> None:
    """Add the pages of the staff; without a database they answer 503."""
    desk: Desk = app.extensions["desk"]
    register_sessions(app, settings, secret)
    app.extensions["accounts"] = Accounts(lambda: desk.records.engine, now)
    app.jinja_loader = ChoiceLoader([FileSystemLoader(web / "pages"), FileSystemLoader(web)])
    provider.register_provider(app, settings)
    app.register_blueprint(staff)
    app.context_processor(show_ways)
