"""Proposals put into the files of a knowledge folder; what cannot be is said, and nothing of it is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from faq_bot.editing.drafts import fields_of
from faq_bot.editing.patches import Files
from faq_bot.editing.yaml_changes import amended, entries_of, with_entry
from faq_bot.errors import InputError
from faq_bot.loading.entries import folded
from faq_bot.storage.proposals import Kind


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposed change.

    `body` of an alias: its `phrasings`; of a draft: the `form`; of an edit: the `form`, and the entry's fields as
    the editor found them, `before`. `questions` are those it answers.
    """

    id: int
    kind: Kind
    entry: str
    body: Mapping[str, Any]
    questions: Sequence[str]


@dataclass(frozen=True, slots=True)
class Applied:
    """A folder's files with all proposals in them that could be put there, and why others could not, by id."""

    files: Files
    done: tuple[int, ...]
    refused: Mapping[int, str]


@dataclass(slots=True)
class _Changing:
    """The files while they change."""

    files: dict[str, bytes]
    where: dict[str, str] = field(default_factory=dict)  # entry → file
    wordings: dict[str, str] = field(default_factory=dict)  # folded wording → entry

    def look(self, *names: str) -> None:
        """Learn which entries and wordings stand in some files, in all without names."""
        for name in names or sorted(self.files):
            if name.startswith("entries/"):
                for entry in _entries(self.files[name]):
                    self.where[entry["id"]] = name
                    for text in (entry["question"], *entry["phrasings"]):
                        self.wordings.setdefault(folded(text), entry["id"])

    def entry(self, identifier: str) -> dict[str, Any]:
        """Return the fields of an entry. InputError if it is gone."""
        if identifier not in self.where:
            raise InputError("entry", f"項目「{identifier}」は、いまのナレッジにありません。")
        return dict(next(e for e in _entries(self.files[self.where[identifier]]) if e["id"] == identifier))

    def write(self, identifier: str, fields: Mapping[str, Any]) -> None:
        name = self.where[identifier]
        self.files[name] = amended(self.files[name].decode("utf-8"), identifier, fields).encode("utf-8")
        self.look(name)

    def add(self, topic: str, fields: Mapping[str, Any]) -> None:
        name = f"entries/{topic}.yaml"
        text = self.files.get(name, b"").decode("utf-8")
        self.files[name] = with_entry(text, fields).encode("utf-8")
        self.look(name)


@lru_cache(64)  # the files of the base are looked at again for every page
def _entries(content: bytes) -> Sequence[Mapping[str, Any]]:
    return entries_of(content.decode("utf-8"))


def apply(files: Files, proposals: Sequence[Proposal]) -> Applied:
    """Put proposals into files one after the other. InputError if the files themselves cannot be read."""
    changing = _Changing(dict(files))
    changing.look()
    done, refused = [], {}
    for proposal in proposals:
        try:
            _APPLY[proposal.kind](changing, proposal)
        except InputError as error:
            refused[proposal.id] = error.message
        else:
            done.append(proposal.id)
    return Applied(changing.files, tuple(done), refused)


def _alias(changing: _Changing, proposal: Proposal) -> None:
    entry = changing.entry(proposal.entry)
    known = {folded(text) for text in (entry["question"], *entry["phrasings"])}
    more = [text for text in proposal.body["phrasings"] if folded(text) not in known]
    for text in more:
        other = changing.wordings.get(folded(text))
        if other is not None:
            raise InputError("phrasings", f"言い方「{text}」は、項目「{other}」にもうあります。")
    if more:
        changing.write(proposal.entry, {**entry, "phrasings": [*entry["phrasings"], *more]})


def _draft(changing: _Changing, proposal: Proposal) -> None:
    fields = fields_of(proposal.body["form"])
    if fields.get("id") in changing.where:
        raise InputError("id", f"「{fields['id']}」という項目がもうあります。別の id にしてください。")
    changing.add(proposal.body["form"]["topic"], fields)


def _edit(changing: _Changing, proposal: Proposal) -> None:
    """Change only what the editor changed; who changed the same field meanwhile is not overruled."""
    now, before, wished = (
        changing.entry(proposal.entry),
        proposal.body["before"],
        fields_of(proposal.body["form"]),
    )
    touched = [name for name in {**before, **wished} if before.get(name) != wished.get(name)]
    for name in touched:
        if now.get(name) not in (before.get(name), wished.get(name)):
            raise InputError(
                name,
                f"この提案のあと、ほかの人が「{name}」を変えました。いまの内容を見て、書き直してください。",
            )
    merged = {
        name: wished[name] if name in touched else now[name]
        for name in {**now, **wished}
        if _stays(name, now, wished, touched)
    }
    if merged != now:
        changing.write(proposal.entry, merged)


def _stays(name: str, now: Mapping[str, Any], wished: Mapping[str, Any], touched: Sequence[str]) -> bool:
    return name in wished if name in touched else name in now


_APPLY = {"alias": _alias, "draft": _draft, "edit": _edit}
