"""One entry with everything an operator needs beside its answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from faq_bot.access.accounts import Member
from faq_bot.assembly import Assistant
from faq_bot.conversation.reply import AnswerShown
from faq_bot.errors import NotFoundError
from faq_bot.loading.documents import Passage
from faq_bot.loading.entries import Entry
from faq_bot.matching.likeness import Alike, Likeness
from faq_bot.rules.phrases import shown
from faq_bot.server.staff.copying import Copied, copies
from faq_bot.server.staff.internal_notes import note_for

MOST_RELATED = 4
_likeness: WeakKeyDictionary[Assistant, Likeness] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An entry easily taken for the one shown, and the words that tell them apart."""

    answer: AnswerShown
    alike: Alike


@dataclass(frozen=True, slots=True)
class Card:
    """An entry as the console shows it.

    `past` says why it no longer holds on the day, "" if it does; `newer` changed it, `older` are what it changed.
    """

    answer: AnswerShown
    as_of: date
    topic: str
    city: str | None
    passages: tuple[Passage, ...]
    review_by: date
    overdue: bool
    past: str
    newer: AnswerShown | None
    older: tuple[AnswerShown, ...]
    note: str | None
    neighbours: tuple[Neighbour, ...]
    related: tuple[AnswerShown, ...]
    copies: dict[str, str]


def card_of(assistant: Assistant, member: Member, identifier: str, day: date) -> Card:
    """Return the card of an entry as of a day, for a member of the staff. NotFoundError if it is not known then."""
    knowledge, answer = assistant.knowledge, assistant.entry(identifier, day)
    entry = _entry(assistant, identifier)
    city = knowledge.municipality(entry.municipality)
    neighbours = _neighbours(assistant, entry, day)
    older = [assistant.entry(one, day) for one in entry.updates if _entry(assistant, one).holds_from <= day]
    newer = assistant.entry(answer.updated_by, day) if answer.updated_by else None
    without = {entry.id, *entry.updates, *(one.answer.id for one in neighbours), newer.id if newer else ""}
    past = past_words(answer, newer, day)
    return Card(
        answer=answer,
        as_of=day,
        topic=knowledge.topics[answer.topic],
        city=city.name if city else None,
        passages=tuple(assistant.presenter.passages(entry, day)),
        review_by=entry.review_by,
        overdue=entry.review_by < day,
        past=past,
        newer=newer,
        older=tuple(older),
        note=note_for(member, knowledge, entry.id),
        neighbours=neighbours,
        related=_related(assistant, entry, day, without),
        copies=copies([Copied(answer, day, past)]),
    )


def copied(assistant: Assistant, identifier: str, day: date) -> Copied:
    """Return an entry to be copied, as of a day. NotFoundError if it is not known then."""
    answer = assistant.entry(identifier, day)
    newer = assistant.entry(answer.updated_by, day) if answer.updated_by else None
    return Copied(answer, day, past_words(answer, newer, day))


def past_words(answer: AnswerShown, newer: AnswerShown | None, day: date) -> str:
    """Return why an answer no longer holds on a day, "" if it does."""
    if newer is not None:
        changed = shown(date.fromisoformat(newer.holds_from))
        return f"{changed}の資料で内容が変わりました。新しい内容: {newer.short_answer}"
    if answer.holds_to is not None and answer.holds_to < day.isoformat():
        return f"{shown(date.fromisoformat(answer.holds_to))}までの内容です。今は当てはまりません。"
    return ""


def _neighbours(assistant: Assistant, entry: Entry, day: date) -> tuple[Neighbour, ...]:
    likeness = _likeness.get(assistant)
    if likeness is None:
        likeness = _likeness.setdefault(assistant, Likeness(assistant.knowledge.entries, assistant.matcher))
    known = [one for one in likeness.alike(entry.id) if _entry(assistant, one.entry).holds_from <= day]
    return tuple(Neighbour(assistant.entry(one.entry, day), one) for one in known)


def _related(
    assistant: Assistant, entry: Entry, day: date, without: Iterable[str]
) -> tuple[AnswerShown, ...]:
    """Return the entries that rest on the same passages."""
    left_out, sources = set(without), set(entry.sources)
    related = [
        other.id
        for other in assistant.knowledge.entries
        if other.holds_from <= day and other.id not in left_out and not sources.isdisjoint(other.sources)
    ]
    return tuple(assistant.entry(one, day) for one in related[:MOST_RELATED])


def _entry(assistant: Assistant, identifier: str) -> Entry:
    entry = assistant.knowledge.entry(identifier)
    if entry is None:
        raise NotFoundError("entry", f"「{identifier}」という項目はありません。")
    return entry
