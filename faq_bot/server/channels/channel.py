"""What every channel does with a message before and after the desk: switch, limits, thread, and kind words."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask

from faq_bot.channels.message import Heard, refusal, request_of
from faq_bot.conversation.reply import Reply
from faq_bot.errors import FaqBotError, InputError, StorageError
from faq_bot.loading.wording import Wording
from faq_bot.reception.desk import Desk
from faq_bot.reception.events import Events
from faq_bot.reception.limits import Limits
from faq_bot.reception.switchboard import Switchboard
from faq_bot.reception.threads import Remember, Thread, Threads

log = logging.getLogger(__name__)


class Channel:
    """One channel of an app, by the name it has in the journal. Safe to share between threads."""

    def __init__(self, app: Flask, name: str):
        """Take what the app has: desk, switchboard and limits."""
        self.name = name
        self.desk: Desk = app.extensions["desk"]
        self.events = Events(self.desk)
        self._switchboard: Switchboard = app.extensions["switchboard"]
        self._limits: Limits = app.extensions["limits"]
        self._threads = Threads(self.desk)

    @property
    def wording(self) -> Wording:
        """The sentences of the knowledge in force."""
        return self.desk.assistant.knowledge.wording

    def closed(self, heard: Heard) -> str | None:
        """Return what to say instead of an answer: the channel is off, or the sender comes too often."""
        notice = self._switchboard.notice(self.name)
        if notice is not None:
            return notice
        verdict = self._limits.allow(self.name, f"{heard.team}/{heard.sender}")
        if verdict is None or verdict.allowed:
            return None
        return self.wording.channels.too_many.format(seconds=verdict.wait)

    def answer_text(self, heard: Heard, remember: Remember = lambda _: {}) -> Reply | str:
        """Return the reply to what somebody wrote, or a sentence where there is none."""
        said = self.closed(heard) or refusal(heard.text, self.wording)
        if said is not None:
            return said
        return self._ask(heard, [request_of(heard.text, self.remembered(heard).get("offers", ()))], remember)

    def answer(
        self, heard: Heard, asks: Iterable[Mapping[str, Any]], remember: Remember = lambda _: {}
    ) -> Reply | str:
        """Return the reply to what somebody pressed, or a sentence where there is none."""
        return self.closed(heard) or self._ask(heard, asks, remember)

    def remembered(self, heard: Heard) -> Mapping[str, Any]:
        """Return what was remembered of the last reply in a thread."""
        state = self._threads.state(self._thread(heard))
        return state.extra if state else {}

    def keep_verdict(self, heard: Heard, reply: str, verdict: str) -> str:
        """Keep what somebody thinks of a reply, and return what to say to him."""
        said = self.closed(heard)
        if said is not None:
            return said
        try:
            self.desk.feedback({"reply": reply, "verdict": verdict})
        except (InputError, StorageError):
            return self.wording.channels.not_kept
        return self.wording.channels.thanks

    def _ask(self, heard: Heard, asks: Iterable[Mapping[str, Any]], remember: Remember) -> Reply | str:
        try:
            return self._threads.ask(self._thread(heard), asks, remember)
        except InputError as error:
            return error.message
        except FaqBotError as error:
            log.error("a message of %s has no reply: %s", self.name, type(error).__name__)
            return self.wording.channels.failed

    def _thread(self, heard: Heard) -> Thread:
        return Thread(self.name, heard.team, heard.thread)
