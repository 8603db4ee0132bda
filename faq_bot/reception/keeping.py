"""What is kept of a reply: the question masked, the outcome, and the decision in a few words."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from faq_bot.conversation.reply import Reply
from faq_bot.loading.record import parse_day
from faq_bot.storage.replies import KeptReply
from faq_bot.text.cleaning import clean
from faq_bot.text.masking import Masking


def kept_reply(
    body: Mapping[str, Any], reply: Reply, masking: Masking, channel: str, at: datetime, seconds: float
) -> KeptReply:
    """Return the record of a reply to a request that was answered."""
    question, as_of = body.get("question"), body.get("as_of")
    return KeptReply(
        id=reply.reply,
        at=at,
        channel=channel,
        question=None if question is None else masking.mask(storable(question)),
        pressed=_pressed(body.get("select")),
        outcome=reply.outcome,
        entry=reply.answer.id if reply.answer is not None else None,
        confidence=reply.confidence,
        nearest=[candidate.id for candidate in reply.candidates],
        municipality=next((fact.value for fact in reply.facts if fact.fact == "municipality"), None),
        as_of=None if as_of is None else parse_day(as_of),
        decision=_summary(reply.eligibility),
        knowledge_version=reply.knowledge_version,
        milliseconds=round(seconds * 1000, 3),
        conversation=hashed(reply.conversation_id),
        is_gap=reply.is_gap,
    )


def hashed(conversation: str) -> str:
    """Return what is kept of a conversation's id."""
    return hashlib.sha256(conversation.encode()).hexdigest()[:32]


def folded(question: str) -> str:
    """Return what is equal for questions that differ in width, case and white space only."""
    return hashlib.sha256(clean(question).encode()).hexdigest()


def storable(text: str) -> str:
    """Return a text every database takes: no half characters, no NUL."""
    return text.encode(errors="replace").decode().replace("\0", "")


def _pressed(select: Any) -> str | None:
    """Return which button was pressed: facts by name only, as their values are kept nowhere else either."""
    if select is None:
        return None
    if select.get("entry") is not None:
        return f"entry:{select['entry']}"
    if select.get("fact") is not None:
        return f"fact:{select['fact']}"
    return "none" if select.get("none") else "restart"


def _summary(decision: Mapping[str, Any]) -> dict[str, Any]:
    years = [
        {"payer": year["payer"], "net": year["net_total"], "status": year["status"]}
        for year in decision["license_years"]
    ]
    return {
        "years": years,
        "schemes": {name: scheme["status"] for name, scheme in decision["schemes"].items()},
    }
