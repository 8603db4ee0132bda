"""Set-ups that would not hold, refused at the start."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from faq_bot.errors import SettingsError

if TYPE_CHECKING:
    from faq_bot.settings import Settings


def refuse_what_would_not_hold(settings: "Settings", env: Mapping[str, str]) -> None:
    """SettingsError for a set-up that works until the day it is needed.

    Several replicas without one secret lose conversations, without one database lose records; several
    processes that each count alone let through a multiple of the limit.
    """
    if settings.replicas > 1:
        lacking = [name for name in ("SECRET_KEY", "DATABASE_URL") if not env.get(name)]
        if lacking:
            raise SettingsError(
                f"FAQ_BOT_REPLICAS が2以上のときは、{' と '.join(lacking)} を決めてください。"
            )
        if settings.database is not None and settings.database.startswith("sqlite"):
            raise SettingsError(
                "FAQ_BOT_REPLICAS が2以上のときは、DATABASE_URL を PostgreSQL にしてください。"
            )
    _refuse_half(env, "OpenID Connect", ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ROLES"))
    _refuse_half(env, "Slack", ("SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"))
    several = settings.replicas > 1 or settings.workers > 1
    if several and settings.rate_limit is not None and settings.store is None:
        raise SettingsError(
            "いくつものプロセスで動かすときは、回数を合わせて数えるために REDIS_URL を決めてください"
            "（制限しないなら RATE_LIMIT を off に）。"
        )


def _refuse_half(env: Mapping[str, str], what: str, names: tuple[str, ...]) -> None:
    lacking = [name for name in names if not env.get(name)]
    if 0 < len(lacking) < len(names):
        raise SettingsError(f"{what} を使うには、{' と '.join(lacking)} も決めてください。")
