"""The queue of the editors: questions without an answer and replies that did not help, grouped."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row

from faq_bot.assembly import Assistant
from faq_bot.editing.groups import Groups
from faq_bot.loading.entries import Entry
from faq_bot.matching.entry_matcher import Asked
from faq_bot.storage import unanswered
from faq_bot.storage.unanswered import Gap, State

MOST = 20_000
"""Questions read at once, the most asked first; what is beyond comes up as the others are decided."""
RATED = 5_000
"""Badly rated replies read at once, the newest first."""
_LASTING: tuple[State, ...] = ("ignored", "not_ours")
"""What is decided like this stays decided, however often somebody is not content."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question as it was written, once however often it was asked. `kinds`: outcomes and verdicts."""

    key: str
    question: str
    kinds: tuple[str, ...]
    count: int
    first_seen: datetime
    last_seen: datetime
    gap: Gap
    comments: tuple[str, ...] = ()
    by: str | None = None
    state_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask the same, the most asked first."""

    items: tuple[Item, ...]

    @property
    def question(self) -> str:
        """The one that stands for all."""
        return self.items[0].question

    @property
    def count(self) -> int:
        """How often they were asked or badly rated."""
        return sum(item.count for item in self.items)

    @property
    def last_seen(self) -> datetime:
        """When one of them was last asked."""
        return max(item.last_seen for item in self.items)

    @property
    def kinds(self) -> tuple[str, ...]:
        """How they ended, each once."""
        return tuple(dict.fromkeys(kind for item in self.items for kind in item.kinds))

    @property
    def comments(self) -> tuple[str, ...]:
        """What askers said about it."""
        return tuple(comment for item in self.items for comment in item.comments)


@dataclass(frozen=True, slots=True)
class Near:
    """An entry that is near to a question, and the probability that it answers it."""

    entry: Entry
    confidence: float


class Queue:
    """The groups of one process; safe to share between threads. It begins anew with other knowledge."""

    def __init__(self, fold: Callable[[str], str]):
        self._fold = fold
        self._lock = threading.Lock()
        self._version = ""
        self._groups: Groups | None = None
        self._near: dict[tuple[str, str], tuple[Near, ...]] = {}

    def groups(self, engine: Engine, assistant: Assistant, state: State = "open") -> list[Group]:
        """Return the groups of the questions in a state: open ones by count, decided ones as they were decided."""
        items = self.items(engine, state)
        if state != "open":
            together: dict[Any, list[Item]] = {}
            for item in items:
                together.setdefault((item.by, item.state_at), []).append(item)
        else:
            together = self._grouped(items, assistant)
        groups = [Group(tuple(sorted(found, key=_rank))) for found in together.values()]
        if state == "open":
            return sorted(groups, key=lambda g: (-g.count, -g.last_seen.timestamp(), g.items[0].key))
        return sorted(
            groups, key=lambda g: (-(g.items[0].state_at or g.last_seen).timestamp(), g.items[0].key)
        )

    def items(self, engine: Engine, state: State = "open") -> list[Item]:
        """Return the questions in a state, ungrouped."""
        items = {row.folded: _item(row) for row in unanswered.listed(engine, state, MOST)}
        if state == "open":
            self._add_rated(engine, items)
        return list(items.values())

    def near(self, assistant: Assistant, question: str, most: int = 3) -> tuple[Near, ...]:
        """Return the entries that are nearest to a question today."""
        key = (question, assistant.today().isoformat())
        with self._lock:
            self._renew(assistant)
            found = self._near.get(key)
        if found is None:
            ranking = assistant.matcher.rank(Asked(question, assistant.today()), limit=5)
            found = tuple(Near(c.entry, c.confidence) for c in ranking.candidates)
            with self._lock:
                self._near[key] = found
        return found[:most]

    def _grouped(self, items: Sequence[Item], assistant: Assistant) -> dict[Any, list[Item]]:
        with self._lock:
            groups = self._renew(assistant)
            together: dict[Any, list[Item]] = {}
            for item in sorted(items, key=lambda item: (item.first_seen, item.key)):
                together.setdefault(groups.of(item.question), []).append(item)
        return together

    def _renew(self, assistant: Assistant) -> Groups:
        if self._groups is None or self._version != assistant.knowledge.version:
            analyzer = assistant.matcher.engine.analyzer
            self._groups = Groups(lambda text: analyzer.analyse(text).words)
            self._version, self._near = assistant.knowledge.version, {}
        return self._groups

    def _add_rated(self, engine: Engine, items: dict[str, Item]) -> None:
        settled = unanswered.decided(engine)
        for row in unanswered.rated(engine, RATED):
            folded = self._fold(row.question)
            state, moment = settled.get(folded, (None, None))
            if state in _LASTING or (moment is not None and row.at <= moment):
                continue
            items[folded] = _with_rating(items.get(folded), row, folded)


def _item(row: Row[Any]) -> Item:
    gap = Gap(row.folded, row.question, row.outcome, row.nearest, row.last_seen)
    return Item(
        row.folded[:16], row.question, (row.outcome,), max(row._mapping["count"], 1), row.first_seen, row.last_seen, gap,
        (), row.by, row.state_at,
    )  # fmt: skip


def _with_rating(known: Item | None, row: Row[Any], folded: str) -> Item:
    nearest = list(dict.fromkeys([*([row.entry] if row.entry else []), *row.nearest]))
    gap = known.gap if known else Gap(folded, row.question, row.verdict, nearest, row.at)
    return Item(
        key=folded[:16],
        question=known.question if known else row.question,
        kinds=tuple(dict.fromkeys((*(known.kinds if known else ()), row.verdict))),
        count=(known.count if known else 0) + 1,
        first_seen=min(known.first_seen, row.at) if known else row.at,
        last_seen=max(known.last_seen, row.at) if known else row.at,
        gap=gap,
        comments=(*(known.comments if known else ()), *([row.comment] if row.comment else [])),
    )


def _rank(item: Item) -> tuple[int, float, str]:
    return (-item.count, -item.last_seen.timestamp(), item.key)
