"""Asks back with what separates the candidates: the city, the moment, the matter."""

from collections.abc import Mapping, Sequence
from datetime import date

from faq_bot.loading.entries import Entry
from faq_bot.loading.wording import Wording


def question_back(wording: Wording, entries: Sequence[Entry], topics: Mapping[str, str], as_of: date) -> str:
    """Return the sentence that asks which of the entries is meant.

    `topics` is the topic of each entry by id. The first thing that tells the first candidate from another is
    asked: the city it holds in, whether it still holds, its topic.
    """
    first = entries[0]
    if any(entry.municipality != first.municipality for entry in entries[1:2]):
        return wording.choose_city
    if any(_has_ended(entry, as_of) != _has_ended(first, as_of) for entry in entries[1:2]):
        return wording.choose_moment
    if len({topics[entry.id] for entry in entries}) > 1:
        return wording.choose_matter
    return wording.choose


def _has_ended(entry: Entry, as_of: date) -> bool:
    return entry.holds_to is not None and entry.holds_to < as_of
