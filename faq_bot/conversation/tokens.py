"""A conversation as a signed token, so that any replica can go on with it and nobody can change it.

The token is readable by whoever holds it (it holds what he said himself) but not alterable. It ends after
`HOURS`; what cannot be read is never an error, the conversation begins anew and says so.
"""

import hmac
import zlib
from collections.abc import Callable
from typing import Literal

from itsdangerous import BadData, SignatureExpired, TimestampSigner
from itsdangerous.encoding import base64_decode, base64_encode
from itsdangerous.signer import SigningAlgorithm
from pydantic import TypeAdapter, ValidationError

from faq_bot.conversation.talk import Talk

HOURS = 24
LONGEST = 4000
"""Characters of a token; a longer one is not ours."""
_SALT = "faq-bot.conversation.1"  # the number is raised when what a token holds changes its meaning
_SHORT = 1000  # bytes; packing less than that takes longer than it saves
_PACKED = b"."

Refused = Literal["expired", "unreadable"]
_TALK = TypeAdapter(Talk)


class _Sha1(SigningAlgorithm):
    """The HMAC of itsdangerous, in one call."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return hmac.digest(key, value, "sha1")


class Tokens:
    """Writes and reads tokens with one secret. `now` returns seconds since 1970."""

    def __init__(self, secret: str, now: Callable[[], float]):
        class Signer(TimestampSigner):
            def get_timestamp(self) -> int:
                return int(now())

        derived = TimestampSigner(secret, salt=_SALT).derive_key()
        self._signer = Signer(derived, salt=_SALT, key_derivation="none", algorithm=_Sha1())

    def write(self, talk: Talk) -> str:
        """Return the token of a conversation."""
        plain = _TALK.dump_json(talk, exclude_defaults=True)
        if len(plain) > _SHORT:
            payload = _PACKED + base64_encode(zlib.compress(plain))
        else:
            payload = base64_encode(plain)
        return self._signer.sign(payload).decode()

    def read(self, token: str, hours: int | None = HOURS) -> Talk | Refused:
        """Return the conversation of a token, or why there is none; without `hours` however old it is."""
        if len(token) > LONGEST:
            return "unreadable"
        try:
            payload = self._signer.unsign(token, max_age=None if hours is None else hours * 3600)
            packed = payload.startswith(_PACKED)
            plain = base64_decode(payload.removeprefix(_PACKED))
            return _TALK.validate_json(zlib.decompress(plain) if packed else plain)
        except SignatureExpired:
            return "expired"
        except (BadData, ValidationError, ValueError):
            return "unreadable"
