"""The tables of the figures, each made when it is asked for."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import Engine

from faq_bot.loading.entries import Entry
from faq_bot.loading.knowledge import Knowledge
from faq_bot.reception.digest_words import WHY
from faq_bot.reception.entry_care import mistaken, never_shown, stale
from faq_bot.reception.switchboard import CHANNELS
from faq_bot.server.staff.figures_filter import Chosen, cities
from faq_bot.server.staff.sheets import Column, Sheet
from faq_bot.storage import figures
from faq_bot.storage.figures import EntryFigures, Outcomes, Waits

_COUNTS = (
    Column("返事", "count"),
    Column("回答", "count"),
    Column("選択", "count"),
    Column("答えなし", "count"),
    Column("評価された回答", "count"),
    Column("解決", "count"),
    Column("解決率", "share"),
)
_STATES = {
    "open": "まだ見ていない",
    "alias": "言い方を足した",
    "draft": "新しい項目を作った",
    "not_ours": "担当ではない",
    "ignored": "今後も扱わない",
}
_ENTRY = (Column("項目"), Column("id"))


class Figures:
    """The figures of what was chosen; each is asked of the database once."""

    def __init__(self, engine: Engine, chosen: Chosen, knowledge: Knowledge, today: date):
        self._engine = engine
        self.chosen = chosen
        self._knowledge = knowledge
        self._today = today
        self._cities = cities(knowledge)
        self._questions = {entry.id: entry.question for entry in knowledge.entries}

    @cached_property
    def overall(self) -> Outcomes:
        """What came of all replies."""
        return figures.overall(self._engine, self.chosen.which)

    @cached_property
    def waits_overall(self) -> Waits | None:
        """How long replies took, None if there were none."""
        return figures.waits_overall(self._engine, self.chosen.which)

    @cached_property
    def by_day(self) -> list[tuple[str, Outcomes]]:
        """Outcomes of every day, of those without a reply too."""
        found = {one.key: one for one in figures.outcomes(self._engine, self.chosen.which, "day")}
        days = [self.chosen.first + timedelta(days=i) for i in range(self.chosen.days)]
        return [
            (f"{day.month}月{day.day}日", found.get(key) or Outcomes(key, 0, 0, 0, 0, 0, 0))
            for day in days
            for key in (day.isoformat(),)
        ]

    @cached_property
    def by_channel(self) -> list[tuple[str, Outcomes]]:
        """Outcomes of each channel, the busiest first."""
        return self._named(figures.outcomes(self._engine, self.chosen.which, "channel"), CHANNELS)

    @cached_property
    def by_city(self) -> list[tuple[str, Outcomes]]:
        """Outcomes of each city, the busiest first."""
        return self._named(figures.outcomes(self._engine, self.chosen.which, "city"), self._cities)

    @cached_property
    def entries(self) -> list[EntryFigures]:
        """What came of each entry."""
        return figures.entries(self._engine, self.chosen.which)

    def sheet(self, identifier: str) -> Sheet | None:
        """Return a table by its id, None if there is none."""
        maker = SHEETS.get(identifier)
        return maker(self) if maker else None

    def day_sheet(self) -> Sheet:
        """Return outcomes by day, the days written as dates."""
        rows = tuple((date.fromisoformat(one.key), *_counts(one)) for _, one in self.by_day)
        return Sheet("days", "日ごと", (Column("日"), *_COUNTS), rows)

    def channel_sheet(self) -> Sheet:
        """Return outcomes by channel."""
        rows = tuple((name, *_counts(one)) for name, one in self.by_channel)
        return Sheet("channels", "窓口ごと", (Column("窓口"), *_COUNTS), rows)

    def city_sheet(self) -> Sheet:
        """Return outcomes by city."""
        rows = tuple((name, *_counts(one)) for name, one in self.by_city)
        return Sheet("cities", "市町村ごと", (Column("市町村"), *_COUNTS), rows)

    def wait_sheet(self) -> Sheet:
        """Return the waits of each channel, and of all."""
        found = figures.waits(self._engine, self.chosen.which)
        rows = [(CHANNELS.get(one.key, one.key), *one[1:]) for one in found]
        if self.waits_overall and len(rows) > 1:
            rows.append(("すべて", *self.waits_overall[1:]))
        parts = (Column(f"{part}の返事（ミリ秒以内）", "milliseconds") for part in ("半分", "95%", "99%"))
        columns = (Column("窓口"), Column("返事", "count"), *parts)
        return Sheet("waits", "答えるまでの時間", columns, tuple(rows), "サービスの中でかかった時間です。")

    def gap_sheet(self) -> Sheet:
        """Return how many questions found no answer, by what was decided of them."""
        which = self.chosen.which
        found = figures.gaps(self._engine, which.since, which.until)
        rows = tuple((label, *found[state]) for state, label in _STATES.items() if state in found)
        return Sheet(
            "gaps",
            "答えのなかった質問",
            (
                Column("扱い"),
                Column("質問のまとまり", "count"),
                Column("尋ねられた回数（これまで）", "count"),
            ),
            rows,
            "書き方の違いをまとめて1つに数えます。期間の中で尋ねられたもので、窓口と市町村では絞れません。",
        )

    def mistaken_sheet(self) -> Sheet:
        """Return the entries often followed by 「違う質問だった」."""
        found = mistaken(self.entries)
        rows = tuple(
            (
                *self._entry(one.entry),
                one.shown,
                one.rated,
                one.wrong_question,
                one.wrong_question / one.rated,
            )
            for one in found
        )
        counts = ("示した回数", "評価", "違う質問だった")
        columns = (*_ENTRY, *(Column(label, "count") for label in counts), Column("評価のうち", "share"))
        return Sheet(
            "mistaken", "「違う質問だった」が多い項目", columns, rows, links=_links(o.entry for o in found)
        )

    def unseen_sheet(self) -> Sheet:
        """Return the entries nobody was shown, neither as an answer nor by the staff."""
        which = self.chosen.which
        shown = {one.entry for one in self.entries}
        shown |= set(figures.used(self._engine, which.since, which.until))
        found = never_shown(self._knowledge, shown, self.chosen.first, self.chosen.last)
        rows = tuple((*self._entry(one.id), self._topic(one), one.holds_from) for one in found)
        columns = (*_ENTRY, Column("話題"), Column("いつから"))
        return Sheet(
            "unseen", "一度も示されていない項目", columns, rows, links=_links(one.id for one in found)
        )

    def stale_sheet(self) -> Sheet:
        """Return the entries whose day has passed."""
        found = stale(self._knowledge, self._today)
        rows = tuple((*self._entry(one.entry.id), WHY[one.why], one.day) for one in found)
        columns = (*_ENTRY, Column("理由"), Column("日"))
        note = "今日の時点のことで、期間・窓口・市町村では変わりません。"
        return Sheet("stale", "見直しが要る項目", columns, rows, note, _links(one.entry.id for one in found))

    def entry_sheet(self) -> Sheet:
        """Return what came of every entry that was shown."""
        rows = tuple((*self._entry(one.entry), *one[1:]) for one in self.entries)
        labels = ("示した回数", "評価", "解決", "違う質問だった", "情報が古い", "分かりにくい")
        columns = (*_ENTRY, *(Column(label, "count") for label in labels))
        return Sheet("entries", "示した項目", columns, rows, links=_links(one.entry for one in self.entries))

    def _entry(self, identifier: str) -> tuple[str, str]:
        return self._questions.get(identifier, "（今はない項目）"), identifier

    def _topic(self, entry: Entry) -> str:
        topic = self._knowledge.topic_of[entry.id]
        return self._knowledge.topics.get(topic, topic)

    def _named(self, found: list[Outcomes], names: dict[str, str]) -> list[tuple[str, Outcomes]]:
        busiest = sorted(found, key=lambda one: (-one.replies, one.key))
        return [(names.get(one.key, one.key), one) for one in busiest]


SHEETS: dict[str, Callable[[Figures], Sheet]] = {
    "days": Figures.day_sheet,
    "channels": Figures.channel_sheet,
    "cities": Figures.city_sheet,
    "waits": Figures.wait_sheet,
    "gaps": Figures.gap_sheet,
    "mistaken": Figures.mistaken_sheet,
    "unseen": Figures.unseen_sheet,
    "stale": Figures.stale_sheet,
    "entries": Figures.entry_sheet,
}


def _counts(one: Outcomes) -> tuple[int | float | None, ...]:
    return (*one[1:], one.resolved_rate)


def _links(entries: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"/entries/{entry}" for entry in entries)
