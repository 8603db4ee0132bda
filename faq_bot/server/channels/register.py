"""The channels of an app: each is there only where its secret is set."""

from flask import Flask

from faq_bot.server.channels.feedback_links import feedback_links
from faq_bot.server.channels.slack import add_slack
from faq_bot.server.channels.teams import add_teams
from faq_bot.settings import Settings


def register_channels(app: Flask, settings: Settings) -> None:
    """Let in the channels whose secrets are set. SettingsError if one lacks what it needs."""
    if settings.slack_secret is not None:
        add_slack(app, settings)
    if settings.teams_tokens:
        add_teams(app, settings)
        app.register_blueprint(feedback_links)
