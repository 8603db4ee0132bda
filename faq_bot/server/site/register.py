"""The pages as one site: their blueprints, and what every template may use."""

from datetime import date

from flask import Blueprint, Flask

from faq_bot.rules.phrases import shown
from faq_bot.server.licence_years import amount_shown
from faq_bot.server.pages import pages
from faq_bot.server.site.calculator_page import calculator_page
from faq_bot.server.site.entry_pages import entry_pages
from faq_bot.server.site.feedback_page import feedback_page
from faq_bot.server.site.feeds import feeds
from faq_bot.server.site.info_pages import info_pages
from faq_bot.server.site.list_pages import list_pages
from faq_bot.server.site.prose import blocks
from faq_bot.server.site.search_page import search_page

BLUEPRINTS: tuple[Blueprint, ...] = (
    pages,
    entry_pages,
    list_pages,
    search_page,
    calculator_page,
    feedback_page,
    info_pages,
    feeds,
)


def register_site(app: Flask) -> None:
    """Add all pages to an app."""
    app.add_template_filter(amount_shown, "amount")
    app.add_template_filter(blocks, "blocks")
    app.add_template_filter(lambda day: shown(date.fromisoformat(str(day))), "day")
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
