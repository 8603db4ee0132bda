"""The text of a variable as the value it stands for. SettingsError names the variable and what is allowed.

Each reader takes the variable's name and its text, which is the default where nothing is set.
"""

import re
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from faq_bot.errors import SettingsError

Reader = Callable[[str, str], Any]
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?")
_LIMIT = re.compile(r"[1-9][0-9]{0,6}/(second|minute|hour|day)")
_ISSUER = re.compile(r"https://[^\s?#]+|http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?(/[^\s?#]*)?")
_ADDRESS = re.compile(r"https://[^\s?#]+|http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?(/[^\s?#]*)?")
_WEBHOOK = re.compile(r"https://\S+|http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?/\S*")
_SLACK_TEAM = re.compile(r"[TE][A-Z0-9]{2,20}")
_SHORTEST_TOKEN = 16  # bytes; Teams gives out 32
_ROLE = re.compile(r"([A-Za-z0-9_.:/-]+)=([^:=,]+):(operator|editor|administrator)")
_NAMES_OF_DATABASES = ("sqlite", "postgresql", "postgres")
_NAMES_OF_STORES = ("redis", "rediss", "unix", "valkey", "valkeys")


def text(_: str, given: str) -> str | None:
    """Return the text itself, None where there is none."""
    return given or None


def folder(_: str, given: str) -> Path:
    """Return an absolute path."""
    return Path(given).absolute()


def files(name: str, given: str) -> tuple[Path, ...]:
    """Return absolute paths of files, separated by commas."""
    found = tuple(Path(part.strip()).absolute() for part in given.split(",") if part.strip())
    for path in found:
        if not path.is_file():
            raise SettingsError(f"{name} の「{path}」というファイルがありません。")
    return found


def web_folder(name: str, given: str) -> Path:
    """Return an absolute path of a folder with pages."""
    found = Path(given).absolute()
    if (found / "pages").is_dir():
        return found
    raise SettingsError(f"{name} が「{given}」になっています。pages のあるフォルダを指定してください。")


def switch(name: str, given: str) -> bool:
    """Return whether it is on."""
    if given in ("on", "off"):
        return given == "on"
    raise SettingsError(f"{name} が「{given}」になっています。on か off にしてください。")


def whole(least: int, most: int) -> Reader:
    """Return the reader of whole numbers in a range."""

    def read(name: str, given: str) -> int:
        if given.isascii() and given.isdigit() and len(given) < 10 and least <= int(given) <= most:
            return int(given)
        message = f"{name} が「{given}」になっています。{least} から {most} までの整数にしてください。"
        raise SettingsError(message)

    return read


def one_of(*allowed: str) -> Reader:
    """Return the reader of one of some words."""

    def read(name: str, given: str) -> str:
        if given in allowed:
            return given
        raise SettingsError(f"{name} が「{given}」になっています。使えるもの: {', '.join(allowed)}")

    return read


def origins(name: str, given: str) -> tuple[str, ...]:
    """Return web origins separated by commas or blanks, such as `https://www.city.example.lg.jp`."""
    found = tuple(re.split(r"[,\s]+", given.strip())) if given.strip() else ()
    for origin in found:
        if not _ORIGIN.fullmatch(origin):
            raise SettingsError(
                f"{name} の「{origin}」は使えません。https://www.example.lg.jp のように、"
                "最後に / を付けずに書いてください（いくつもあればコンマで区切ります）。"
            )
    return found


def issuer(name: str, given: str) -> str | None:
    """Return the address of an OpenID Connect issuer, None where none is given."""
    if given and not _ISSUER.fullmatch(given):
        raise SettingsError(f"{name} が「{given}」になっています。https:// で始まるアドレスにしてください。")
    return given or None


def roles(name: str, given: str) -> tuple[tuple[str, str, str], ...]:
    """Return which value of which claim of an OpenID Connect provider means which role."""
    found = []
    for part in filter(None, (part.strip() for part in given.split(","))):
        rule = _ROLE.fullmatch(part)
        if rule is None:
            raise SettingsError(
                f"{name} の「{part}」は使えません。groups=faq-admins:administrator のように、"
                "項目=値:役割 と書いてください（役割は operator, editor, administrator）。"
            )
        found.append((rule[1], rule[2].strip(), rule[3]))
    return tuple(found)


def rate_limit(name: str, given: str) -> str | None:
    """Return a limit such as `120/minute`, None for `off`."""
    if given == "off":
        return None
    if _LIMIT.fullmatch(given):
        return given
    raise SettingsError(f"{name} が「{given}」になっています。120/minute のような形か off にしてください。")


def database(name: str, given: str) -> str | None:
    """Return the address of a SQLite or PostgreSQL database as SQLAlchemy takes it; None where none is given.

    The address may hold a password, so it is not repeated in the message.
    """
    if not given:
        return None
    scheme, found, rest = given.partition("://")
    if not found or scheme.split("+")[0] not in _NAMES_OF_DATABASES:
        raise SettingsError(
            f"{name} は sqlite:///フォルダ/faq-bot.db か postgresql://利用者:合言葉@ホスト/名前 の形にしてください。"
        )
    return given if scheme.startswith("sqlite") else f"postgresql+psycopg://{rest}"


def store(name: str, given: str) -> str | None:
    """Return the address of a Redis or Valkey server, None where none is given."""
    if not given:
        return None
    if given.partition("://")[0] not in _NAMES_OF_STORES:
        raise SettingsError(f"{name} は redis://ホスト:6379 の形にしてください。")
    return re.sub("^valkey", "redis", given)


def base_address(name: str, given: str) -> str:
    """Return the address of an API, with a `/` at its end."""
    return f"{_address(name, given)}/"


def public_address(name: str, given: str) -> str | None:
    """Return the address of a site without a `/` at its end, None where none is given."""
    return _address(name, given) if given else None


def webhook(name: str, given: str) -> str | None:
    """Return the address of a webhook, None where none is given. It is a secret, so it is not repeated."""
    if given and not _WEBHOOK.fullmatch(given):
        raise SettingsError(f"{name} は https:// で始まるアドレスにしてください。")
    return given or None


def slack_teams(name: str, given: str) -> frozenset[str]:
    """Return ids of Slack workspaces (or of an Enterprise Grid), separated by commas or blanks."""
    found = re.split(r"[,\s]+", given.strip()) if given.strip() else []
    for team in found:
        if not _SLACK_TEAM.fullmatch(team):
            raise SettingsError(
                f"{name} の「{team}」は使えません。T0123ABCD のようなワークスペースの id を、コンマで区切って書いてください。"
            )
    return frozenset(found)


def teams_tokens(name: str, given: str) -> tuple[bytes, ...]:
    """Return the keys of outgoing webhooks, given in Base64 as Teams shows them. They are not repeated."""
    keys = []
    for number, text in enumerate(filter(None, re.split(r"[,\s]+", given.strip())), start=1):
        try:
            keys.append(b64decode(text, validate=True))
        except ValueError:
            keys.append(b"")
        if len(keys[-1]) < _SHORTEST_TOKEN:
            raise SettingsError(
                f"{name} の{number}つ目がトークンの形ではありません。Teams が示した文字（… = で終わる Base64）を"
                "そのまま書いてください（いくつもあればコンマで区切ります）。"
            )
    return tuple(keys)


def _address(name: str, given: str) -> str:
    if not _ADDRESS.fullmatch(given):
        raise SettingsError(f"{name} が「{given}」になっています。https:// で始まるアドレスにしてください。")
    return given.rstrip("/")
