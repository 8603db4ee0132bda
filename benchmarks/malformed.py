"""Requests that are wrong in every way somebody could think of, and in some nobody could."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

ADDRESSES = (
    "/", "/api/v1/ask", "/api/v1/eligibility", "/api/v1/feedback", "/api/v1/search", "/api/v1/entries/licence-fee",
    "/openapi.json", "/readyz", "/version", "/staff", "/staff/login", "/staff/logout", "/staff/switches/api",
    "/static/page.css", "/static/../../pyproject.toml", "/nowhere", "/embed", "/widget.js", "/demo", "/metrics",
)  # fmt: skip
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT", "get", "BREW", "")
KEYS = (
    "question", "select", "municipality", "as_of", "facts", "conversation", "reply", "verdict", "comment", "status",
    "start_date", "license_expiry", "office_numbers", "service_type", "entry", "fact", "value", "none", "restart", "q",
    "form_token", "name", "password", "next", "turn", "notice", "limit",
)  # fmt: skip
WORDS = (
    "ライセンス料はいくらですか", "フリーパス", "松戸市", "matsudo", "tomakomai", "other", "2026-11-22", "2026-02-30",
    "0000-00-00", "9999-99-99", "new", "renewing", "licence-fee", "resolved", "'; DROP TABLE replies; --", "{{7*7}}",
    "${jndi:ldap://x}", "<script>alert(1)</script>", "../../etc/passwd", "%00", "\x00", "\ufeff", "\u202e", "😀" * 20,
    "が" * 501, "a" * 5000, "１２３", "Ｒ８年４月", "令和99年13月32日", "=1+1", "null", "NaN", "-1", "1e309", "",
    " \u3000", "\r\nX-Injected: 1", "事業所番号1234567890", "090-1234-5678", "é\u0301\u0301\u0301" * 100,
)  # fmt: skip
TYPES = (
    "application/json", "application/json; charset=utf-16", "application/x-www-form-urlencoded", "text/plain",
    "multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary=", "x", "", "application/xml",
)  # fmt: skip
HEADERS = (
    "X-Forwarded-For", "X-Forwarded-Proto", "X-Channel", "X-Request-ID", "Origin", "Cookie", "Accept", "Accept-Language",
    "If-None-Match", "If-Modified-Since", "Range", "Authorization", "Expect", "Content-Encoding", "Accept-Encoding",
    "Upgrade", "Forwarded", "Referer", "Content-MD5", "Access-Control-Request-Method", "Trailer", "Max-Forwards",
)  # fmt: skip


@dataclass(frozen=True)
class Request:
    """The bytes sent, whether they are a whole request, and whether the sender hangs up without waiting."""

    sent: bytes
    whole: bool
    hangs_up: bool = False


def requests(chance: random.Random) -> Iterator[Request]:
    """Requests without end, the same for the same chance."""
    while True:
        yield _request(chance)


def _request(chance: random.Random) -> Request:
    if chance.random() < 0.03:
        return Request(chance.randbytes(chance.randrange(1, 3000)), whole=False)
    body = _body(chance)
    head = [f"{chance.choice(METHODS[:2] if chance.random() < 0.7 else METHODS)} {_target(chance)} HTTP/1.1"]
    head += ["Host: faq", "Connection: close", *(_header(chance) for _ in range(chance.randrange(4)))]
    if chance.random() < 0.9:
        head.append(f"Content-Type: {TYPES[0] if chance.random() < 0.6 else chance.choice(TYPES)}")
    kind = chance.random()
    if kind < 0.85:
        head.append(f"Content-Length: {len(body)}")
    elif kind < 0.93:
        head.append("Transfer-Encoding: chunked")
        body = _chunked(chance, body)
    elif kind < 0.96:
        head.append(f"Content-Length: {chance.choice((0, 1, len(body) + 5, 70000, -1, 'x', 10**30))}")
    sent = "\r\n".join(head).encode("utf-8", "surrogatepass") + b"\r\n\r\n" + body
    spoilt = chance.random() < 0.1
    if spoilt:
        sent = _spoilt(chance, sent)
    return Request(sent, whole=kind < 0.85 and not spoilt, hangs_up=chance.random() < 0.02)


def _target(chance: random.Random) -> str:
    target = chance.choice(ADDRESSES)
    if chance.random() < 0.15:
        target += "/" + "".join(
            chance.choice("/.%\\abc;あ?#&=0123456789") for _ in range(chance.randrange(1, 40))
        )
    if chance.random() < 0.4:
        pairs = (f"{chance.choice(KEYS)}={chance.choice(WORDS)}" for _ in range(chance.randrange(1, 5)))
        query = "&".join(pairs)
        target += "?" + (query if chance.random() < 0.2 else _percent(query))
    return target.replace(" ", "+").replace("\r", "").replace("\n", "") if chance.random() < 0.9 else target


def _percent(text: str) -> str:
    return "".join(c if (c.isascii() and c.isalnum()) or c in "&=" else _hex(c) for c in text)


def _hex(letter: str) -> str:
    return "".join(f"%{byte:02x}" for byte in letter.encode("utf-8", "surrogatepass"))


def _header(chance: random.Random) -> str:
    value = chance.choice(WORDS) if chance.random() < 0.7 else "a" * chance.randrange(1, 9000)
    return f"{chance.choice(HEADERS)}: {value}"


def _body(chance: random.Random) -> bytes:
    kind = chance.random()
    if kind < 0.1:
        return b""
    if kind < 0.7:
        text = json.dumps(_object(chance), ensure_ascii=chance.random() < 0.3)
        return text.encode(chance.choice(("utf-8", "utf-8", "utf-8", "utf-16", "shift_jis")), "replace")
    if kind < 0.85:
        return _percent(
            "&".join(f"{chance.choice(KEYS)}={chance.choice(WORDS)}" for _ in range(chance.randrange(6)))
        ).encode()
    if kind < 0.9:
        return chance.choice(
            (b"[" * 30000, b'{"question":' * 5000, b"{" + b'"a":1,' * 9000 + b"}", b"1" * 65536)
        )
    return chance.randbytes(chance.choice((1, 10, 1000, 65536, 70000)))


def _object(chance: random.Random) -> Any:
    if chance.random() < 0.05:
        return _value(chance, 0)
    usual: dict[str, Any] = {"question": chance.choice(WORDS)} if chance.random() < 0.6 else {}
    return usual | {chance.choice(KEYS): _value(chance, 0) for _ in range(chance.randrange(4))}


def _value(chance: random.Random, depth: int) -> Any:
    kind = chance.random()
    if kind < 0.5 or depth > 4:
        return chance.choice(WORDS)
    if kind < 0.7:
        return chance.choice((None, True, False, 0, -1, 1.5, 10**40, float("nan"), float("inf"), 2**63))
    if kind < 0.85:
        return [_value(chance, depth + 1) for _ in range(chance.randrange(5))]
    return {chance.choice(KEYS): _value(chance, depth + 1) for _ in range(chance.randrange(5))}


def _chunked(chance: random.Random, body: bytes) -> bytes:
    size = chance.choice((1, 100, 10_000, 100_000))
    parts = [body[at : at + size] for at in range(0, min(len(body), size * 200), size)]
    ended = chance.choice((b"0\r\n\r\n", b"0\r\n\r\n", b"", b"zz\r\n", b"-1\r\n", b"ffffffffffffffffff\r\n"))
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + ended


def _spoilt(chance: random.Random, sent: bytes) -> bytes:
    at = chance.randrange(len(sent))
    return chance.choice(
        (
            sent[:at],
            sent[:at] + chance.randbytes(3) + sent[at + 3 :],
            sent[:at] + sent[at + 1 :],
            sent.replace(b"\r\n", b"\n"),
        )
    )
