"""One question with its official answer (knowledge/entries/<topic>.yaml)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pydantic import Field

from faq_bot.errors import Problem
from faq_bot.loading.documents import Sources
from faq_bot.loading.record import Day, Identifier, Many, Name, Record, Text
from faq_bot.loading.yaml_reader import Located

ANSWER_LENGTH = 320
SHORT_ANSWER_LENGTH = 60
FEWEST_PHRASINGS = 6
_NO_LETTERS = re.compile(r"[\W_]+")


class Entry(Record):
    """A question, the ways people ask it, and the answer with its sources.

    `holds_from` is the first day the answer can be given: every statement in it stands in sources published
    by then. `holds_to` is the last day it held; afterwards it answers questions about the past. `updates`
    names older entries whose content a later document changed. `personal`: what it means for an asker depends
    on his own facts, so he is asked for them and gets his own answer; it needs `schemes`.
    """

    id: Identifier
    question: Text
    answer: str = Field(min_length=1, max_length=ANSWER_LENGTH)
    short_answer: str = Field(min_length=1, max_length=SHORT_ANSWER_LENGTH)
    phrasings: Many[Text] = Field(min_length=FEWEST_PHRASINGS)
    sources: Many[Text] = Field(min_length=1, max_length=8)
    municipality: Name | None = None
    schemes: Many[Name] = ()
    personal: bool = False
    holds_from: Day
    holds_to: Day | None = None
    updates: Many[Identifier] = ()
    review_by: Day


@dataclass(frozen=True, slots=True)
class Filed:
    """An entry, the topic whose file it stands in, and its place there."""

    entry: Entry
    topic: str
    located: Located

    def problem(self, message: str, *where: str | int) -> Problem:
        """Return a problem at a place inside the entry."""
        line = self.located.line(where) or self.located.line(())
        return Problem(self.located.file, line, f"項目「{self.entry.id}」: {message}")


@dataclass(frozen=True, slots=True)
class Known:
    """The names an entry may refer to."""

    sources: Sources
    municipalities: frozenset[str]
    schemes: frozenset[str]


def check_entries(filed: Iterable[Filed], known: Known) -> list[Problem]:
    """Return what is wrong among the entries: equal ids and phrasings, unknown names, impossible days."""
    filed = list(filed)
    by_id = {f.entry.id: f for f in filed}
    problems = _equal_ids(filed) + _equal_phrasings(filed)
    for f in filed:
        problems += _unknown_names(f, known)
        problems += _impossible_days(f, known.sources)
        problems += _wrong_updates(f, by_id)
    return problems


def overdue(filed: Iterable[Filed], today: date) -> list[Problem]:
    """Return a warning for each entry whose review day has passed."""
    return [
        f.problem(f"見直しの期日（{f.entry.review_by}）を過ぎています。", "review_by")
        for f in filed
        if f.entry.review_by < today
    ]


def _equal_ids(filed: list[Filed]) -> list[Problem]:
    first: dict[str, Filed] = {}
    problems = []
    for f in filed:
        other = first.setdefault(f.entry.id, f)
        if other is not f:
            place = f"{other.located.file}:{other.located.line(())}"
            problems.append(
                f.problem(f"同じ id の項目が {place} にもあります。別の id にしてください。", "id")
            )
    return problems


def _equal_phrasings(filed: list[Filed]) -> list[Problem]:
    first: dict[str, Filed] = {}
    problems = []
    for f in filed:
        wordings = [("question", 0, f.entry.question)]
        wordings += [("phrasings", i, text) for i, text in enumerate(f.entry.phrasings)]
        for key, i, text in wordings:
            other = first.setdefault(folded(text), f)
            if other is not f or (key == "phrasings" and _repeated(f.entry, i)):
                message = (
                    f"言い方「{text}」は項目「{other.entry.id}」にもあります。どちらか1つにしてください。"
                )
                problems.append(f.problem(message, key, i) if key == "phrasings" else f.problem(message, key))
    return problems


def _repeated(entry: Entry, i: int) -> bool:
    earlier = (entry.question, *entry.phrasings[:i])
    return folded(entry.phrasings[i]) in {folded(text) for text in earlier}


@lru_cache(64)  # a question is looked up among greetings and among wordings
def folded(text: str) -> str:
    """Return a text as it is compared: width and case folded, white space and punctuation gone."""
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _unknown_names(f: Filed, known: Known) -> list[Problem]:
    entry, problems = f.entry, []
    for i, ref in enumerate(entry.sources):
        if ref not in known.sources.passages:
            message = f"出典「{ref}」は sources.yaml にありません（例: HD-31, KG-2, CB-1.2）。"
            problems.append(f.problem(message, "sources", i))
    if entry.municipality and entry.municipality not in known.municipalities:
        allowed = ", ".join(sorted(known.municipalities))
        message = f"市町村「{entry.municipality}」はありません。使える値: {allowed}。"
        problems.append(f.problem(message, "municipality"))
    for i, scheme in enumerate(entry.schemes):
        if scheme not in known.schemes:
            allowed = ", ".join(sorted(known.schemes))
            problems.append(f.problem(f"制度「{scheme}」はありません。使える値: {allowed}。", "schemes", i))
    return problems


def _impossible_days(f: Filed, sources: Sources) -> list[Problem]:
    entry, problems = f.entry, []
    published = {sources.passages[ref].published for ref in entry.sources if ref in sources.passages}
    if published and entry.holds_from not in published:
        days = ", ".join(str(day) for day in sorted(published))
        message = f"holds_from（{entry.holds_from}）は出典の公表日のどれかにしてください: {days}。"
        problems.append(f.problem(message, "holds_from"))
    if entry.holds_to and entry.holds_to < entry.holds_from:
        message = f"holds_to（{entry.holds_to}）が holds_from（{entry.holds_from}）より前です。"
        problems.append(f.problem(message, "holds_to"))
    return problems


def _wrong_updates(f: Filed, by_id: Mapping[str, Filed]) -> list[Problem]:
    problems = []
    for i, older in enumerate(f.entry.updates):
        if older not in by_id:
            problems.append(f.problem(f"updates の「{older}」という項目はありません。", "updates", i))
        elif by_id[older].entry.holds_from >= f.entry.holds_from:
            message = f"updates の「{older}」は、この項目（{f.entry.holds_from}）より前の項目にしてください。"
            problems.append(f.problem(message, "updates", i))
    return problems
