"""The secret that signs conversations, replies and sessions."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

from faq_bot.errors import SettingsError
from faq_bot.settings.folders import data_folder

SECRET = "SECRET_KEY"  # noqa: S105 - the variable's name
SHORTEST = 16


def secret_key(environment: Mapping[str, str] | None = None) -> tuple[str, Path | None]:
    """Return the secret, and the file it was made in just now (None otherwise).

    Without `SECRET_KEY` it is kept in the data folder (mode 600); where nothing can be kept it lives as long
    as this process.
    """
    env = os.environ if environment is None else environment
    if chosen := env.get(SECRET):
        if len(chosen) < SHORTEST:
            message = f"{SECRET} が短すぎます（{len(chosen)}文字）。{SHORTEST}文字以上にしてください。"
            raise SettingsError(message)
        return chosen, None
    try:
        return _kept_secret(data_folder(env) / "secret_key")
    except OSError:
        return secrets.token_urlsafe(32), None


def share_secret() -> Path | None:
    """Put the secret into the environment for the workers; return the file it was made in just now, if it was."""
    secret, made = secret_key()
    os.environ[SECRET] = secret
    return made


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
