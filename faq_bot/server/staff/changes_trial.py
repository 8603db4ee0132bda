"""The trial of proposals, in a process of its own: it takes a while, and answering must not wait for it.

How far it is and what it has shown is kept in the database, so that any replica can say so.
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app

from faq_bot.assembly import now
from faq_bot.editing.bases import write
from faq_bot.errors import InputError, StorageError
from faq_bot.server.api import desk
from faq_bot.server.staff.changes_view import Pending, settings_of
from faq_bot.storage import audit, trials
from faq_bot.storage.connections import writing
from faq_bot.storage.records import Records

log = logging.getLogger(__name__)
_STALE = timedelta(minutes=3)  # a trial that has not moved for so long is nobody's any more
_NICENESS = 10  # answers come first
_FAILED = "確かめている途中で止まりました。もう一度確かめてください。"


def shown(found: Pending) -> dict[str, Any]:
    """Return how the trial of these changes is: `state` is none, running, failed or done."""
    row = trials.find(desk().records.engine, found.key)
    if row is None:
        return {"state": "none"}
    if row.result is None:
        late = row.at < now() - _STALE
        return {"state": "failed" if late else "running", "step": row.progress.get("step", "始めています")}
    return {
        "state": "failed" if "failed" in row.result else "done",
        "result": row.result,
        "at": row.at,
        "by": row.by,
    }


def passed(found: Pending) -> Mapping[str, Any]:
    """Return what the trial of these changes has shown. InputError if there was none, or it found mistakes."""
    trial = shown(found)
    if trial["state"] != "done":
        raise InputError("key", "まだ確かめ終わっていません。「確かめる」を終えてから公開してください。")
    if trial["result"]["problems"]:
        raise InputError("key", "点検で誤りが見つかったので、公開できません。誤りを直してください。")
    result: Mapping[str, Any] = trial["result"]
    return result


def start(found: Pending, by: str) -> None:
    """Begin a trial in a process of its own, unless one of the same changes goes on."""
    records, at = desk().records, now()
    with writing(records.engine) as connection:
        begun = trials.begin(connection, found.key, by, at, at - _STALE)
        if begun:
            detail = {"proposals": list(found.applied.done)}
            audit.record(connection, at, by, "proposal.try", f"trial:{found.key[:12]}", detail)
    if begun:
        questions = settings_of(current_app).questions
        arguments = (records, found, questions)
        threading.Thread(target=_run, args=arguments, name="trial", daemon=True).start()


def _run(records: Records, found: Pending, questions: tuple[Path, ...]) -> None:
    try:
        with tempfile.TemporaryDirectory(prefix="faq-bot-") as root:
            result = _tried(records, found, questions, Path(root))
    except Exception:
        log.exception("a trial failed")
        result = {"failed": _FAILED}
    try:
        with writing(records.engine) as connection:
            trials.end(connection, found.key, now(), result)
    except StorageError as error:
        log.warning("what a trial has shown is lost: %s", error.kind)


def _tried(records: Records, found: Pending, questions: tuple[Path, ...], root: Path) -> dict[str, Any]:
    write(found.base.files, root / "before")
    write(found.applied.files, root / "after")
    (root / "accepted.json").write_text(json.dumps(found.accepted), encoding="utf-8")
    command = [sys.executable, "-m", "faq_bot", "knowledge", "try", "before", "after", "--json"]
    command += ["--accepted", "accepted.json"]
    command += [part for file in questions for part in ("--questions", str(file))]
    result: dict[str, Any] = {"failed": _FAILED}
    # What it says about mistakes goes to the log of the service; the folders are named as seen from there.
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:  # noqa: S603
        os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
        assert process.stdout is not None  # noqa: S101 - a pipe
        for line in process.stdout:
            told = json.loads(line)
            if "result" in told:
                result = told["result"]
            else:
                with writing(records.engine) as connection:
                    trials.move(connection, found.key, now(), told)
    return result
