"""Who sent a request: signatures over the bytes as they came, before anything reads them."""

import hmac
from base64 import b64encode
from collections.abc import Iterable

SLACK_VERSION = "v0"
PATIENCE = 300
"""Seconds a request may be old, or ahead of our clock; both platforms say five minutes."""


def slack_signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return what Slack writes into `X-Slack-Signature` for a body sent at a Unix second."""
    signed = f"{SLACK_VERSION}:{timestamp}:".encode() + body
    return f"{SLACK_VERSION}={hmac.digest(secret.encode(), signed, 'sha256').hex()}"


def teams_signature(key: bytes, body: bytes) -> str:
    """Return what Teams writes into `Authorization` for a body; `key` is the token, decoded."""
    return f"HMAC {b64encode(hmac.digest(key, body, 'sha256')).decode()}"


def same(given: str, expected: str) -> bool:
    """Return whether two signatures are the same, in a time that tells nothing."""
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())


def signed_by_one_of(keys: Iterable[bytes], given: str, body: bytes) -> bool:
    """Return whether a body was signed with one of several tokens; all are tried whichever it is."""
    matches = [same(given, teams_signature(key, body)) for key in keys]
    return any(matches)
