"""A knowledge folder of a thousand entries, made of our own, the same on every machine."""

import json
import shutil
from pathlib import Path
from typing import Any

import yaml

from faq_bot.settings.folders import bundled

COUNT = 1000
PLACES = ("函館市", "旭川市", "船橋市", "八王子市", "富山市", "豊橋市", "高松市", "鹿児島市")
"""Where the copies are about: each wording of a copy names its place, so that no two are equal."""


def thousand(folder: Path, count: int = COUNT) -> Path:
    """Write a folder of `count` entries: ours, then copies of them that are about other places."""
    shutil.copytree(bundled("knowledge"), folder)
    files = sorted((folder / "entries").glob("*.yaml"))
    entries = {file: yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}
    left = count - sum(len(listed) for listed in entries.values())
    for number, place in enumerate(PLACES, 1):
        for listed in entries.values():
            ours = [entry for entry in listed if "copy-" not in entry["id"]]
            more = [_copy(entry, number, place) for entry in ours[: max(left, 0)]]
            listed.extend(more)
            left -= len(more)
    for file, listed in entries.items():
        text = json.dumps(listed, ensure_ascii=False, indent=1, default=str)  # which is YAML too
        file.write_text(text, encoding="utf-8")
    return folder


def _copy(entry: dict[str, Any], number: int, place: str) -> dict[str, Any]:
    return {
        **{name: value for name, value in entry.items() if name not in ("municipality", "updates")},
        "id": f"copy-{number}-{entry['id']}",
        "question": f"{place}では、{entry['question']}",
        "phrasings": [f"{place} {wording}" for wording in entry["phrasings"]],
    }
