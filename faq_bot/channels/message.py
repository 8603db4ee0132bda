"""The contract of a channel: a message comes in, an outline goes out; between them nothing knows the channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faq_bot.conversation.request import QUESTION_LENGTH
from faq_bot.loading.wording import Wording


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody said in a channel, without its mark-up.

    `team` and `thread` name the conversation, `sender` whose requests are counted, `event` what tells this
    message from every other.
    """

    team: str
    thread: str
    sender: str
    text: str
    event: str = ""


def refusal(text: str, wording: Wording) -> str | None:
    """Return what to say to a text that cannot be a question, None if it can."""
    if not text.strip():
        return wording.nothing_asked
    if len(text) > QUESTION_LENGTH:
        return wording.channels.too_long.format(most=QUESTION_LENGTH, given=len(text))
    return None


def request_of(text: str, offers: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Return the request a text makes: the number of an offer takes it, all else is a question."""
    number = text.strip(" 　\n()（）.．。番")
    if number.isdecimal() and len(number) < 4 and 1 <= int(number) <= len(offers):
        return dict(offers[int(number) - 1])
    return {"question": text}
