"""Where things lie: what came with the package, what is kept for the next start, what must stay."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

CACHE, DATA = "FAQ_BOT_CACHE", "FAQ_BOT_DATA"


def bundled(folder: str) -> Path:
    """Return a folder that came with the package: beside it in a checkout, inside it in a wheel."""
    package = Path(__file__).parent.parent
    inside = package / "bundled" / folder
    return inside if inside.is_dir() else package.parent / folder


def cache_folder(environment: Mapping[str, str] | None = None) -> Path | None:
    """Return the folder where built indexes are kept, None if there is none that is ours alone.

    Without `FAQ_BOT_CACHE` it is `faq-bot` in the user's cache folder, else a folder named after the user
    among the temporary files. A folder there that others may write to is not used.
    """
    env = os.environ if environment is None else environment
    if chosen := env.get(CACHE):
        return None if chosen == "off" else Path(chosen).absolute()
    home = env.get("XDG_CACHE_HOME") or (Path(env["HOME"]) / ".cache" if env.get("HOME") else "")
    if home and _own(Path(home) / "faq-bot"):
        return Path(home) / "faq-bot"
    temporary = _temporary()
    return temporary if _own(temporary) else None


def data_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder of what must stay: `FAQ_BOT_DATA`, else `faq-bot` in the user's data folder."""
    env = os.environ if environment is None else environment
    if chosen := env.get(DATA):
        return Path(chosen).absolute()
    home = env.get("XDG_DATA_HOME") or (Path(env["HOME"]) / ".local" / "share" if env.get("HOME") else "")
    return Path(home) / "faq-bot" if home else _temporary()


def _temporary() -> Path:
    user = str(os.getuid()) if hasattr(os, "getuid") else "user"
    return Path(tempfile.gettempdir()) / f"faq-bot-{user}"


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
