"""What the page shows of a reply: under which heading, what is asked back, and what need not be said twice."""

from dataclasses import dataclass
from functools import cached_property

from faq_bot.conversation.reply import CandidateShown, FactShown, PersonalShown, Reply
from faq_bot.server.fact_forms import FactForm, FactForms
from faq_bot.server.licence_years import Picture, adds_up, picture_of

MOST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class AskedBack:
    """The question a reply ends with: its words, the conditions of a list, and a form for each fact."""

    text: str
    forms: tuple[FactForm, ...]
    scheme: str | None = None
    conditions: tuple[str, ...] = ()


class Shown:
    """One reply as the page shows it."""

    def __init__(self, reply: Reply, forms: FactForms, *, restarted: bool = False):
        self.reply = reply
        self.restarted = restarted
        self._forms = forms

    @cached_property
    def asked_back(self) -> AskedBack | None:
        """The question the message ends with."""
        asked, needs = self.reply.asked, self.reply.needs
        if asked is None:
            return None
        forms = tuple(self._forms.asked(need) for need in needs if need["fact"] in self.reply.asks)
        return AskedBack(asked.text, forms, asked.scheme, tuple(asked.conditions))

    @property
    def message(self) -> str:
        """The message without what the page shows in a form of its own: the question, sentence and reasons."""
        asked = self.reply.asked
        return "\n\n".join(part for part in (self.reply.said, asked.lead if asked else "") if part)

    @cached_property
    def heading(self) -> str:
        """What the reply is about, in one line."""
        if self.states_answer and self.reply.answer is not None:
            return self.reply.answer.question
        if self.question_leads and self.asked_back is not None:
            scheme = self.asked_back.scheme
            return f"{scheme}の条件" if scheme else self.asked_back.text
        if self.reply.personal is not None:
            return self.personal_heading
        return "確認させてください" if self.choosing else "お答え"

    @property
    def personal_heading(self) -> str:
        """The heading of the answer about the asker."""
        has_years = self.reply.personal is not None and bool(self.reply.personal.rows)
        return "この事業所のお支払い" if has_years else "この事業所の場合"

    @property
    def reasons_first(self) -> bool:
        """Whether the asker asked why: the reasons then come before the amounts."""
        return self.reply.personal is not None and self.reply.kind == "why"

    @property
    def states_answer(self) -> bool:
        """Whether the message says an entry's answer; its question and sources belong to it only then."""
        return self.reply.states_answer

    @property
    def question_leads(self) -> bool:
        """Whether the question back is all there is to say."""
        return self.reply.asked is not None and not self.reply.said

    @cached_property
    def more(self) -> FactForm | None:
        """A fact that is not asked for, but would tell more."""
        if self.asked_back is not None or self.restarted or not self.reply.needs:
            return None
        return self._forms.asked(self.reply.needs[0])

    @cached_property
    def facts(self) -> list[tuple[FactShown, FactForm]]:
        """The facts known, each with the form that corrects it."""
        known = () if self.restarted else self.reply.facts
        return [(fact, self._forms.form(fact.fact, fact.value)) for fact in known]

    @property
    def says_contact(self) -> bool:
        """Whether to name who knows more: not twice where the next steps do already."""
        steps = self.reply.personal.next_steps if self.reply.personal else []
        return not self.restarted and all(step.contact != self.reply.contact for step in steps)

    @property
    def knows_place(self) -> bool:
        """Whether the city is known, so that it need not be asked beside the next question."""
        return any(fact.fact == "municipality" for fact in self.reply.facts)

    @property
    def personal(self) -> PersonalShown | None:
        """The answer about the asker."""
        return self.reply.personal

    @cached_property
    def picture(self) -> Picture | None:
        """The picture of the licence years."""
        return picture_of(self.personal.rows) if self.personal else None

    @property
    def several(self) -> bool:
        """Whether the licence years cost more together than each number does."""
        return self.personal is not None and adds_up(self.personal.rows)

    @property
    def choosing(self) -> bool:
        """Whether the candidates are what is asked for."""
        return self.reply.outcome == "choose" and self.asked_back is None and self.reply.personal is None

    @cached_property
    def candidates(self) -> list[CandidateShown]:
        """The candidates offered: all where one is to be chosen, else a few others."""
        if self.choosing:
            return self.reply.candidates
        answer = self.reply.answer.id if self.reply.answer and self.states_answer else None
        return [c for c in self.reply.candidates if c.id != answer][:MOST_OTHERS]
