"""Search with an address that can be shared: references first, then everything by nearness."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request

from faq_bot.conversation.reply import AnswerShown
from faq_bot.errors import InputError
from faq_bot.server.api import assistant
from faq_bot.server.site.catalogue import Catalogue

search_page = Blueprint("search_page", __name__)
FIRST, MOST = 20, 100
_REFERENCE = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z]{2})[-‐‑–—−ー]?([A-Za-z]?[0-9.]*[A-Za-z0-9])(?![A-Za-z0-9])"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the results: the answer, and whether it no longer holds on the day."""

    answer: AnswerShown
    past: bool


@dataclass(frozen=True, slots=True)
class Hits:
    """The results: entries that cite what was typed, then the ranking without them; `more` if it goes on."""

    refs: tuple[str, ...]
    citing: tuple[Hit, ...]
    near: tuple[Hit, ...]
    more: bool


@search_page.get("/search")
def search() -> tuple[str, int]:
    """The form, and with `q` the whole ranking; `limit` shows more of it."""
    given = {name: request.args.get(name, "") for name in ("q", "municipality", "as_of")}
    hits, error = None, None
    if "q" in request.args:
        try:
            hits = _hits(given["q"], given["municipality"] or None, assistant().day(given["as_of"] or None))
        except InputError as refused:
            error = refused
    page = render_template(
        "search.html",
        given=given,
        hits=hits,
        error=error,
        municipalities=assistant().knowledge.municipalities,
    )
    return page, 422 if error else 200


def _hits(query: str, city: str | None, day: date) -> Hits:
    limit = MOST if request.args.get("limit") == str(MOST) else FIRST
    refs, words = split_references(query, assistant().knowledge.sources.passages)
    catalogue = Catalogue(assistant(), day)
    citing = tuple(Hit(answer, catalogue.is_past(answer)) for answer in catalogue.citing(refs))
    if refs and not words:
        return Hits(refs, citing, (), more=False)
    cited = {hit.answer.id for hit in citing}
    found = assistant().search(words or query, limit, city, day)
    answers = [assistant().entry(one.id, day) for one in found if one.id not in cited]
    near = tuple(Hit(answer, catalogue.is_past(answer)) for answer in answers)
    return Hits(refs, citing, near, more=limit == FIRST and len(found) == FIRST)


def split_references(query: str, known: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """Return the references a query names, and the words left: 「hd31 単位」 → (HD-31), 「単位」."""
    squeezed = {ref.replace("-", ""): ref for ref in known}
    found: dict[str, None] = {}

    def take(match: re.Match[str]) -> str:
        ref = squeezed.get((match[1] + match[2]).upper())
        if ref is None:
            return match[0]
        found[ref] = None
        return " "

    words = _REFERENCE.sub(take, unicodedata.normalize("NFKC", query))
    return tuple(found), words.strip(" 、,")
