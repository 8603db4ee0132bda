"""Conversations of channels that cannot carry a token: each thread goes on where it was, on any replica."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from faq_bot.assembly import now
from faq_bot.conversation.reply import Reply
from faq_bot.errors import StorageError
from faq_bot.reception.desk import Desk
from faq_bot.reception.keeping import hashed
from faq_bot.storage import channel_threads
from faq_bot.storage.channel_threads import ThreadState

log = logging.getLogger(__name__)
Remember = Callable[[Reply], Mapping[str, Any]]
"""What a channel wants to find again beside the conversation, made of the last reply."""


@dataclass(frozen=True, slots=True)
class Thread:
    """One conversation of a channel: the team it is in, and its name there."""

    channel: str
    team: str
    name: str

    @property
    def key(self) -> str:
        """What it is kept under: nothing of the ids can be read from it."""
        return hashed(f"thread\n{self.channel}\n{self.team}\n{self.name}")


class Threads:
    """Asks the desk in the name of threads. Safe to share between threads of the process."""

    def __init__(self, desk: Desk, clock: Callable[[], datetime] = now):
        self._desk = desk
        self._clock = clock

    def ask(
        self, thread: Thread, asks: Iterable[Mapping[str, Any]], remember: Remember = lambda _: {}
    ) -> Reply:
        """Return the reply to the last of some requests, each going on from the one before.

        InputError names what cannot be used. While the database is away each message begins anew.
        """
        state = self.state(thread)
        conversation = state.conversation if state else None
        assistant, replies = self._desk.assistant, []
        for asked in asks:
            body = {**asked, "conversation": conversation}
            replies.append(self._desk.ask(body, thread.channel, assistant))
            conversation = replies[-1].conversation
        last = replies[-1]
        self._keep(thread, ThreadState(last.conversation, hashed(last.conversation_id), remember(last)))
        return last

    def state(self, thread: Thread) -> ThreadState | None:
        """Return how far a thread has got; None if it is new, or the database is away."""
        try:
            return channel_threads.find(self._desk.records.engine, thread.key)
        except StorageError as error:
            log.warning("a thread begins anew: %s", error.kind)
            return None

    def _keep(self, thread: Thread, state: ThreadState) -> None:
        try:
            channel_threads.keep(self._desk.records.engine, thread.key, state, self._clock())
        except StorageError as error:
            log.warning("a thread is not kept: %s", error.kind)
