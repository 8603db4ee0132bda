"""The asker's address behind proxies, believed only from as many as are configured."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from faq_bot.settings import Settings


def trust_proxies(app: Flask, settings: Settings) -> None:
    """Read `X-Forwarded-For` and `X-Forwarded-Proto` as `FAQ_BOT_PROXIES` of them have written it, else not."""
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
