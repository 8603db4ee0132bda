"""What the page of the queue shows: filters, the groups of one page, and what was decided last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlencode

from flask import current_app
from werkzeug.datastructures import MultiDict

from faq_bot.editing.queue import Group, Near, Queue
from faq_bot.reception.keeping import folded
from faq_bot.server.api import assistant, desk
from faq_bot.storage import unanswered
from faq_bot.storage.unanswered import State
from faq_bot.text.cleaning import clean

ON_A_PAGE = 50
WORDINGS = 10
"""Wordings shown of a group; the others are counted."""
STATES: dict[str, str] = {
    "open": "まだ決めていない",
    "alias": "別の聞き方にした",
    "draft": "下書きにした",
    "not_ours": "窓口の対象外",
    "ignored": "今後も出さない",
}
KINDS = {
    "no_answer": "答えがなかった",
    "choose": "候補に合うものがなかった",
    "answered": "答えが合わなかった",
    "wrong_question": "「違う質問だった」",
    "outdated": "「情報が古い」",
    "unclear": "「分かりにくい」",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which questions are to be seen; the words of the address."""

    state: str = "open"
    kind: str = ""
    text: str = ""
    page: int = 1

    @classmethod
    def of(cls, words: MultiDict[str, str]) -> "Filter":
        """Return the filter of an address or a form; what cannot be meant is left out."""
        state, kind, page = words.get("state", ""), words.get("kind", ""), words.get("page", "")
        return cls(
            state if state in STATES else "open",
            kind if kind in KINDS else "",
            words.get("q", "").strip()[:200],
            max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        )

    def address(self, **changed: Any) -> str:
        """Return the query of an address with this filter, or one a little different."""
        words = {"state": self.state, "kind": self.kind, "q": self.text, "page": self.page, **changed}
        return urlencode({k: v for k, v in words.items() if v not in ("", 1) and (k, v) != ("state", "open")})

    def takes(self, group: Group) -> bool:
        """Whether a group is to be seen."""
        if self.kind and self.kind not in group.kinds:
            return False
        wanted = clean(self.text)
        return not wanted or any(wanted in clean(item.question) for item in group.items)


@dataclass(frozen=True, slots=True)
class Shown:
    """A group on the page."""

    group: Group
    near: Sequence[Near]

    @property
    def keys(self) -> str:
        """Its questions, as the form sends them."""
        return ",".join(item.key for item in self.group.items[:500])

    @property
    def kinds(self) -> str:
        """How they ended, in words."""
        return "、".join(KINDS.get(kind, kind) for kind in self.group.kinds)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the queue."""

    shown: Sequence[Shown]
    filter: Filter
    groups: int
    questions: int
    pages: int


def page_of(wanted: Filter) -> Page:
    """Return the groups a filter leaves, those of its page with their nearest entries."""
    found = [group for group in groups(wanted.state) if wanted.takes(group)]
    pages = max(1, -(-len(found) // ON_A_PAGE))
    page = min(wanted.page, pages)
    here = found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    is_open = wanted.state == "open"
    shown = [Shown(group, queue().near(assistant(), group.question) if is_open else ()) for group in here]
    wanted = Filter(wanted.state, wanted.kind, wanted.text, page)
    return Page(shown, wanted, len(found), sum(len(group.items) for group in found), pages)


def groups(state: str) -> list[Group]:
    """Return all groups in a state."""
    return queue().groups(desk().records.engine, assistant(), cast(State, state))


def last_decision(by: str, moment: str | None) -> dict[str, Any] | None:
    """Return what somebody decided at a moment, None if there is nothing or it has been taken back."""
    try:
        at = datetime.fromisoformat(moment or "")
    except ValueError:
        return None
    rows = unanswered.decision(desk().records.engine, by, at) if at.tzinfo is not None else []
    if not rows:
        return None
    return {"question": rows[0].question, "count": len(rows), "label": STATES[rows[0].state], "at": moment}


def queue() -> Queue:
    """Return the queue of this process."""
    found: Queue = current_app.extensions.setdefault("queue", Queue(folded))
    return found
