"""The environment, read and checked once. `variables.py` lists every variable."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from faq_bot.settings.deployment import refuse_what_would_not_hold
from faq_bot.settings.folders import cache_folder, data_folder
from faq_bot.settings.metrics import share_metrics_folder, shared_metrics_folder
from faq_bot.settings.secret import secret_key, share_secret
from faq_bot.settings.spelling import refuse_misspelt
from faq_bot.settings.variables import VARIABLES

LOOPBACK = ("127.0.0.1", "::1", "localhost")
__all__ = [
    "LOOPBACK",
    "Settings",
    "cache_folder",
    "data_folder",
    "hand_down",
    "read_settings",
    "secret_key",
    "share_metrics_folder",
    "share_secret",
    "shared_metrics_folder",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the outside decides about this process. `variables.py` says what each field means."""

    host: str
    port: int
    knowledge: Path
    questions: tuple[Path, ...]
    web: Path
    cache: Path | None
    data: Path
    semantic: bool
    database: str | None
    store: str | None
    rate_limit: str | None
    metrics_token: str | None
    oidc_issuer: str | None
    oidc_client: str | None
    oidc_secret: str | None
    oidc_roles: tuple[tuple[str, str, str], ...]
    slack_secret: str | None
    slack_token: str | None
    slack_teams: frozenset[str]
    slack_api: str
    slack_webhook: str | None
    teams_tokens: tuple[bytes, ...]
    teams_webhook: str | None
    public_url: str | None
    workers: int
    replicas: int
    origins: tuple[str, ...]
    proxies: int
    retention_days: int
    log_level: str
    log_questions: bool
    commit: str | None
    releases: Literal["folder", "database", "off"]

    @property
    def database_url(self) -> str:
        """The address of the database: the one given, else a SQLite file in the data folder."""
        return self.database or f"sqlite:///{self.data / 'faq-bot.db'}"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of the environment. SettingsError names the first variable that is wrong."""
    env = os.environ if environment is None else environment
    refuse_misspelt(env)
    fields = {v.field: v.read(v.name, env.get(v.name) or v.default) for v in VARIABLES if v.field}
    settings = Settings(**fields, cache=cache_folder(env), data=data_folder(env))
    refuse_what_would_not_hold(settings, env)
    return settings


def hand_down(settings: Settings) -> None:
    """Put folders and switches into the environment, where the workers of the service read them."""
    os.environ["FAQ_BOT_KNOWLEDGE"] = str(settings.knowledge)
    os.environ["FAQ_BOT_WEB"] = str(settings.web)
    os.environ["FAQ_BOT_CACHE"] = str(settings.cache or "off")
    os.environ["FAQ_BOT_SEMANTIC"] = "on" if settings.semantic else "off"
