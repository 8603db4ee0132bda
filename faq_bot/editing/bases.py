"""The knowledge in force as files in memory: what proposals are put into."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from faq_bot.editing.patches import Files
from faq_bot.loading.packing import unpacked
from faq_bot.storage import releases
from faq_bot.storage.records import Records


@dataclass(frozen=True, slots=True)
class Base:
    """The files in force, and the release they came with (None for a folder)."""

    release: int | None
    files: Files

    @property
    def key(self) -> str:
        """What is equal for equal files of the same release."""
        return digest(self.files, str(self.release))


class Bases:
    """Gives the knowledge in force: the newest release where releases are followed, else the folder."""

    def __init__(self, folder: Path, *, released: bool):
        self._folder = folder
        self._released = released
        self._kept: Base | None = None

    def folder_files(self) -> Files:
        """Return what stands in the folder, whatever is in force."""
        return files_in(self._folder)

    def now(self, records: Records) -> Base:
        """Return what is in force. StorageError while the database is away."""
        number = releases.number_in_force(records.engine) if self._released else None
        if number is None:
            return Base(None, files_in(self._folder))
        if self._kept is None or self._kept.release != number:
            found = releases.find(records.engine, number)
            assert found is not None  # noqa: S101 - releases are never deleted
            self._kept = Base(number, files_of(found.content))
        return self._kept


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the YAML files of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}


def files_of(content: bytes) -> dict[str, bytes]:
    """Return the files of a packed folder."""
    with unpacked(content, "release") as folder:
        return files_in(folder)


def digest(files: Files, more: str = "") -> str:
    """Return what is equal for equal files."""
    found = hashlib.sha256(more.encode())
    for name in sorted(files):
        found.update(f"\0{name}\0{len(files[name])}\0".encode() + files[name])
    return found.hexdigest()[:40]


@contextmanager
def laid_out(files: Mapping[str, bytes]) -> Iterator[Path]:
    """Give a folder that holds the files; it is gone when the block is left."""
    with TemporaryDirectory(prefix="faq-bot-") as root:
        write(files, Path(root))
        yield Path(root)


def write(files: Mapping[str, bytes], root: Path) -> None:
    """Write files into a folder, each whole or not at all."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        beside.write_bytes(content)
        beside.replace(path)
