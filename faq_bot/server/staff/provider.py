"""Log-in by the organisation's own accounts: OpenID Connect, authorization code with PKCE, by authlib."""

import importlib.util
import logging
from collections.abc import Mapping
from typing import Any

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from faq_bot.access.roles import highest
from faq_bot.errors import SettingsError
from faq_bot.server.limiting import refuse_too_many
from faq_bot.server.staff import sessions
from faq_bot.server.staff.blueprint import staff
from faq_bot.server.staff.guard import back_to
from faq_bot.settings import Settings
from faq_bot.storage.users import Role

_PATIENCE = 5  # seconds to wait for the provider
_NEXT = "next"
log = logging.getLogger(__name__)


def register_provider(app: Flask, settings: Settings) -> None:
    """Know the provider of the settings, if there is one. It is not asked before somebody comes.

    SettingsError says what to install if authlib is lacking.
    """
    if settings.oidc_issuer is None:
        return
    if importlib.util.find_spec("authlib") is None:
        raise SettingsError(
            "OIDC_ISSUER を使うには、次のとおり入れてください: pip install 'careplan-faq-bot[oidc]'"
        )
    from authlib.integrations.flask_client import OAuth  # noqa: PLC0415  an extra

    app.extensions["provider"] = OAuth(app).register(
        "provider",
        client_id=settings.oidc_client,
        client_secret=settings.oidc_secret,
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": _PATIENCE,
        },
    )


@staff.get("/provider")
def provider_login() -> ResponseReturnValue:
    """Send the browser to the provider."""
    refuse_too_many("login")
    session[_NEXT] = back_to(request.args.get("next"))
    answer: ResponseReturnValue = _provider().authorize_redirect(
        url_for("staff.provider_return", _external=True)
    )
    return answer


@staff.get("/provider/return")
def provider_return() -> ResponseReturnValue:
    """Take back whom the provider has sent: its word must be signed, fresh, and an answer to our own question."""
    refuse_too_many("login")
    wanted, provider, member = back_to(session.get(_NEXT)), _provider(), None
    try:
        claims = provider.authorize_access_token()["userinfo"]
        role = role_of_claims(claims, _settings().oidc_roles)
        if role is not None:
            member = sessions.accounts().enter_provided(claims["sub"], role, request.remote_addr or "")
    except Exception as error:
        log.warning("the provider's answer was not accepted: %s", type(error).__name__)
    if member is None:
        return redirect(url_for("staff.login", refused="provider", next=wanted), 303)
    sessions.begin(member)
    return redirect(wanted, 303)


def role_of_claims(claims: Mapping[str, Any], rules: tuple[tuple[str, str, str], ...]) -> Role | None:
    """Return the role with the most rights that the claims give, None if they give none."""
    given: list[Any] = [role for claim, value, role in rules if value in _values(claims.get(claim))]
    return highest(given)


def _values(claim: object) -> list[str]:
    return [str(value) for value in claim] if isinstance(claim, list | tuple) else [str(claim)]


def _provider() -> Any:
    return current_app.extensions.get("provider") or abort(404)


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
