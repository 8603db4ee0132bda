"""Which replies the figures are of: some days, a channel, a city, as an address says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from faq_bot.errors import InputError
from faq_bot.loading.knowledge import Knowledge
from faq_bot.loading.record import parse_day
from faq_bot.reception.switchboard import CHANNELS
from faq_bot.storage.figures import NOT_KNOWN, Which, of_days

USUAL_DAYS = 28
MOST_DAYS = 366
QUICK = ((7, "7日"), (28, "28日"), (91, "91日"), (364, "364日"))
_LABELS = {"from": "最初の日", "to": "最後の日"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The days (both included), the channel and the city; None for all."""

    first: date
    last: date
    channel: str | None
    city: str | None

    @property
    def which(self) -> Which:
        """The replies as the database is asked for them."""
        return of_days(self.first, self.last, self.channel, self.city)

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def query(self, **more: str) -> str:
        """Return what an address needs to say so again."""
        said = {"from": self.first.isoformat(), "to": self.last.isoformat()}
        said |= {name: one for name, one in (("channel", self.channel), ("city", self.city)) if one}
        return urlencode(said | more)

    def ending_today(self, days: int, today: date) -> "Chosen":
        """Return the same for the last days up to today."""
        return Chosen(today - timedelta(days=days - 1), today, self.channel, self.city)


def cities(knowledge: Knowledge) -> dict[str, str]:
    """Return the cities a reply may be of by id, in Japanese."""
    known = {town.id: town.name for town in knowledge.municipalities}
    return known | {"other": "その他の市町村", NOT_KNOWN: "分からない"}


def chosen(given: Mapping[str, str], knowledge: Knowledge, today: date) -> tuple[Chosen, dict[str, str]]:
    """Return what an address chooses, and an error for each field that cannot be used (its usual value then holds)."""
    errors: dict[str, str] = {}
    last = _day("to", given, errors) or today
    first = _day("from", given, errors) or last - timedelta(days=USUAL_DAYS - 1)
    if first > last:
        errors.setdefault("from", "「最初の日」は「最後の日」と同じか、それより前にしてください。")
    elif (last - first).days >= MOST_DAYS:
        errors.setdefault(
            "from", f"期間は{MOST_DAYS}日までにしてください（今は{(last - first).days + 1}日）。"
        )
    if errors:
        last, first = today, today - timedelta(days=USUAL_DAYS - 1)
    channel = _one_of("channel", "窓口", CHANNELS, given, errors)
    city = _one_of("city", "市町村", cities(knowledge), given, errors)
    return Chosen(first, last, channel, city), errors


def refuse(errors: Mapping[str, str]) -> None:
    """InputError for the first field that cannot be used."""
    for name, message in errors.items():
        raise InputError(name, message)


def _day(name: str, given: Mapping[str, str], errors: dict[str, str]) -> date | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        day = parse_day(text)
    except ValueError:
        day = None
    # a year within which days can still be counted back and on
    if day is None or not 1900 < day.year < 9000:
        errors[name] = f"「{_LABELS[name]}」は、実在する日付で入力してください（今は「{text}」）。"
        return None
    return day


def _one_of(
    name: str, label: str, allowed: Mapping[str, str], given: Mapping[str, str], errors: dict[str, str]
) -> str | None:
    text = given.get(name, "")
    if text and text not in allowed:
        errors[name] = f"「{label}」は、選択肢の中から選んでください（使える値: {', '.join(allowed)}）。"
        return None
    return text or None
