"""A conversation as a signed token, so that any replica can go on with it and nobody can change it.

The token is readable by whoever holds it (it holds what he said himself) but not alterable. It ends after
`HOURS`; what cannot be read is never an error, the conversation begins anew and says so.
"""

from collections.abc import Callable
from typing import Literal

from itsdangerous import BadData, SignatureExpired, TimestampSigner, URLSafeTimedSerializer
from pydantic import ValidationError

from faq_bot.conversation.talk import Talk

HOURS = 24
LONGEST = 4000
"""Characters of a token; a longer one is not ours."""
_SALT = "faq-bot.conversation.1"  # the number is raised when what a token holds changes its meaning

Refused = Literal["expired", "unreadable"]


class Tokens:
    """Writes and reads tokens with one secret. `now` returns seconds since 1970."""

    def __init__(self, secret: str, now: Callable[[], float]):
        class Signer(TimestampSigner):
            def get_timestamp(self) -> int:
                return int(now())

        self._serializer = URLSafeTimedSerializer(secret, salt=_SALT, signer=Signer)

    def write(self, talk: Talk) -> str:
        """Return the token of a conversation."""
        token = self._serializer.dumps(talk.model_dump(mode="json", exclude_defaults=True))
        return token if isinstance(token, str) else token.decode()

    def read(self, token: str) -> Talk | Refused:
        """Return the conversation of a token, or why there is none."""
        if len(token) > LONGEST:
            return "unreadable"
        try:
            payload = self._serializer.loads(token, max_age=HOURS * 3600)
            return Talk.model_validate(payload)
        except SignatureExpired:
            return "expired"
        except (BadData, ValidationError, ValueError):
            return "unreadable"
