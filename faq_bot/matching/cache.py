"""Built indexes kept in a folder, so that a start does not analyse again what it analysed before.

A file is named after everything it depends on; one that is missing, damaged or of another make is built anew
and replaced. Nothing here is ever fatal: without a folder to write to, every start builds its own.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from faq_bot.matching.storage import DamagedFileError, Stored, read_arrays, write_arrays

FORMAT = 2
"""To be raised whenever features, weights or arrays come out differently than before."""
MOST_FILES = 8
_END = ".faqindex"


class IndexCache:
    """Indexes of one make (program, dictionary, vocabulary) in a folder. Several processes may share it."""

    def __init__(self, folder: Path | None, make: str):
        self._folder = folder
        self._make = f"{make}-{FORMAT}"

    def load(self, content: str) -> Stored | None:
        """Return the index of this content, None if there is none that can be used."""
        return None if self._folder is None else self._read(self._path(self._folder, content), content)

    def latest(self) -> Stored | None:
        """Return the newest index of the same make, whatever its content: its texts need no analysis."""
        for path in self._files(f"{self._make}-*{_END}"):
            found = self._read(path, None)
            if found is not None:
                return found
        return None

    def save(self, content: str, arrays: dict[str, NDArray[Any]]) -> None:
        """Keep an index; only the newest few files stay in the folder."""
        if self._folder is None:
            return
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = self._path(self._folder, content)
            write_arrays(path, {"make": self._make, "content": content}, arrays)
            for old in [p for p in self._files(f"*{_END}") if p != path][MOST_FILES - 1 :]:
                old.unlink(missing_ok=True)

    def _path(self, folder: Path, content: str) -> Path:
        return folder / f"{self._make}-{content[:16]}{_END}"

    def _read(self, path: Path, content: str | None) -> Stored | None:
        with suppress(OSError, DamagedFileError):
            found = read_arrays(path)
            if found.about.get("make") == self._make and content in (None, found.about.get("content")):
                return found
        return None

    def _files(self, pattern: str) -> list[Path]:
        """Return the files of a pattern, the newest first."""
        with suppress(OSError):
            return sorted(self._folder.glob(pattern), key=_age) if self._folder else []
        return []


def _age(path: Path) -> float:
    try:
        return -path.stat().st_mtime
    except OSError:  # another process removed it meanwhile
        return 0.0


def usable(stored: Stored | None, restore: Callable[[Stored], Any]) -> Any:
    """Return what a file holds, None if its arrays are not those expected."""
    if stored is None:
        return None
    with suppress(KeyError, ValueError, TypeError, IndexError):
        return restore(stored)
    return None
