"""Another city's subsidy is not in the documents: the honest reply names who knows."""

import re

from faq_bot.loading.entries import Entry
from faq_bot.loading.knowledge import Knowledge
from faq_bot.text.analyzer import Analyzer
from faq_bot.text.cleaning import clean

_SUFFIX = "市区町村県府都道"


class Elsewhere:
    """Finds questions about the rules of a place the documents say nothing about."""

    def __init__(self, knowledge: Knowledge, analyzer: Analyzer):
        self._analyzer = analyzer
        self._knowledge = knowledge
        self._with_rules = frozenset(
            e.municipality for e in knowledge.entries if e.municipality and e.schemes
        )

    def foreign_place(self, text: str, best: Entry, named: str | None, asker: str | None) -> str | None:
        """Return the place whose own rules are asked about but unknown here, or None.

        That is so when the nearest entry tells of some city's subsidy while the question names a place
        without one, or names none and `asker`, where the asker is, is another place. A place beside another
        subject (福岡の事業所です…) changes nothing.
        """
        if not self._is_local_rule(best):
            return None
        if named is not None:
            municipality = self._knowledge.municipality(named)
            return municipality.name if municipality and named not in self._with_rules else None
        return self._unknown_place(text) or self._place_of(asker, best)

    def _place_of(self, asker: str | None, best: Entry) -> str | None:
        if asker is None or best.municipality in (None, asker):
            return None
        municipality = self._knowledge.municipality(asker)
        return municipality.name if municipality else self._knowledge.wording.other_place

    def _is_local_rule(self, entry: Entry) -> bool:
        return self._knowledge.topic_of[entry.id] == "subsidies" or entry.municipality in self._with_rules

    def _unknown_place(self, text: str) -> str | None:
        cleaned = clean(text)
        known = {name for m in self._knowledge.municipalities for name in (*m.names, m.name)}
        if any(name in cleaned for name in known):
            return None
        for place in self._analyzer.places(cleaned):
            if place not in _SUFFIX and (found := re.search(f"{re.escape(place)}[{_SUFFIX}]?", cleaned)):
                return found.group()
        return None
