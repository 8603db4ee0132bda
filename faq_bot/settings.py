"""The environment, read and checked once.

| variable | meaning | default |
| --- | --- | --- |
| `HOST` | address the service listens on | 127.0.0.1 |
| `PORT` | port it listens on | 8000 |
| `FAQ_BOT_KNOWLEDGE` | knowledge folder | the one that came with the package |
| `FAQ_BOT_WEB` | folder of pages and widget | the one that came with the package |
| `FAQ_BOT_CACHE` | folder where built indexes are kept for the next start, or `off` | the user's cache folder |
| `FAQ_BOT_DATA` | folder of what must stay: the secret made at the first start | the user's data folder |
| `SECRET_KEY` | signs conversations, at least 16 characters; the same for all replicas | made once, kept in the data folder |
| `FAQ_BOT_SEMANTIC` | `on`: rank the first thirty again by meaning (extra `semantic`) | off |
"""

import difflib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from faq_bot.errors import SettingsError

PREFIX = "FAQ_BOT_"
_OURS = tuple(f"{PREFIX}{name}" for name in ("KNOWLEDGE", "WEB", "CACHE", "DATA", "SEMANTIC"))
_SHORTEST_SECRET = 16


@dataclass(frozen=True, slots=True)
class Settings:
    """What the outside decides about this process."""

    host: str
    port: int
    knowledge: Path
    web: Path
    cache: Path | None = None
    semantic: bool = False


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of the environment. SettingsError names the first variable that is wrong."""
    env = os.environ if environment is None else environment
    _refuse_misspelt(env)
    return Settings(
        host=env.get("HOST") or "127.0.0.1",
        port=_port(env.get("PORT") or "8000"),
        knowledge=Path(env.get(f"{PREFIX}KNOWLEDGE") or bundled("knowledge")).absolute(),
        web=_web(Path(env.get(f"{PREFIX}WEB") or bundled("web")).absolute()),
        cache=cache_folder(env),
        semantic=_switch(f"{PREFIX}SEMANTIC", env.get(f"{PREFIX}SEMANTIC") or "off"),
    )


def hand_down(settings: Settings) -> None:
    """Put folders and switches into the environment, where the workers of the service read them."""
    os.environ[f"{PREFIX}KNOWLEDGE"] = str(settings.knowledge)
    os.environ[f"{PREFIX}WEB"] = str(settings.web)
    os.environ[f"{PREFIX}CACHE"] = str(settings.cache or "off")
    os.environ[f"{PREFIX}SEMANTIC"] = "on" if settings.semantic else "off"


def share_secret() -> Path | None:
    """Put the secret into the environment for the workers; return the file it was made in just now, if it was."""
    secret, made = secret_key()
    os.environ["SECRET_KEY"] = secret
    return made


def cache_folder(environment: Mapping[str, str] | None = None) -> Path | None:
    """Return the folder where built indexes are kept, None if there is none that is ours alone.

    Without `FAQ_BOT_CACHE` it is `faq-bot` in the user's cache folder, else a folder named after the user
    among the temporary files. A folder there that others may write to is not used.
    """
    env = os.environ if environment is None else environment
    if chosen := env.get(f"{PREFIX}CACHE"):
        return None if chosen == "off" else Path(chosen).absolute()
    home = env.get("XDG_CACHE_HOME") or (Path(env["HOME"]) / ".cache" if env.get("HOME") else "")
    if home and _own(Path(home) / "faq-bot"):
        return Path(home) / "faq-bot"
    temporary = Path(tempfile.gettempdir()) / f"faq-bot-{_user()}"
    return temporary if _own(temporary) else None


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"


def _own(folder: Path) -> bool:
    """Whether a folder is there (made if need be), is ours, and nobody else may write to it."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        state = folder.stat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return True
    return state.st_uid == os.getuid() and not state.st_mode & 0o022


def secret_key(environment: Mapping[str, str] | None = None) -> tuple[str, Path | None]:
    """Return the secret that signs conversations, and the file it was made in just now (None otherwise).

    Without `SECRET_KEY` it is kept in the data folder (mode 600); where nothing can be kept it lives as long
    as this process.
    """
    env = os.environ if environment is None else environment
    if chosen := env.get("SECRET_KEY"):
        if len(chosen) < _SHORTEST_SECRET:
            message = (
                f"SECRET_KEY が短すぎます（{len(chosen)}文字）。{_SHORTEST_SECRET}文字以上にしてください。"
            )
            raise SettingsError(message)
        return chosen, None
    file = _data_folder(env) / "secret_key"
    try:
        return _kept_secret(file)
    except OSError:
        return secrets.token_urlsafe(32), None


def _kept_secret(file: Path) -> tuple[str, Path | None]:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = secrets.token_urlsafe(32)
    handle, draft = tempfile.mkstemp(dir=file.parent)  # mode 600
    try:
        os.write(handle, made.encode())
        os.link(draft, file)  # fails if the file is there: of two starting at once, one secret wins
    except FileExistsError:
        return file.read_text().strip(), None
    finally:
        os.close(handle)
        os.unlink(draft)
    return made, file


def _data_folder(env: Mapping[str, str]) -> Path:
    if chosen := env.get(f"{PREFIX}DATA"):
        return Path(chosen).absolute()
    home = env.get("XDG_DATA_HOME") or (Path(env["HOME"]) / ".local" / "share" if env.get("HOME") else "")
    return Path(home) / "faq-bot" if home else Path(tempfile.gettempdir()) / f"faq-bot-{_user()}"


def bundled(folder: str) -> Path:
    """Return a folder that came with the package: beside it in a checkout, inside it in a wheel."""
    package = Path(__file__).parent
    inside = package / "bundled" / folder
    return inside if inside.is_dir() else package.parent / folder


def _web(folder: Path) -> Path:
    if (folder / "pages").is_dir():
        return folder
    raise SettingsError(f"{PREFIX}WEB が「{folder}」になっています。pages のあるフォルダを指定してください。")


def _switch(name: str, text: str) -> bool:
    if text in ("on", "off"):
        return text == "on"
    raise SettingsError(f"{name} が「{text}」になっています。on か off にしてください。")


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise SettingsError(f"PORT が「{text}」になっています。1 から 65535 までの整数にしてください。")


def _refuse_misspelt(env: Mapping[str, str]) -> None:
    for name in sorted(env):
        if name.startswith(PREFIX) and name not in _OURS:
            near = difflib.get_close_matches(name, _OURS, n=1, cutoff=0.0)[0]
            message = f"環境変数「{name}」は使いません。「{near}」の書き間違いではありませんか。"
            raise SettingsError(f"{message}使えるもの: {', '.join(_OURS)}")
