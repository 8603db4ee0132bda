"""What the console offers before the first letter: wanted today, changed lately, pinned, used last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Engine

from faq_bot.assembly import TOKYO, Assistant
from faq_bot.server.site.catalogue import Catalogue
from faq_bot.server.staff.finding import Line
from faq_bot.storage import pins, uses

MOST = 5


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with its heading, each line with a few words on why it is there; `empty` says why there is none."""

    id: str
    heading: str
    lines: tuple[tuple[Line, str], ...]
    empty: str


def beginning(assistant: Assistant, engine: Engine, member: str, day: date) -> list[Listing]:
    """Return the lists for a member, of entries known on a day; those with nothing in them come last."""
    offered = _Offered(assistant, day)
    since = datetime.combine(assistant.today(), time(), TOKYO)
    wanted = [(entry, f"{count}回") for entry, count in uses.frequent(engine, since, MOST)]
    pinned = [(entry, "") for entry in pins.pinned(engine, member)]
    last = [(entry, "") for entry in uses.last_used(engine, member, MOST)]
    listings = [
        offered.listing("pinned", "ピン留め", pinned, "答えの画面でピン留めすると、ここに並びます。"),
        offered.listing("last", "最近使った項目", last, "示した項目と写した項目が、ここに並びます。"),
        offered.listing("wanted", "今日よく尋ねられた項目", wanted, "今日はまだありません。"),
        offered.listing("changed", "新しい資料による項目", offered.changed, "この日までの項目がありません。"),
    ]
    return sorted(listings, key=lambda listing: not listing.lines)


class _Offered:
    """The entries known on a day, as lines."""

    def __init__(self, assistant: Assistant, day: date):
        self._assistant = assistant
        self._day = day
        self._catalogue = Catalogue(assistant, day)
        self._known = {e.id: e for e in assistant.knowledge.entries if e.holds_from <= day}

    @property
    def changed(self) -> list[tuple[str, str]]:
        """The entries that came last, those that changed older ones first."""
        order = sorted(self._known.values(), key=lambda e: (e.holds_from, bool(e.updates)), reverse=True)
        return [(entry.id, entry.holds_from.isoformat()) for entry in order[:MOST]]

    def listing(self, name: str, heading: str, found: Iterable[tuple[str, str]], empty: str) -> Listing:
        """Return a list of those that are known; what is no longer in the knowledge base is left out."""
        lines = tuple((self._line(entry), words) for entry, words in found if entry in self._known)
        return Listing(name, heading, lines, empty)

    def _line(self, identifier: str) -> Line:
        answer = self._assistant.entry(identifier, self._day)
        return Line(answer, self._catalogue.is_past(answer), "near")
