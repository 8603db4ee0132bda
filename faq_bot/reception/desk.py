"""The desk: one door for all channels, whatever knowledge is in force at the moment."""

import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from faq_bot.assembly import Assistant, now
from faq_bot.conversation.reply import Reply
from faq_bot.errors import NotFoundError, StorageError
from faq_bot.loading.validation import checked
from faq_bot.reception.feedback import FeedbackRequest
from faq_bot.reception.keeping import kept_reply, storable
from faq_bot.reception.reply_ids import ReplyIds
from faq_bot.storage import feedback
from faq_bot.storage.connections import UNREACHABLE
from faq_bot.storage.records import Records, StorageState

Listener = Callable[[Reply, str, Mapping[str, Any]], None]
"""Is told of each reply, its channel and its request."""


class Desk:
    """Holds the assistant of the moment, and keeps what must be kept. Safe to share between threads."""

    def __init__(
        self,
        assistant: Assistant,
        secret: str,
        records: Records | None = None,
        clock: Callable[[], datetime] = now,
    ):
        """Answer with `assistant`; `secret` signs the ids of replies. Without `records` nothing is kept."""
        self._assistant = assistant
        self._records = records
        self._ids = ReplyIds(secret)
        self._clock = clock
        self._journalling = True
        self.listeners: list[Listener] = []

    @property
    def assistant(self) -> Assistant:
        """The assistant in force now. Take it once for each request, so that a reply is of one knowledge."""
        return self._assistant

    @property
    def records(self) -> Records:
        """The database. StorageError if there is none."""
        if self._records is None:
            raise StorageError(UNREACHABLE, "no database")
        return self._records

    def swap(self, assistant: Assistant) -> None:
        """Put another assistant in force: the next request is wholly the new one's."""
        self._assistant = assistant

    def ask(self, body: Mapping[str, Any], channel: str, assistant: Assistant | None = None) -> Reply:
        """Return the reply to a request given as the API takes it, and journal it under the channel's name.

        `assistant` is the one this request has begun with, if it has. InputError names the field that cannot be
        used; a database that is away is no reason not to answer.
        """
        assistant = assistant or self._assistant
        began = time.perf_counter()
        reply = assistant.ask_mapping(body, secrets.token_urlsafe(9), self._ids.fresh())
        if self._records is not None and self._journalling:
            seconds = time.perf_counter() - began
            kept = kept_reply(body, reply, assistant.masking, channel, self._clock(), seconds)
            self._records.journal.put(kept)
        if self._journalling:
            for listener in self.listeners:
                listener(reply, channel, body)
        return reply

    def has_given(self, reply: str) -> bool:
        """Return whether a reply's id was given out, here or by another replica."""
        return self._ids.is_ours(reply)

    def feedback(self, body: Mapping[str, Any]) -> None:
        """Keep what an asker thinks of a reply (`reply`, `verdict`, `comment`); it is on the disk when this returns.

        InputError names what cannot be used, NotFoundError a reply that was never given; StorageError if it
        could not be kept.
        """
        given = checked(FeedbackRequest, body)
        if not self._ids.is_ours(given.reply):
            raise NotFoundError(
                "reply", "この返事は見つかりません。返事の「reply」をそのまま送ってください。"
            )
        words = storable(given.comment or "").strip()
        masked = self._assistant.masking.mask(words) or None
        feedback.keep(self.records.engine, given.reply, given.verdict, masked, self._clock())

    def storage_state(self) -> StorageState:
        """Return how the database is. StorageError if there is none."""
        return self.records.state()

    @contextmanager
    def rehearsing(self) -> Iterator[None]:
        """Keep nothing of what is asked meanwhile: warming up is no conversation."""
        self._journalling = False
        try:
            yield
        finally:
            self._journalling = True
