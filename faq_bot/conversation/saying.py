"""What a turn says: the knowledge base's words, the answer about the asker, the question back."""

from collections.abc import Iterable

from faq_bot.conversation.asking import Question
from faq_bot.conversation.reply import PersonalShown
from faq_bot.conversation.steering import Steering
from faq_bot.conversation.turn import Turn
from faq_bot.loading.knowledge import Knowledge
from faq_bot.rules.phrases import shown


class Saying:
    """Words turns; every sentence is the knowledge base's."""

    def __init__(self, knowledge: Knowledge, steering: Steering, beside: frozenset[str]):
        self._passages = knowledge.sources.passages
        self._wording = knowledge.wording
        self._steering = steering
        self._beside = beside

    def message(self, turn: Turn, question: Question | None, personal: PersonalShown | None) -> str:
        """Return the words to show."""
        if turn.kind in ("why", "basis"):
            said = self._why(turn, personal) if turn.kind == "why" else self._basis(turn, personal)
            return said if question is None else f"{said}\n\n{self._back_to(question)}"
        parts = [self._own_words(turn, about_asker=question is not None or personal is not None)]
        if turn.kind == "as_of":
            parts.insert(0, self._wording.answered_as_of.format(day=shown(turn.as_of)))
        if personal is not None:
            parts.append(personal.sentence)
        if question is not None:
            parts.append(self._asked(turn, question))
        return "\n\n".join(part for part in parts if part) or self._wording.nothing_asked

    def _why(self, turn: Turn, personal: PersonalShown | None) -> str:
        subject = turn.talk.subject
        if personal is not None:
            return _listed(self._wording.because, (reason.text for reason in personal.reasons))
        if subject is not None and subject.personal:
            return _listed(self._wording.because, (line["text"] for line in turn.case.decision.explanation))
        return turn.found.message

    def _basis(self, turn: Turn, personal: PersonalShown | None) -> str:
        refs = personal.basis.refs if personal else turn.found.entry.sources if turn.found.entry else ()
        cited = (self._passages[ref] for ref in refs if ref in self._passages)
        lines = (f"{p.ref} {p.title}（{shown(p.published)}）" for p in cited if p.published <= turn.as_of)
        return _listed(self._wording.rests_on, lines)

    def _own_words(self, turn: Turn, *, about_asker: bool) -> str:
        """The knowledge base's own words, unless the answer about the asker stands for them."""
        if turn.kind in ("states", "as_of"):
            return "" if about_asker else turn.found.message
        amount = self._steering.asks_amount(turn.text)
        stands_for_it = turn.found.outcome == "choose" or (turn.found.outcome == "answered" and amount)
        return "" if about_asker and not turn.aside and stands_for_it else turn.found.message

    def _asked(self, turn: Turn, question: Question) -> str:
        if turn.aside:
            return self._back_to(question)
        if turn.kind == "question":
            subject = turn.talk.subject
            beside = subject is not None and any(scheme in self._beside for scheme in subject.schemes)
            intro = self._wording.ask_scheme_intro if beside else self._wording.ask_intro
            return f"{intro}\n{question.text}"
        if not turn.told and question.key in turn.talk.tries:
            return self._wording.ask_again.format(question=question.text)
        return question.text

    def _back_to(self, question: Question) -> str:
        return self._wording.back_to_question.format(question=question.text)


def _listed(lead: str, lines: Iterable[str]) -> str:
    return lead + "".join(f"\n・{line}" for line in lines)
