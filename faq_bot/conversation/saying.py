"""What a turn says: the knowledge base's words, the answer about the asker, the question back."""

from collections.abc import Iterable
from dataclasses import dataclass

from faq_bot.conversation.asking import Question
from faq_bot.conversation.reply import AskedShown, PersonalShown
from faq_bot.conversation.steering import Steering
from faq_bot.conversation.turn import Turn
from faq_bot.loading.knowledge import Knowledge
from faq_bot.rules.phrases import shown


@dataclass(frozen=True, slots=True)
class Words:
    """The `message`, and the parts of it that replies carry beside it."""

    message: str
    said: str
    states_answer: bool
    asked: AskedShown | None


class Saying:
    """Words turns; every sentence is the knowledge base's."""

    def __init__(self, knowledge: Knowledge, steering: Steering, beside: frozenset[str]):
        self._passages = knowledge.sources.passages
        self._wording = knowledge.wording
        self._steering = steering
        self._beside = beside

    def words(
        self, turn: Turn, question: Question | None, personal: PersonalShown | None, notice: str
    ) -> Words:
        """Return the words to show, `notice` before all others."""
        about_answer = turn.kind in ("why", "basis")
        said = self._said(turn, personal, about_asker=question is not None or personal is not None)
        template = "" if question is None else self._around(turn, question)
        asked = template.format(question=question.text) if question is not None else ""
        sentence = "" if personal is None or about_answer else personal.sentence
        parts = [part for part in (*said, sentence, asked) if part] or [self._wording.nothing_asked]
        explained = turn.kind == "why" and personal is not None
        kept = [self._wording.because] if explained else said if asked or sentence else parts
        return Words(
            message=notice + "\n\n".join(parts),
            said=(notice + "\n\n".join(part for part in kept if part)).rstrip(),
            states_answer=turn.found.entry is not None and turn.found.message in said,
            asked=None if question is None else _asked(question, template.format(question="").rstrip()),
        )

    def _said(self, turn: Turn, personal: PersonalShown | None, *, about_asker: bool) -> list[str]:
        """The words before the answer about the asker and before the question back."""
        if turn.kind == "why":
            return [self._why(turn, personal)]
        if turn.kind == "basis":
            return [self._basis(turn, personal)]
        day = self._wording.answered_as_of.format(day=shown(turn.as_of)) if turn.kind == "as_of" else ""
        return [day, self._own_words(turn, about_asker=about_asker)]

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

    def _around(self, turn: Turn, question: Question) -> str:
        """The words around a question back, as a template."""
        if turn.aside or turn.kind in ("why", "basis"):
            return self._wording.back_to_question
        if turn.kind == "question":
            subject = turn.talk.subject
            beside = subject is not None and any(scheme in self._beside for scheme in subject.schemes)
            intro = self._wording.ask_scheme_intro if beside else self._wording.ask_intro
            return f"{intro}\n{{question}}"
        again = not turn.told and question.key in turn.talk.tries
        return self._wording.ask_again if again else "{question}"


def _asked(question: Question, lead: str) -> AskedShown:
    return AskedShown(
        lead=lead, text=question.sentence, scheme=question.scheme, conditions=list(question.conditions)
    )


def _listed(lead: str, lines: Iterable[str]) -> str:
    return lead + "".join(f"\n・{line}" for line in lines)
