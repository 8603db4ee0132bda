"""From a request to a reply: every step of an answer in one place."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from faq_bot.conversation.choosing import question_back
from faq_bot.conversation.courtesy import Courtesy
from faq_bot.conversation.deciding import Deciding
from faq_bot.conversation.elsewhere import Elsewhere
from faq_bot.conversation.presentation import Presenter, contact_shown
from faq_bot.conversation.reply import CandidateShown, Outcome, Reply
from faq_bot.conversation.request import AskRequest
from faq_bot.errors import NotFoundError
from faq_bot.loading.documents import Contact
from faq_bot.loading.entries import Entry
from faq_bot.loading.knowledge import Knowledge
from faq_bot.matching.entry_matcher import SHOWN, Asked, Candidate, EntryMatcher, Ranking
from faq_bot.text.analyzer import Analyzer
from faq_bot.text.sentences import questions_in

NEAR = 0.35  # a candidate with less than this share of the best score is not worth a line
ONE_WORD = 4  # pieces of the reading: up to six kana
MOST_ALSO = 2
NOTHING_NEAR = 0.05  # below this probability of being ours the ranking is noise


@dataclass(frozen=True, slots=True)
class Found:
    """What a turn decided to say, before it is dressed as a reply."""

    outcome: Outcome
    message: str
    entry: Entry | None = None
    confidence: float = 0.0
    candidates: Sequence[Candidate] = ()
    contact: Contact | None = None
    also: Sequence[Entry] = ()


class Answering:
    """Answers requests. Holds no state between them; safe to share between threads."""

    def __init__(self, knowledge: Knowledge, analyzer: Analyzer, matcher: EntryMatcher, deciding: Deciding):
        self._knowledge = knowledge
        self._matcher = matcher
        self._deciding = deciding
        self._courtesy = Courtesy(knowledge.wording)
        self._elsewhere = Elsewhere(knowledge, analyzer)
        self._presenter = Presenter(knowledge)
        self._help_desk = knowledge.sources.help_desk

    def reply(self, request: AskRequest, today: date) -> Reply:
        """Return the reply to a request; without a day of its own it is asked today."""
        as_of = self._deciding.day(request, today)
        named = self._matcher.named_municipality(request.question or "")
        known = self._deciding.facts(request, as_of, named)
        found = self._find(request, as_of, known.values.municipality)
        decision = self._deciding.decide(known, found.entry.schemes if found.entry else ())
        return Reply(
            reply=_identifier(request, as_of, self._knowledge.version),
            outcome=found.outcome,
            message=found.message,
            answer=self._shown(found.entry, as_of) if found.entry and found.outcome == "answered" else None,
            also=[self._shown(entry, as_of) for entry in found.also],
            confidence=round(found.confidence, 3),
            candidates=[self._candidate(c, as_of) for c in found.candidates],
            facts=list(known.shown),
            eligibility=decision.eligibility,
            needs=decision.needs,
            personal=None,
            contact=contact_shown(found.contact or self._help_desk),
            conversation=None,
            knowledge_version=self._knowledge.version,
        )

    def _find(self, request: AskRequest, as_of: date, municipality: str | None) -> Found:
        if as_of < self._knowledge.sources.first_published:
            first = _spoken(self._knowledge.sources.first_published)
            return self._refusal("before_first_document", first=first)
        if request.select is not None:
            return self._selected(request, as_of)
        question = request.question or ""
        courteous = self._courtesy.reply_to(question)
        if courteous is not None:
            return Found("no_answer", courteous)
        asked = Asked(question, as_of, municipality)
        return self._with_others(self._decided(asked), asked)

    def _with_others(self, found: Found, asked: Asked) -> Found:
        """Answer the further questions of a message that asks more than one, as far as they are sure."""
        parts = [self._decided(replace(asked, text=text)) for text in questions_in(asked.text)]
        sure = [part for part in parts if part.entry is not None]
        if not sure:
            return found
        main = found if found.entry is not None else sure[0]
        entries = {part.entry.id: part.entry for part in sure if part.entry is not None}
        also = [e for e in entries.values() if main.entry is not None and e.id != main.entry.id]
        return replace(main, also=also[:MOST_ALSO])

    def _selected(self, request: AskRequest, as_of: date) -> Found:
        select = request.select
        if select is not None and select.entry is not None:
            entry = self._knowledge.entry(select.entry)
            if entry is None or entry.holds_from > as_of:
                message = f"「{select.entry}」という項目はありません。候補の id を送ってください。"
                raise NotFoundError("select.entry", message)
            return self._answered(entry, 1.0, [Candidate(entry, 1.0, 1.0)], as_of)
        if select is not None and select.none:
            return self._refusal("none_of_these")
        return Found("no_answer", self._knowledge.wording.nothing_asked)

    def _decided(self, asked: Asked) -> Found:
        calibration = self._knowledge.calibration
        ranking = self._matcher.rank(asked)
        best = ranking.best
        if best is None or ranking.in_scope < NOTHING_NEAR:
            return self._refusal("no_answer")
        named = self._matcher.named_municipality(asked.text)
        place = self._elsewhere.foreign_place(asked.text, best.entry, named, asked.municipality)
        if place is not None:
            return self._other_place(place, named, ranking)
        near = [c for c in ranking.candidates if c.score >= NEAR * best.score]
        if ranking.in_scope < calibration.refuse_below:
            return self._refused(ranking, near)
        # A city's own rule answers nobody whose city is not known: which city is asked first.
        theirs = best.entry.municipality in (None, asked.municipality)
        sure = best.confidence >= calibration.answer_from and theirs and not _is_one_word(ranking)
        if sure or len(ranking.candidates) < 2:
            return self._answered(best.entry, best.confidence, near, asked.as_of)
        offered = (near if len(near) > 1 else ranking.candidates[:2])[:SHOWN]
        entries, topics = [c.entry for c in offered], self._knowledge.topic_of
        message = question_back(self._knowledge.wording, entries, topics, asked.as_of)
        return Found("choose", message, None, best.confidence, offered)

    def _refused(self, ranking: Ranking, near: Sequence[Candidate]) -> Found:
        if ranking.outside is not None:
            message = self._refusal("outside", subject=ranking.outside.subject).message
        else:
            message = self._refusal("no_answer").message
        return Found("no_answer", message, None, 0.0, near)

    def _answered(
        self, entry: Entry, confidence: float, candidates: Sequence[Candidate], as_of: date
    ) -> Found:
        message = entry.answer
        newer = self._matcher.updated_by(entry, as_of)
        wording = self._knowledge.wording
        if newer is not None:
            published = _spoken(newer.holds_from)
            message += "\n" + wording.updated_note.format(published=published, newer=newer.short_answer)
        elif entry.holds_to is not None and entry.holds_to < as_of:
            message += "\n" + wording.ended_note.format(until=_spoken(entry.holds_to))
        municipality = self._knowledge.municipality(entry.municipality)
        contact = municipality.contact if municipality else None
        return Found("answered", message, entry, confidence, candidates, contact)

    def _other_place(self, place: str, named: str | None, ranking: Ranking) -> Found:
        municipality = self._knowledge.municipality(named)
        contact = municipality.contact if municipality else None
        whom = _called(contact) if contact else self._knowledge.wording.city_office.format(place=place)
        message = self._knowledge.wording.other_city.format(place=place, contact=whom)
        near = [c for c in ranking.candidates if c.entry.municipality is None]
        return Found("no_answer", message, None, 0.0, near, contact)

    def _refusal(self, name: str, **places: str) -> Found:
        sentence: str = getattr(self._knowledge.wording, name)
        return Found("no_answer", sentence.format(contact=_called(self._help_desk), **places))

    def _shown(self, entry: Entry, as_of: date) -> Any:
        return self._presenter.answer(entry, self._matcher.updated_by(entry, as_of), as_of)

    def _candidate(self, candidate: Candidate, as_of: date) -> CandidateShown:
        return self._presenter.candidate(candidate, as_of)


def _is_one_word(ranking: Ranking) -> bool:
    """Whether a question is a single short word, which may mean many things; no wording of an entry is."""
    query = ranking.search.query
    return not ranking.evidence.exact and len(query.words) < 2 and len(query.pieces) <= ONE_WORD


def _called(contact: Contact) -> str:
    return f"{contact.name}（{contact.telephone}）" if contact.telephone else contact.name


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _identifier(request: AskRequest, as_of: date, version: str) -> str:
    asked = json.dumps([request.model_dump(mode="json"), as_of.isoformat(), version], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()[:16]
