"""Whether a knowledge folder has changed, told by its files' sizes and times.

The files are looked at again and again, not watched by the system: inotify does not see what another machine
writes to a network drive or what a container engine swaps behind a mount, and some sixty files are looked at
in less than a millisecond.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class WatchedFolder:
    """A knowledge folder as a source of new knowledge."""

    def __init__(self, root: Path):
        self._root = root

    def state(self) -> object:
        """Return what changes with any change of any file. A folder that is away for a moment is a state too."""
        found = []
        for path in sorted(self._root.rglob("*.yaml")):
            try:
                stat = path.stat()
            except OSError:  # gone since it was listed
                continue
            found.append((str(path), stat.st_ino, stat.st_size, stat.st_mtime_ns))
        return tuple(found)

    @contextmanager
    def folder(self, _: object) -> Iterator[Path]:
        """Give the folder itself."""
        yield self._root
