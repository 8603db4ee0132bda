"""The staff's first page: search as one types, with the first result's whole answer beside the ranking.

The page, and the part of it that a script asks for after each letter, are drawn from the same template.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from flask import Request, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from faq_bot.access.accounts import Member
from faq_bot.assembly import now
from faq_bot.errors import InputError, NotFoundError
from faq_bot.server.api import assistant, desk
from faq_bot.server.staff.beginning import Listing, beginning
from faq_bot.server.staff.blueprint import staff
from faq_bot.server.staff.cards import Card, card_of, copied
from faq_bot.server.staff.copying import FORMS, Copied, copies
from faq_bot.server.staff.finding import LONGEST, Found, find
from faq_bot.server.staff.guard import requires
from faq_bot.server.staff.keys import ACTIONS, key_shown, keys_with
from faq_bot.storage import pins, preferences, uses

MOST_COPIED = 20


@dataclass(frozen=True, slots=True)
class Given:
    """What the search form was sent; `whole` asks for the ranking to its end."""

    q: str
    municipality: str
    as_of: str
    entry: str
    whole: bool

    @classmethod
    def of(cls, sent: Request) -> "Given":
        """Return what a request holds."""
        q, municipality, as_of, entry = (
            sent.args.get(name, "").strip() for name in ("q", "municipality", "as_of", "entry")
        )
        return cls(q, municipality, as_of, entry, whole=bool(sent.args.get("whole")))

    @property
    def shared(self) -> dict[str, str]:
        """What stands in an address that shows the same; a part that is empty is left out."""
        fields = {"q": self.q, "municipality": self.municipality, "as_of": self.as_of}
        return {name: text for name, text in fields.items() if text}


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows: results or the lists before the first letter, and the card of one entry."""

    given: Given
    day: date
    found: Found | None
    listings: tuple[Listing, ...]
    card: Card | None
    pinned: frozenset[str]
    error: InputError | None

    @property
    def status(self) -> int:
        """The status to answer with."""
        return 200 if self.error is None else 404 if isinstance(self.error, NotFoundError) else 422


@staff.get("", strict_slashes=False)
@requires("operator")
def home(member: Member) -> ResponseReturnValue:
    """The search with its results; the address shows the same to everybody of the staff."""
    view = _view(member, Given.of(request))
    chosen = keys_with(preferences.keys_of(desk().records.engine, member.name))
    page = render_template(
        "staff/lookup.html",
        view=view,
        municipalities=assistant().knowledge.municipalities,
        longest=LONGEST,
        keys=chosen,
        listed_keys=[(action.label, key_shown(action.id, chosen[action.id])) for action in ACTIONS],
        shown_keys={action: key_shown(action, key) for action, key in chosen.items()},
        forms=FORMS,
        wide=True,
    )
    return page, view.status


@staff.get("/results")
@requires("operator")
def results(member: Member) -> ResponseReturnValue:
    """The results alone, as the page holds them."""
    view = _view(member, Given.of(request))
    return render_template("staff/parts/found.html", view=view, forms=FORMS), view.status


@staff.get("/entries/<identifier>/copy")
@requires("operator")
def copy_entry(member: Member, identifier: str) -> ResponseReturnValue:
    """The four forms of one entry."""
    return redirect(url_for("staff.copy_page", entry=identifier, as_of=request.args.get("as_of") or None))


@staff.get("/copies")
@requires("operator")
def copy_page(member: Member) -> ResponseReturnValue:
    """Some entries together in the four forms, to be copied without a script."""
    names = _named()
    found = [_copied(name) for name in names]
    uses.note(desk().records.engine, member.name, [one.answer.id for one in found], "copy_page", now())
    texts = copies(found) if found else {}
    return render_template("staff/copies.html", entries=found, names=names, texts=texts, forms=FORMS)


@staff.get("/tray")
@requires("operator")
def tray(member: Member) -> ResponseReturnValue:
    """The entries that were collected, as the page holds them; those there are no more are left out."""
    found = {}
    for name in _named():
        with suppress(InputError):
            found[name] = _copied(name)
    texts = copies(list(found.values())) if found else {}
    return render_template("staff/parts/tray.html", entries=found, texts=texts, forms=FORMS)


def _named() -> list[str]:
    """Return the entries named in the address, `id` or `id@day`; none twice, the first MOST_COPIED."""
    as_of = request.args.get("as_of")
    names = [name for given in request.args.getlist("entry") for name in given.split()]
    dated = [f"{name}@{as_of}" if as_of and "@" not in name else name for name in names]
    return list(dict.fromkeys(dated))[:MOST_COPIED]


def _copied(name: str) -> Copied:
    entry, _, day = name.partition("@")
    return copied(assistant(), entry, assistant().day(day or None))


def _view(member: Member, given: Given) -> View:
    of, engine = assistant(), desk().records.engine
    pinned = frozenset(pins.pinned(engine, member.name))
    found, listings, shown, error = None, [], None, None
    day = of.today()
    try:
        day = of.day(given.as_of or None)
        if given.q:
            found = find(of, given.q, given.municipality or None, day, whole=given.whole)
        else:
            of.check_municipality(given.municipality or None)
            listings = beginning(of, engine, member.name, day)
        first = found.lines[0].answer.id if found and found.lines else None
        wanted = given.entry or first
        shown = card_of(of, member, wanted, day) if wanted else None
    except InputError as refused:
        error = refused
    return View(given, day, found, tuple(listings), shown, pinned, error)
