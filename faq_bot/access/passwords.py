"""Passwords: what is long enough, and hashes by argon2."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from faq_bot.errors import InputError

SHORTEST, LONGEST = 12, 200
# 19 MiB and two rounds (OWASP): one at a time, so that a crowd at the door cannot take the memory.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_ONE_AT_A_TIME = threading.Lock()
_NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5$ZnYXYL2bHgxCOqgUCIr6w6cZzYJKlnGaR4HS0s4gv3M"


def hashed(password: str) -> str:
    """Return the hash of a new password. InputError if it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(
            "password",
            f"合言葉は{SHORTEST}文字以上、{LONGEST}文字までにしてください（今は{len(password)}文字）。",
        )
    return _HASHER.hash(password)


def matches(password: str, hash_kept: str | None) -> bool:
    """Return whether a password is the one of a hash; without a hash it takes as long and is wrong."""
    with _ONE_AT_A_TIME:
        try:
            return _HASHER.verify(hash_kept or _NOBODYS, password[:LONGEST]) and bool(hash_kept)
        except (VerificationError, InvalidHashError):
            return False
