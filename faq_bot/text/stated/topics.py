"""What a stretch of text is about: 「フリーパスは去年使いました」 says 使いました of フリーパス."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from faq_bot.text.stated.clauses import Clause

_AND = re.compile(r"[^。、はがをに]{0,6}(?:も|と|や|、|・|及び|および|とか|か)+[^。、はがをに]{0,3}")
_ONLY_NAMED = re.compile(
    r"[^。]{0,4}?(?:の(?:件|こと|話)(?:です|なん|で)?|について[^。]{0,8}|(?:です|なん|だ|でした)?(?:ん)?(?:です)?(?:が|けど|けども|けれど)?|は|って)?[、。!?\s]*"
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic named in a text, and where."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Discourse:
    """A text, its clauses, and the topics named in it."""

    text: str
    clauses: Sequence[Clause]
    topics: Sequence[Topic]

    @property
    def names(self) -> frozenset[str]:
        """The topics' names."""
        return frozenset(topic.name for topic in self.topics)

    def about(self, i: int, place: int) -> frozenset[str]:
        """Return what the words at a place of the text, in clause `i`, are about.

        That is the last topic before them in the clause, with the topics joined to it (「AもBも」); without one,
        the last topic of the clause before, if the sentence goes on, it only named the topic or was taken back.
        """
        clause = self.clauses[i]
        inside = [topic for topic in self.topics if clause.start <= topic.start <= place]
        if inside:
            return _joined(inside, self.text)
        before = self.clauses[i - 1] if i else None
        if before is None or before.others is not None:
            return frozenset()
        earlier = [topic for topic in self.topics if before.start <= topic.start < before.end]
        if not earlier:
            return frozenset()
        named_only = _ONLY_NAMED.fullmatch(self.text[earlier[-1].end : before.end]) is not None
        return _joined(earlier, self.text) if clause.goes_on or clause.corrects or named_only else frozenset()

    def distance(self, place: int) -> int:
        """Return how many characters behind the nearest topic before it a place is; 0 without one."""
        before = [topic.end for topic in self.topics if topic.start <= place]
        return place - before[-1] if before else 0


class Topics:
    """Finds topics."""

    def __init__(self, topics: Mapping[str, str]):
        self._names = tuple(topics)
        self._any = re.compile("|".join(f"(?P<t{i}>{p})" for i, p in enumerate(topics.values())) or r"(?!)")

    def of(self, text: str, clauses: Sequence[Clause]) -> Discourse:
        """Return a text with its topics, in order."""
        found = self._any.finditer(text)
        topics = [
            Topic(self._names[int((m.lastgroup or "t0")[1:])], m.start(), m.end()) for m in found if m.group()
        ]
        return Discourse(text, clauses, topics)


def _joined(topics: Sequence[Topic], text: str) -> frozenset[str]:
    names = {topics[-1].name}
    for earlier, later in zip(reversed(topics[:-1]), reversed(topics), strict=False):
        if not _AND.fullmatch(text[earlier.end : later.start]):
            break
        names.add(earlier.name)
    return frozenset(names)
