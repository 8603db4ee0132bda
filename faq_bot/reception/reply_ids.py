"""Ids of replies: nobody can guess one, and any replica can tell that it was given out, without looking it up."""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

_RANDOM, _SIGNED = 12, 9  # bytes; together a multiple of three, so that the text has no padding
LENGTH = 28


class ReplyIds:
    """Gives out and knows again ids signed with one secret. Safe to share between threads."""

    def __init__(self, secret: str):
        self._key = hmac.digest(secret.encode(), b"faq-bot.reply.1", "sha256")

    def fresh(self) -> str:
        """Return an id nobody has had."""
        random = secrets.token_bytes(_RANDOM)
        return urlsafe_b64encode(random + self._signature(random)).decode()

    def is_ours(self, identifier: str) -> bool:
        """Whether an id was given out with this secret."""
        if len(identifier) != LENGTH or not identifier.isascii():
            return False
        try:
            given = urlsafe_b64decode(identifier)
        except ValueError:
            return False
        exact = urlsafe_b64encode(given).decode() == identifier  # decoding passes over strange characters
        return exact and hmac.compare_digest(given[_RANDOM:], self._signature(given[:_RANDOM]))

    def _signature(self, random: bytes) -> bytes:
        return hmac.digest(self._key, random, "sha256")[:_SIGNED]
