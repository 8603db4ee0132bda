"""What is proposed, put into the knowledge in force: what changes, what cannot, and what it is called."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Row

from faq_bot.assembly import TOKYO
from faq_bot.editing.bases import Base, Bases, digest, laid_out
from faq_bot.editing.drafts import Mistakes, mistakes_in
from faq_bot.editing.patches import Files, patch
from faq_bot.editing.proposals import Applied, Proposal, apply
from faq_bot.editing.trial import compared
from faq_bot.loading.knowledge import Knowledge
from faq_bot.server.api import desk
from faq_bot.server.staff.blueprint import staff
from faq_bot.settings import Settings
from faq_bot.storage import proposals

KINDS = {"alias": "別の聞き方", "draft": "新しい項目", "edit": "項目の書き直し"}


@dataclass(frozen=True, slots=True)
class Pending:
    """The open proposals, and what becomes of the knowledge in force with them.

    `key` is equal for equal proposals into equal knowledge: what was tried and looked at is what is published.
    """

    base: Base
    rows: Sequence[Row[Any]]
    applied: Applied
    key: str

    @property
    def changed(self) -> Files:
        """The files that are not as before."""
        return {name: text for name, text in self.applied.files.items() if self.base.files.get(name) != text}

    @property
    def patch(self) -> str:
        """The whole change."""
        return patch(
            {name: self.base.files[name] for name in self.changed if name in self.base.files}, self.changed
        )

    @property
    def changes(self) -> list[dict[str, Any]]:
        """What changes, entry by entry."""
        before = {name: self.base.files[name] for name in self.changed if name in self.base.files}
        return changes_between(before, self.changed)

    @property
    def accepted(self) -> list[dict[str, str]]:
        """The questions these changes are for, each with the entry that is to answer."""
        return [
            {"question": asked["question"], "entry": _entry_of(row)}
            for row in self.rows
            if row.id in self.applied.done
            for asked in row.questions
        ]


def pending() -> Pending:
    """Return what is proposed just now, in the knowledge in force just now."""
    records = desk().records
    base, rows = bases().now(records), proposals.listed(records.engine)
    knowledge = desk().assistant.knowledge
    unfinished = {row.id: words for row in rows if (words := _unfinished(row, knowledge))}
    whole = [Proposal(r.id, r.kind, r.entry, r.body, r.questions) for r in rows if r.id not in unfinished]
    wanted = json.dumps([(p.id, p.entry, p.body) for p in whole], ensure_ascii=False, sort_keys=True)
    key = digest({"proposals": wanted.encode()}, base.key)
    kept = current_app.extensions.get("applied")
    if kept is None or kept[0] != key:
        kept = current_app.extensions["applied"] = (key, apply(base.files, whole))
    applied = kept[1]
    return Pending(base, rows, Applied(applied.files, applied.done, {**applied.refused, **unfinished}), key)


def mistakes_of(row: Row[Any], knowledge: Knowledge) -> Mistakes:
    """Return what is wrong with the form of a draft or an edit, by field."""
    own = row.entry if row.kind == "edit" else None
    return _mistakes(json.dumps(row.body["form"], ensure_ascii=False), own, _Held(knowledge))


def changes_between(before: Files, after: Files) -> list[dict[str, Any]]:
    """Return what changed between two sets of files, entry by entry."""
    with laid_out(before) as old, laid_out(after) as new:
        return compared(old, new)


def bases() -> Bases:
    """Return where this service has its knowledge from."""
    found = current_app.extensions.get("bases")
    if found is None:
        settings = settings_of(current_app)
        found = current_app.extensions["bases"] = Bases(
            settings.knowledge, released=settings.releases == "database"
        )
    assert isinstance(found, Bases)  # noqa: S101 - our own
    return found


def settings_of(app: Flask) -> Settings:
    """Return the settings of an app."""
    found: Settings = app.extensions["settings"]
    return found


@staff.app_template_filter("jst")
def jst(moment: datetime) -> str:
    """Return a moment as people in Japan read it."""
    local = moment.astimezone(TOKYO)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


@dataclass(frozen=True, eq=False, slots=True)
class _Held:
    """Knowledge as a key: the same for the same version."""

    knowledge: Knowledge

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.knowledge.version == self.knowledge.version

    def __hash__(self) -> int:
        return hash(self.knowledge.version)


@lru_cache(256)
def _mistakes(form: str, own: str | None, held: _Held) -> Mistakes:
    given: Mapping[str, str] = json.loads(form)
    return mistakes_in(given, held.knowledge, own)


def _unfinished(row: Row[Any], knowledge: Knowledge) -> str:
    if row.kind == "alias":
        return "" if row.body["phrasings"] else "加える聞き方がありません。もう登録されています。"
    wrong = mistakes_of(row, knowledge)
    return f"書きかけです。直すところが{sum(map(len, wrong.values()))}か所あります。" if wrong else ""


def _entry_of(row: Row[Any]) -> str:
    return str(row.entry if row.kind != "draft" else row.body["form"].get("id", ""))
