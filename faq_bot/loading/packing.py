"""A knowledge folder as one file, the same bytes for the same knowledge, and back."""

import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from faq_bot.errors import KnowledgeError, Problem
from faq_bot.loading.notes import NOTES

SUFFIX = ".zip"
_LARGEST = 64 * 1024 * 1024  # bytes, unpacked: some eighty times the knowledge of today
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same for all files whenever they were written


def pack(root: Path, *, internal: bool = False) -> bytes:
    """Return a folder's YAML files, all that knowledge is made of, as the bytes of a zip file.

    The internal notes are only in it with `internal`: for our own replicas, never for a file that is handed on.
    """
    left_out = set() if internal else {root / NOTES}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(set(root.rglob("*.yaml")) - left_out):
            member = zipfile.ZipInfo(path.relative_to(root).as_posix(), _MOMENT)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, path.read_bytes())
    return packed.getvalue()


def unpack(content: bytes, folder: Path, name: str) -> None:
    """Write the files of a packed folder into an empty folder.

    KnowledgeError, under the name `name`, if it was not made by `pack`: only YAML files inside the folder, no
    more than 64 MB.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > _LARGEST:
                raise KnowledgeError([Problem(name, 0, "大きすぎます（開くと 64 MB を超えます）。")])
            for member in members:
                path = folder / _inside(member.filename, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.read(member))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise KnowledgeError([Problem(name, 0, "リリースのファイルとして読めません。")]) from None


@contextmanager
def opened(place: Path) -> Iterator[Path]:
    """Give the folder of a knowledge folder or of a packed one. KnowledgeError if it is neither."""
    if place.is_dir():
        yield place
        return
    try:
        content = place.read_bytes()
    except OSError:
        raise KnowledgeError([Problem(str(place), 0, "フォルダもファイルもありません。")]) from None
    with unpacked(content, place.name) as folder:
        yield folder


@contextmanager
def unpacked(content: bytes, name: str) -> Iterator[Path]:
    """Give a folder with the files of a packed one; it is gone when the block is left."""
    with tempfile.TemporaryDirectory(prefix="faq-bot-") as folder:
        unpack(content, Path(folder), name)
        yield Path(folder)


def _inside(member: str, name: str) -> Path:
    path = PurePosixPath(member)
    strange = path.is_absolute() or ".." in path.parts or "\\" in member or ":" in member
    if strange or path.suffix != ".yaml":
        raise KnowledgeError([Problem(name, 0, f"「{member[:80]}」は入れられません。")])
    return Path(*path.parts)
