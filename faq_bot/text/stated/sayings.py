"""Facts whose value follows from a saying: 「更新します」, 「フリーパスは使っていません」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from faq_bot.loading.fact_words import FactWords, Saying
from faq_bot.loading.patterns import any_of, compiled
from faq_bot.text.stated.clauses import MODIFIES, Clause
from faq_bot.text.stated.statement import AskedFor, Stated
from faq_bot.text.stated.topics import Discourse, Topics


@dataclass(frozen=True, slots=True)
class _Row:
    saying: Saying
    says: re.Pattern[str]
    unless: re.Pattern[str] | None
    about: frozenset[str]
    not_about: frozenset[str]

    def may_stand_in(self, text: str, named: frozenset[str], *, direct: bool) -> bool:
        row = self.saying
        if row.about and not direct and self.about.isdisjoint(named):
            return False
        if row.needs and not direct and not any(map(text.__contains__, row.needs)):
            return False
        return not any(map(text.__contains__, row.absent))

    def fits(self, topics: frozenset[str], *, direct: bool) -> bool:
        if self.about:
            return not self.about.isdisjoint(topics) or (direct and not topics)
        return self.not_about.isdisjoint(topics)


class Sayings:
    """Reads what clauses say."""

    def __init__(self, words: FactWords):
        self._rows = tuple(_row(saying) for saying in words.sayings)
        # Half a hundred rows share some hundred words, or else topics: each is looked for once a text.
        self._by_word: dict[str, list[int]] = {}
        self._by_topic: dict[str, list[int]] = {}
        for i, row in enumerate(self._rows):
            for word in row.saying.words:
                self._by_word.setdefault(word, []).append(i)
            for topic in () if row.saying.words else row.about:
                self._by_topic.setdefault(topic, []).append(i)
        bare = {i for i, row in enumerate(self._rows) if not row.saying.words}
        self._always = {i for i in bare if not self._rows[i].about}
        self._answers = {i: self._rows[i].saying.fact for i in bare}
        self._topics = Topics(words.topics)
        self._denied = compiled(words.denials)
        self._of_others = compiled(words.said_of_others)
        self._supposed = compiled(words.supposed)

    def read(
        self, text: str, clauses: Sequence[Clause], asked: AskedFor | None
    ) -> Iterator[tuple[Stated, bool]]:
        """Yield what is said of the asker, and whether it counts only while nothing else says the fact."""
        said = self._topics.of(text, clauses)
        named = said.names
        for row in self._rows_for(text, named, asked):
            direct = asked is not None and asked.fact == row.saying.fact
            if row.may_stand_in(text, named, direct=direct):
                found = (self._said(row, said, i, direct=direct) for i in range(len(clauses)))
                for words in found:
                    if words is not None:
                        yield Stated(row.saying.fact, row.saying.value, words), row.saying.weak

    def _rows_for(self, text: str, topics: frozenset[str], asked: AskedFor | None) -> list[_Row]:
        """Return the rows that may speak, in the file's order.

        One of whose words stands in a text; without words, one of whose topics is named or whose fact is asked.
        """
        found = {i for word, rows in self._by_word.items() if word in text for i in rows} | self._always
        found.update(i for topic in topics for i in self._by_topic.get(topic, ()))
        if asked is not None:
            found.update(i for i, fact in self._answers.items() if fact == asked.fact)
        return [self._rows[i] for i in sorted(found)]

    def _said(self, row: _Row, said: Discourse, i: int, *, direct: bool) -> str | None:
        clause = said.clauses[i]
        if clause.taken_back or (not direct and _is_unsure(row, clause)):
            return None
        if row.unless is not None and row.unless.search(clause.text):
            return None
        for match in row.says.finditer(clause.text):
            place = clause.start + match.start()
            if clause.elsewhere(match.start()) or not self._is_stated(match, clause.text[match.end() :]):
                continue
            if row.saying.within is not None and said.distance(place) > row.saying.within:
                continue
            if row.fits(said.about(i, place), direct=direct):
                return match.group().strip("、。 ")
        return None

    def _is_stated(self, match: re.Match[str], rest: str) -> bool:
        """Whether what follows leaves the words a plain statement about the asker."""
        if MODIFIES.search(match.group()) and self._of_others.match(rest):
            return False
        return not (self._denied.match(rest) or self._supposed.match(rest))


def _row(saying: Saying) -> _Row:
    unless = any_of(saying.unless) if saying.unless else None
    return _Row(saying, any_of(saying.says), unless, frozenset(saying.about), frozenset(saying.not_about))


def _is_unsure(row: _Row, clause: Clause) -> bool:
    """「来月申し込むといくらですか」 plans to start; 「滞納があるとだめですか」 says nothing of the asker."""
    return clause.hedged or (clause.hypothetical and row.saying.fact != "status")
