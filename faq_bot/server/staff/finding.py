"""What the staff's search finds: what was named exactly first, then the whole ranking without a threshold."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from weakref import WeakKeyDictionary

from faq_bot.assembly import Assistant
from faq_bot.conversation.reply import AnswerShown
from faq_bot.errors import InputError
from faq_bot.loading.entries import Entry
from faq_bot.matching.entry_matcher import Asked
from faq_bot.server.site.catalogue import Catalogue
from faq_bot.server.site.search_page import split_references

FIRST = 30
LONGEST = 500
Why = Literal["id", "ref", "code", "near"]
_CODE = re.compile(r"(?<![a-z0-9])[a-z]{1,5}-?[0-9]{2,6}(?![a-z0-9])")

_codes: WeakKeyDictionary[Assistant, Mapping[str, frozenset[str]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Line:
    """One result: the answer, whether it no longer holds on the day, and why it stands where it does."""

    answer: AnswerShown
    past: bool
    why: Why


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, best first; `refs` are the references that were named, `more` if the ranking goes on."""

    lines: tuple[Line, ...]
    refs: tuple[str, ...]
    more: bool


def find(assistant: Assistant, query: str, city: str | None, day: date, *, whole: bool = False) -> Found:
    """Return the results for what was typed; `whole` is all there is. InputError names what cannot be used."""
    if len(query) > LONGEST:
        raise InputError("q", f"探す言葉は{LONGEST}字までにしてください。")
    assistant.check_municipality(city)
    catalogue = Catalogue(assistant, day)
    refs, words = split_references(query, assistant.knowledge.sources.passages)
    first: dict[str, Why] = dict.fromkeys(_named(assistant.knowledge.entries, query, day), "id")
    first |= {answer.id: "ref" for answer in catalogue.citing(refs) if answer.id not in first}
    first |= {entry: "code" for entry in _coded(assistant, words, day) if entry not in first}
    alone = bool(refs) and not words
    limit = 0 if alone else len(assistant.knowledge.entries) if whole else FIRST
    near = _near(assistant, words or query, city, day, limit)
    if not near and limit:
        near = _holding(assistant.knowledge.entries, words or query, day)[:limit]
    order: dict[str, Why] = {**dict.fromkeys(near, "near"), **first}
    listed = [*first, *(entry for entry in near if entry not in first)]
    answers = [assistant.entry(entry, day) for entry in listed]
    lines = tuple(Line(answer, catalogue.is_past(answer), order[answer.id]) for answer in answers)
    return Found(lines, refs, more=0 < limit == len(near) < len(assistant.knowledge.entries))


def _near(assistant: Assistant, query: str, city: str | None, day: date, limit: int) -> list[str]:
    if not limit:
        return []
    ranking = assistant.matcher.rank(Asked(query, day, city), limit)
    return [candidate.entry.id for candidate in ranking.candidates if candidate.entry.holds_from <= day]


def _holding(entries: Iterable[Entry], query: str, day: date) -> list[str]:
    """Return the entries in whose wordings the letters stand: of a first letter the ranking knows nothing yet."""
    typed = unicodedata.normalize("NFKC", query).strip().casefold()
    known = (entry for entry in entries if entry.holds_from <= day)
    wordings = ((e.id, (e.question, *e.phrasings)) for e in known)
    return [i for i, texts in wordings if any(typed in text.casefold() for text in texts)]


def _named(entries: Iterable[Entry], query: str, day: date) -> list[str]:
    """Return the entry whose id was typed, then those whose ids begin with it if it looks like one."""
    typed = unicodedata.normalize("NFKC", query).strip().casefold()
    known = [entry.id for entry in entries if entry.holds_from <= day]
    begun = [identifier for identifier in known if "-" in typed and identifier.startswith(typed)]
    return (
        sorted(begun, key=lambda identifier: identifier != typed)
        if begun
        else [i for i in known if i == typed]
    )


def _coded(assistant: Assistant, words: str, day: date) -> list[str]:
    """Return the entries that hold a code that was typed, such as 「E0123」, whatever its width, case and hyphen."""
    wanted = set(codes(words))
    if not wanted:
        return []
    known = _codes_in(assistant)
    return [e.id for e in assistant.knowledge.entries if e.holds_from <= day and wanted & known[e.id]]


def codes(text: str) -> list[str]:
    """Return the words of a text that look like codes, as they are compared."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return [code.replace("-", "") for code in _CODE.findall(folded)]


def _codes_in(assistant: Assistant) -> Mapping[str, frozenset[str]]:
    """Return the codes in each entry's texts; read once for each knowledge."""
    found = _codes.get(assistant)
    if found is None:
        found = {
            entry.id: frozenset(
                code
                for text in (entry.question, entry.answer, entry.short_answer, *entry.phrasings)
                for code in codes(text)
            )
            for entry in assistant.knowledge.entries
        }
        _codes[assistant] = found
    return found
