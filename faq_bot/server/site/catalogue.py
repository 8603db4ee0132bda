"""The entries as lists show them: by topic, by city, by what they cite, on one day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from faq_bot.assembly import Assistant
from faq_bot.conversation.reply import AnswerShown
from faq_bot.loading.entries import Entry
from faq_bot.loading.vocabulary import Municipality


class Listed(NamedTuple):
    """The entries of a list: what holds on the day, and what held before."""

    current: tuple[AnswerShown, ...]
    past: tuple[AnswerShown, ...]

    def __len__(self) -> int:
        """Count both."""
        return len(self.current) + len(self.past)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic and how many entries it has."""

    id: str
    label: str
    size: int


class Catalogue:
    """The entries known on a day."""

    def __init__(self, assistant: Assistant, day: date):
        self.day = day
        self._knowledge = assistant.knowledge
        self._presenter = assistant.presenter
        self._known = tuple(entry for entry in assistant.knowledge.entries if entry.holds_from <= day)

    @property
    def answers(self) -> list[AnswerShown]:
        """Every entry, in the order of the files."""
        return [self._presenter.answer_on(entry, self.day) for entry in self._known]

    @property
    def topics(self) -> list[Topic]:
        """The topics that have entries, in the order of topics.yaml."""
        sizes = {topic: len(self._of_topic(topic)) for topic in self._knowledge.topics}
        labels = self._knowledge.topics
        return [Topic(topic, labels[topic], size) for topic, size in sizes.items() if size]

    @property
    def cities(self) -> list[tuple[Municipality, int]]:
        """The municipalities, with how many entries are only theirs."""
        return [(city, len(self._of_city(city.id))) for city in self._knowledge.municipalities]

    def topic(self, identifier: str) -> Listed:
        """Return the entries of a topic."""
        return self._listed(self._of_topic(identifier))

    def city(self, identifier: str) -> Listed:
        """Return the entries that hold in one municipality only."""
        return self._listed(self._of_city(identifier))

    def citing(self, refs: Iterable[str]) -> list[AnswerShown]:
        """Return the entries that rest on any of some passages, the most direct first."""
        wanted = set(refs)
        places = {
            entry.id: min(i for i, ref in enumerate(entry.sources) if ref in wanted)
            for entry in self._known
            if not wanted.isdisjoint(entry.sources)
        }
        citing = sorted((entry for entry in self._known if entry.id in places), key=lambda e: places[e.id])
        return [self._presenter.answer_on(entry, self.day) for entry in citing]

    def is_past(self, answer: AnswerShown) -> bool:
        """Whether an answer no longer holds on the day: changed by a later document, or over."""
        over = answer.holds_to is not None and answer.holds_to < self.day.isoformat()
        return over or answer.updated_by is not None

    def _listed(self, entries: Iterable[Entry]) -> Listed:
        answers = [self._presenter.answer_on(entry, self.day) for entry in entries]
        current = tuple(answer for answer in answers if not self.is_past(answer))
        return Listed(current, tuple(answer for answer in answers if self.is_past(answer)))

    def _of_topic(self, topic: str) -> list[Entry]:
        return [entry for entry in self._known if self._knowledge.topic_of[entry.id] == topic]

    def _of_city(self, city: str) -> list[Entry]:
        return [entry for entry in self._known if entry.municipality == city]
