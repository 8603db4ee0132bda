"""Where several workers of one machine add up their metrics."""

import os
from pathlib import Path

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def share_metrics_folder(folder: Path | None) -> None:
    """Let prometheus_client keep its numbers in a folder all workers write to; None: in this process alone.

    It reads the variable while it is imported, so this comes before.
    """
    os.environ.pop(_FOLDER, None)
    if folder is not None:
        os.environ[_FOLDER] = str(folder)


def shared_metrics_folder() -> Path | None:
    """Return the folder all workers write to, None if numbers are kept in this process alone."""
    found = os.environ.get(_FOLDER)
    return Path(found) if found else None
