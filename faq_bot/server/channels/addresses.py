"""Where our own pages are, as links in Slack and Teams name them."""

from flask import request

from faq_bot.settings import Settings


def service_address(settings: Settings) -> str:
    """Return the address of our pages: `FAQ_BOT_URL`, else the one this request came to."""
    return settings.public_url or request.host_url.rstrip("/")
