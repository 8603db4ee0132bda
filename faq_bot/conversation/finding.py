"""What the knowledge base answers to a question: an entry, a choice of entries, or why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from faq_bot.conversation.choosing import question_back
from faq_bot.conversation.courtesy import Courtesy
from faq_bot.conversation.elsewhere import Elsewhere
from faq_bot.conversation.reply import Outcome
from faq_bot.errors import NotFoundError
from faq_bot.loading.documents import Contact
from faq_bot.loading.entries import Entry
from faq_bot.loading.knowledge import Knowledge
from faq_bot.matching.entry_matcher import SHOWN, Asked, Candidate, EntryMatcher, Ranking
from faq_bot.rules.phrases import shown
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
    courteous: bool = False


class Finding:
    """Finds answers. Holds no state between questions; safe to share between threads."""

    def __init__(self, knowledge: Knowledge, analyzer: Analyzer, matcher: EntryMatcher):
        self._knowledge = knowledge
        self._matcher = matcher
        self._courtesy = Courtesy(knowledge.wording)
        self._elsewhere = Elsewhere(knowledge, analyzer)
        self._help_desk = knowledge.sources.help_desk

    def find(self, question: str, as_of: date, municipality: str | None) -> Found:
        """Return what answers a question asked on a day by somebody in some municipality."""
        courteous = self._courtesy.reply_to(question)
        if courteous is not None:
            return Found("no_answer", courteous, courteous=True)
        asked = Asked(question, as_of, municipality)
        return self._with_others(self._decided(asked), asked)

    def find_then_or_now(
        self, question: str, then: date, now: date, municipality: str | None
    ) -> tuple[Found, date]:
        """Return what answers a question on the day it speaks of, and the day it is answered as of.

        The day may date no more than a figure (2025年10月2日時点の件数) that a later document tells: what was not
        answered then is answered as of the day of asking.
        """
        found = self.find(question, then, municipality)
        if found.outcome == "no_answer" and not found.courteous and then != now:
            later = self.find(question, now, municipality)
            if later.outcome != "no_answer":
                return later, now
        return found, then

    def entry(self, identifier: str, as_of: date) -> Found:
        """Return a candidate that was picked. NotFoundError if there is none of that id by then."""
        entry = self._knowledge.entry(identifier)
        if entry is None or entry.holds_from > as_of:
            message = f"「{identifier}」という項目はありません。候補の id を送ってください。"
            raise NotFoundError("select.entry", message)
        return self.answered(entry, 1.0, [Candidate(entry, 1.0, 1.0)], as_of)

    def refusal(self, name: str, **places: str) -> Found:
        """Return one of the fixed refusals of wording.yaml, with who knows more."""
        sentence: str = getattr(self._knowledge.wording, name)
        return Found("no_answer", sentence.format(contact=_called(self._help_desk), **places))

    def answered(
        self, entry: Entry, confidence: float, candidates: Sequence[Candidate], as_of: date
    ) -> Found:
        """Return an entry as the answer, with a note where it is no longer the newest."""
        message = entry.answer
        newer = self._matcher.updated_by(entry, as_of)
        wording = self._knowledge.wording
        if newer is not None:
            published = shown(newer.holds_from)
            message += "\n" + wording.updated_note.format(published=published, newer=newer.short_answer)
        elif entry.holds_to is not None and entry.holds_to < as_of:
            message += "\n" + wording.ended_note.format(until=shown(entry.holds_to))
        municipality = self._knowledge.municipality(entry.municipality)
        contact = municipality.contact if municipality else None
        return Found("answered", message, entry, confidence, candidates, contact)

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

    def _decided(self, asked: Asked) -> Found:
        calibration = self._knowledge.calibration
        ranking = self._matcher.rank(asked)
        best = ranking.best
        if best is None or ranking.in_scope < NOTHING_NEAR:
            return self._refused(ranking, ())
        place = self._elsewhere.foreign_place(asked.text, best.entry, ranking.named, asked.municipality)
        if place is not None:
            return self._other_place(place, ranking)
        near = [c for c in ranking.candidates if c.score >= NEAR * best.score]
        if ranking.in_scope < calibration.refuse_below:
            return self._refused(ranking, near)
        # A city's own rule answers nobody whose city is not known: which city is asked first.
        theirs = best.entry.municipality in (None, asked.municipality)
        sure = best.confidence >= calibration.answer_from and theirs and not _is_one_word(ranking)
        if sure or len(ranking.candidates) < 2:
            return self.answered(best.entry, best.confidence, near, asked.as_of)
        offered = (near if len(near) > 1 else ranking.candidates[:2])[:SHOWN]
        entries, topics = [c.entry for c in offered], self._knowledge.topic_of
        message = question_back(self._knowledge.wording, entries, topics, asked.as_of)
        return Found("choose", message, None, best.confidence, offered)

    def _refused(self, ranking: Ranking, near: Sequence[Candidate]) -> Found:
        if ranking.outside is not None:
            message = self.refusal("outside", subject=ranking.outside.subject).message
        else:
            message = self.refusal("no_answer").message
        return Found("no_answer", message, None, 0.0, near)

    def _other_place(self, place: str, ranking: Ranking) -> Found:
        municipality = self._knowledge.municipality(ranking.named)
        contact = municipality.contact if municipality else None
        whom = _called(contact) if contact else self._knowledge.wording.city_office.format(place=place)
        message = self._knowledge.wording.other_city.format(place=place, contact=whom)
        near = [c for c in ranking.candidates if c.entry.municipality is None]
        return Found("no_answer", message, None, 0.0, near, contact)


def _is_one_word(ranking: Ranking) -> bool:
    """Whether a question is a single short word, which may mean many things; no wording of an entry is."""
    query = ranking.query
    return not ranking.evidence.exact and len(query.words) < 2 and len(query.pieces) <= ONE_WORD


def _called(contact: Contact) -> str:
    return f"{contact.name}（{contact.telephone}）" if contact.telephone else contact.name
