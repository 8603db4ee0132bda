"""Proposals that were tried out come in force: as a release for all replicas, or in the service's own folder."""

import os
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import Connection

from faq_bot.assembly import now
from faq_bot.editing.bases import digest, files_in, laid_out, write
from faq_bot.errors import InputError
from faq_bot.loading.packing import pack
from faq_bot.reception import releases
from faq_bot.server.api import desk
from faq_bot.server.staff.changes_view import Pending
from faq_bot.settings import Settings
from faq_bot.storage import audit, proposals
from faq_bot.storage import releases as stored
from faq_bot.storage.connections import writing

_OVERTAKEN = (
    "ちょうど今、ほかの人が公開しました。提案はそのままです。いまの内容を見て、確かめ直してください。"
)


def may_write(settings: Settings) -> bool:
    """Whether the service follows its knowledge folder, and may write there."""
    return settings.releases == "folder" and os.access(settings.knowledge / "entries", os.W_OK)


def publish_pending(found: Pending, result: Mapping[str, Any], by: str) -> int:
    """Put what was tried in force for all replicas; return the release's number. InputError if it is overtaken."""
    at = now()

    def first(connection: Connection) -> None:
        if stored.lock_in_force(connection) != found.base.release:
            raise InputError("key", _OVERTAKEN)
        _settle(connection, found, by, at)

    with laid_out(found.applied.files) as folder:
        content = pack(folder)
    return releases.publish_checked(desk().records, content, str(result["version"]), by, at, first)


def write_pending(found: Pending, result: Mapping[str, Any], by: str) -> int:
    """Write what was tried into the service's folder, which it follows; return 0, as that is no release."""
    at, folder = now(), current_app.extensions["settings"].knowledge
    with writing(desk().records.engine) as connection:
        if digest(files_in(folder)) != digest(found.base.files):
            raise InputError("key", _OVERTAKEN)
        _settle(connection, found, by, at)
        detail = {
            "version": result["version"],
            "files": sorted(found.changed),
            "proposals": list(found.applied.done),
        }
        audit.record(connection, at, by, "knowledge.write", "folder", detail)
        try:
            write(found.changed, folder)
        except OSError:
            raise InputError("key", "ナレッジのフォルダに書けませんでした。提案はそのままです。") from None
    return 0


def _settle(connection: Connection, found: Pending, by: str, at: datetime) -> None:
    done = list(found.applied.done)
    if not done or proposals.put(connection, done, ("open",), "published", by, at) != len(done):
        raise InputError("key", _OVERTAKEN)
    for number in done:
        audit.record(connection, at, by, "proposal.publish", f"proposal:{number}", {})
