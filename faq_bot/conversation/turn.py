"""One turn of a conversation, as it is understood."""

from dataclasses import dataclass
from datetime import date

from faq_bot.conversation.deciding import Case, KnownFacts
from faq_bot.conversation.finding import Found
from faq_bot.conversation.reply import Kind
from faq_bot.conversation.talk import Talk


@dataclass(frozen=True, slots=True)
class Turn:
    """Its kind, what it found, and the conversation with what it told; `text` is what was typed."""

    text: str
    kind: Kind
    found: Found
    talk: Talk
    known: KnownFacts
    case: Case
    as_of: date
    told: bool = True
    """Whether the message told or declined anything; else the question is put as not understood."""
    aside: bool = False
    """Another subject, after which the question left open is put again."""
    searched: bool = False
    """Whether the message was taken as a question to the knowledge base."""

    @property
    def found_nothing(self) -> bool:
        """Whether a question was asked that neither an entry nor the rules answer."""
        subject = self.talk.subject
        by_rules = subject is not None and subject.personal
        nothing = self.searched and self.found.outcome == "no_answer"
        return nothing and not self.found.courteous and not by_rules
