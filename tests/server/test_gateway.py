"""The gateway in front of Flask, on real sockets: slow, endless, cut off and misleading requests."""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from faq_bot.server.gateway import LARGEST_BODY, THREADS
from tests.conftest import Service

POST = b"POST /api/v1/ask HTTP/1.1\r\nHost: faq\r\nConnection: close\r\nContent-Type: application/json\r\n"
QUESTION = json.dumps({"question": "ライセンス料はいくらですか"}).encode()


class Line:
    """One connection to the service, on which anything can be said."""

    def __init__(self, service: Service):
        place = urlsplit(service.url)
        self.socket = socket.create_connection((place.hostname, place.port))

    def say(self, said: bytes) -> "Line":
        self.socket.sendall(said)
        return self

    def hear(self) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of the answer; the service closes the line."""
        heard = b""
        while part := self.socket.recv(65536):
            heard += part
        if not heard:
            return 0, {}, b""
        head, _, body = heard.partition(b"\r\n\r\n")
        first, *rest = head.decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in rest)}
        return int(first.split(" ")[1]), headers, body


@pytest.fixture
def lines(service: Service) -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def line(service: Service, lines: ExitStack) -> Line:
    opened = Line(service)
    lines.callback(opened.socket.close)
    return opened


def asked(service: Service, lines: ExitStack) -> int:
    length = b"Content-Length: %d\r\n\r\n" % len(QUESTION)
    return line(service, lines).say(POST + length + QUESTION).hear()[0]


def test_many_who_send_slowly_keep_nobody_else_waiting(service: Service, lines: ExitStack):
    slow = [line(service, lines).say(POST + b"Content-Length: 100\r\n\r\n{") for _ in range(THREADS * 10)]
    assert asked(service, lines) == 200
    rest = QUESTION[1:] + b" " * (100 - len(QUESTION))
    assert slow[0].say(rest).hear()[0] == 200  # and who goes on in time is answered


def test_who_does_not_go_on_is_told_so_and_the_line_is_closed(service: Service, lines: ExitStack):
    status, headers, body = line(service, lines).say(POST + b"Content-Length: 100\r\n\r\n{").hear()
    assert (status, headers["content-type"]) == (408, "application/problem+json")
    assert headers["x-content-type-options"] == "nosniff"
    assert "時間" in json.loads(body)["title"]


def test_a_head_that_does_not_end_is_not_waited_for(service: Service, lines: ExitStack):
    endless = line(service, lines).say(b"GET / HTTP/1.1\r\nHost: faq\r\n")
    assert asked(service, lines) == 200
    assert endless.hear()[0] in (0, 408)


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_sent(service: Service, lines: ExitStack):
    length = b"Content-Length: %d\r\n\r\n" % (LARGEST_BODY + 1)
    status, headers, _ = line(service, lines).say(POST + length).hear()
    assert (status, headers["content-type"]) == (413, "application/problem+json")


@pytest.mark.parametrize("stated", [b"", b"Content-Length: 5\r\n"], ids=["no length", "a small length"])
def test_a_body_in_pieces_is_refused_where_it_becomes_too_large(
    stated: bytes, service: Service, lines: ExitStack
):
    piece = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
    endless = line(service, lines).say(
        POST + stated + b"Transfer-Encoding: chunked\r\n\r\n" + piece * 4 + b"1\r\n \r\n"
    )
    assert endless.hear()[0] == 413


def test_a_body_in_pieces_is_read_whole(service: Service, lines: ExitStack):
    pieces = b"".join(b"%x\r\n%s\r\n" % (1, QUESTION[i : i + 1]) for i in range(len(QUESTION)))
    said = line(service, lines).say(POST + b"Transfer-Encoding: chunked\r\n\r\n" + pieces + b"0\r\n\r\n")
    status, _, body = said.hear()
    assert (status, json.loads(body)["outcome"]) == (200, "answered")


def test_who_hangs_up_in_the_middle_harms_nobody(service: Service, lines: ExitStack):
    for _ in range(THREADS * 10):
        Line(service).say(POST + b"Content-Length: 100\r\n\r\n{").socket.close()
    assert asked(service, lines) == 200


@pytest.mark.parametrize(
    "said",
    [
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: faq\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: faq\r\nX-Large: " + b"a" * 600_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: faq\r\n" + b"X-Many: a\r\n" * 1000 + b"\r\n",
        b"GET / HTTP/9.9\r\nHost: faq\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: faq\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: faq\r\nContent-Length: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: faq\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x00" * 5000,
    ],
    ids=lambda said: repr(said[:40]),
)
def test_what_is_no_request_is_refused_or_hung_up_on(said: bytes, service: Service, lines: ExitStack):
    strange = line(service, lines)
    try:
        strange.say(said)
        strange.socket.shutdown(socket.SHUT_WR)
        status = strange.hear()[0]
    except OSError:  # hung up on
        status = 0
    assert status == 0 or 400 <= status < 500
    assert asked(service, lines) == 200


def got(path: bytes, service: Service, lines: ExitStack, *headers: bytes) -> tuple[int, bytes]:
    head = b"\r\n".join((b"GET " + path + b" HTTP/1.1", b"Host: faq", b"Connection: close", *headers))
    status, _, body = line(service, lines).say(head + b"\r\n\r\n").hear()
    return status, body


@pytest.mark.parametrize(
    "path",
    [
        b"/static/../../../pyproject.toml",
        b"/static/..%2f..%2f..%2fpyproject.toml",
        b"/static/%2e%2e/%2e%2e/%2e%2e/pyproject.toml",
        b"/static/..%5c..%5cpyproject.toml",
        b"/static//etc/passwd",
        b"/static/%00page.css",
        b"/static/page.css%00.txt",
        b"/static/%ff%fe",
        b"/static/C:/Windows/win.ini",
        b"/api/v1/entries/..%2f..%2fsecret_key",
        b"/../../etc/passwd",
        b"//etc/passwd",
        b"/%2e%2e/%2e%2e/etc/passwd",
        b"http://elsewhere.example/etc/passwd",
    ],
    ids=repr,
)
def test_a_path_leads_nowhere_but_to_what_is_served(path: bytes, service: Service, lines: ExitStack):
    status, body = got(path, service, lines)
    assert status in (404, 308)  # 308: one slash too many, to the same place with one
    assert b"root:" not in body
    assert b"[project]" not in body


def test_a_japanese_path_arrives_as_written(service: Service, lines: ExitStack):
    status, body = got("/api/v1/entries/料金".encode(), service, lines)
    assert status == 400 or "料金".encode() in body
    status, body = got(b"/api/v1/entries/%E6%96%99%E9%87%91", service, lines)
    assert (status, "料金".encode() in body) == (404, True)


def test_a_question_in_an_address_may_be_written_as_it_is(service: Service, lines: ExitStack):
    status, body = got("/api/v1/search?q=料金&limit=1".encode(), service, lines)
    assert (status, len(json.loads(body)["results"])) == (200, 1)


def test_a_header_with_an_underscore_passes_for_no_other(service: Service, lines: ExitStack):
    """`Content_Type` would otherwise be taken for `Content-Type` by the time Flask sees it."""
    said = POST.replace(b"Content-Type", b"Content_Type") + b"Content-Length: %d\r\n\r\n" % len(QUESTION)
    assert line(service, lines).say(said + QUESTION).hear()[0] == 415


def test_the_answers_to_many_at_once_are_each_ones_own(service: Service):
    def echo(number: int) -> bool:
        with ExitStack() as lines:
            return b"no-%d" % number in got(b"/api/v1/entries/no-%d" % number, service, lines)[1]

    with ThreadPoolExecutor(16) as threads:
        assert all(threads.map(echo, range(200)))
