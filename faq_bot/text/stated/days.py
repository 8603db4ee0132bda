"""Which fact a day is: the words around it say whether something starts, expires or arrives on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from faq_bot.loading.fact_words import DayCue, FactWords
from faq_bot.loading.patterns import compiled
from faq_bot.text.stated.calendar import LAST, DayFound, Direction, days_in, last_of_month
from faq_bot.text.stated.clauses import MODIFIES, Clause
from faq_bot.text.stated.statement import AskedFor, Blurred, Stated

_REACH = 24  # characters before a day in which its noun stands (「ライセンスの期限は」)
_NEXT_CLAUSE = re.compile(r"(?<=.)、")
_IN_GENERAL = re.compile(
    r"^[^。、]{0,14}(?:場合|とき|時(?!点|期))(?:は|の|に|、|$)|^[^。、]{0,12}(?:る|た)(?:か|と何|意味|利点|理由)"
)
"""A month in a question about anybody: 「4月に始めた場合の無料」."""
AHEAD = re.compile(
    r"(?:始め|はじめ|使い始め)(?:る|ます)(?!か)|(?:申し?込み|導入し|加入し|契約し|利用し|再開し|開始し|スタートし|使い|更新し)ます(?!か)"
    r"|(?:申し?込む|導入する|加入する|契約する|再開する|開始する)(?!前)"
)
"""A verb of starting that says by itself that it lies ahead."""
_INTRODUCED = re.compile(
    r"(?:の|日|日付|んだのが|たのが)(?:は|が|も|、)?[、\s]*$"
)  # 「申し込んだのは6月1日」
_MISTAKE = re.compile(r"の?(?:間違い|まちがい|誤り|勘違い)(?:でし|だっ)た")
_NO_TENSE = re.compile(r"でした|だった")  # 「見たら9月15日でした」: what was seen may lie ahead
_CLOSE = 150  # days: less than half a year, so that never both readings of a day are close
_DEFAULT: dict[str, Direction] = {
    "license_expiry": "future",
    "integration_date": "future",
    "applied_on": "past",
}
"""Where a day lies when no verb tells: a present licence ends ahead, papers that arrived did so before."""


@dataclass(frozen=True, slots=True)
class _Cue:
    row: DayCue
    before: tuple[re.Pattern[str], ...]
    after: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class _Around:
    """The words around a day: what introduces it, what follows it up to the next day, and its clause's rest."""

    text: str
    clause: Clause
    before: str
    near: str
    after: str
    rest: str


class Days:
    """Reads the days of a text as facts."""

    def __init__(self, words: FactWords):
        self._cues = tuple(_cue(row) for row in words.day_cues)
        self._plans = compiled(words.plans)
        self._past = compiled(words.past)
        self._expired = compiled(words.expired)
        self._future = compiled(words.future)
        self._denied = compiled(words.denials)
        self._not_done = compiled(words.not_done)
        self._of_others = compiled(words.said_of_others)
        self._corrects = compiled(words.corrections)

    def read(
        self, text: str, clauses: Sequence[Clause], as_of: date, asked: AskedFor | None
    ) -> Iterator[Stated | Blurred]:
        """Yield the facts that the days of a text are; a day that is not fixed as `Blurred`."""
        found = days_in(text, as_of)
        introduced = (
            ""  # 「申し込んだのは5日ではなく15日」: what introduced the day taken back introduces the next
        )
        for day, following in zip(found, [*(day.start for day in found[1:]), len(text)], strict=False):
            clause = next(c for c in clauses if c.start <= day.start < c.end)
            before = introduced or text[max(0, day.start - _REACH) : day.start]
            denied = clause.taken_back or self._denied.match(text[day.end :]) is not None
            introduced = before if denied else ""
            if denied or clause.elsewhere(day.start - clause.start) or day.relation:
                continue
            around = _Around(
                text,
                clause,
                before,
                near=text[max(clause.start, day.start - _REACH) : day.start],
                after=text[day.end : min(clause.end, following)],
                rest=text[day.end : clause.end],
            )
            stated = self._stated(day, around, as_of, asked)
            if stated is not None:
                yield stated

    def _stated(
        self, day: DayFound, around: _Around, as_of: date, asked: AskedFor | None
    ) -> Stated | Blurred | None:
        fact = self._fact(around)
        if asked is not None and fact is None and self._may_answer(asked.fact, around):
            fact = asked.fact
        if fact is None or (fact != "as_of" and not day.is_day and _IN_GENERAL.search(around.after)):
            return None
        direct = asked if asked is not None and fact == asked.fact else None
        direction = self._direction(fact, around) or (direct.direction if direct else None)
        if direction == "past" and _NO_TENSE.match(around.rest) and not _lies_close(day, as_of):
            direction = None
        settled = self._settled(fact, day, as_of, direction, direct)
        if not around.clause.hedged or direct:
            return settled
        if isinstance(settled, Blurred):
            return replace(settled, sure=False)
        return Blurred(fact, day.words, settled.value.year, settled.value.month, None, direction, sure=False)

    def _may_answer(self, fact: str, around: _Around) -> bool:
        """Whether a day without words of its own answers the question; 「更新日が6月1日」 may be the day after."""
        if fact == "license_expiry" and re.search(r"更新日?(?:は|が|も|って|、)?$", around.before):
            return False
        return not self._not_done.match(around.after)

    def _fact(self, around: _Around) -> str | None:
        if self._not_done.match(around.after):
            return None
        words = f"{around.near}|{_NEXT_CLAUSE.split(around.after[:_REACH])[0]}"
        best: tuple[int, int, str] | None = None
        for order, cue in enumerate(self._cues):
            if cue.row.needs and not any(word in around.text for word in cue.row.needs):
                continue
            place = self._place(cue, around)
            if place is None or any(pattern.search(words) for pattern in cue.unless):
                continue
            if best is None or (place, order) < best[:2]:
                best = (place, order, cue.row.fact)
        return best[2] if best else None

    def _place(self, cue: _Cue, around: _Around) -> int | None:
        """Return how far from the day a cue stands, 0 right before it; None if it is not there, or another's."""
        if any(pattern.search(around.before) for pattern in cue.before):
            return None if self._of_others.match(around.after) else 0
        found = [match for pattern in cue.after if (match := pattern.search(around.after))]
        if not found:
            return None
        first = min(found, key=lambda match: match.end())
        if MODIFIES.search(first.group()) and self._of_others.match(around.after[first.end() :]):
            return None
        return first.end()

    def _direction(self, fact: str, around: _Around) -> Direction | None:
        rest = _MISTAKE.sub("", around.rest)
        if self._corrects.search(
            around.text
        ):  # 「2月末でした」 corrects what was said: February may lie ahead
            rest = rest.removeprefix("でした")
        if self._plans.search(rest):
            return "future"
        if fact == "license_expiry":  # 「期限は3月31日となっています」 lies ahead
            return "past" if self._expired.search(rest) else None
        past, ahead = self._past.search(rest), AHEAD.search(rest)
        if ahead is not None and (past is None or ahead.start() < past.start()):
            return "future"  # 「元日から使い始めるよう手配してます」: the verb of the day decides
        introduced = around.before[-8:] if _INTRODUCED.search(around.before) else ""
        if past is not None or self._past.search(introduced):
            return "past"
        return "future" if self._future.search(rest) or self._future.search(introduced) else None

    def _settled(
        self, fact: str, day: DayFound, as_of: date, direction: Direction | None, asked: AskedFor | None
    ) -> Stated | Blurred:
        direction = direction or _DEFAULT.get(fact)
        year, month = day.year, day.month
        if asked is not None and month is None:
            year, month = asked.year, asked.month
        if asked is not None and year is None and month == asked.month:
            year = asked.year
        known = DayFound(day.start, day.end, day.words, year, month, day.day, day.fixed, day.blurred)
        if fact == "as_of":
            return _as_of(known, as_of)
        exact = known.on(as_of, direction) if known.is_day else None
        if exact is None and known.is_day and asked is not None and direction is None:
            exact = _nearest(known, as_of)
        if exact is not None:
            return Stated(fact, exact, day.words)
        first = known.month_on(as_of, direction)
        year = first.year if first else year
        named = None if day.blurred or day.day == LAST else day.day
        return Blurred(fact, day.words, year, month, named, direction)


def _lies_close(day: DayFound, as_of: date) -> bool:
    past = day.on(as_of, "past")
    return past is None or (as_of - past).days <= _CLOSE


def _nearest(day: DayFound, as_of: date) -> date | None:
    """A bare day answering a question is the one close by; what lies months away either way is asked for."""
    days = (day.on(as_of, "past"), day.on(as_of, "future"))
    near = [found for found in days if found is not None and abs((found - as_of).days) <= _CLOSE]
    return near[0] if len(set(near)) == 1 else None


def _as_of(day: DayFound, as_of: date) -> Stated | Blurred:
    """A month stands for its last day: all that was published in it was known by then."""
    exact = day.on(as_of, "past") if day.is_day else None
    month = day.month_on(as_of, "past")
    if exact is None and month is not None and day.day is None:
        exact = min(last_of_month(month), as_of)
    if exact is None or exact > as_of:
        return Blurred("as_of", day.words)
    return Stated("as_of", exact, day.words)


def _cue(row: DayCue) -> _Cue:
    before, after, unless = (
        tuple(compiled(pattern) for pattern in part) for part in (row.before, row.after, row.unless)
    )
    return _Cue(row, before, after, unless)
