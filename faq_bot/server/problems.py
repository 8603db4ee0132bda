"""Errors become RFC 9457 problems in Japanese: one handler, the field named, nothing of the exception."""

import json
import logging
from http import HTTPStatus

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from faq_bot.errors import InputError, NotFoundError, StorageError
from faq_bot.server.problem_pages import problem_page, wants_page

log = logging.getLogger(__name__)

_TITLES = {
    400: ("JSON として読めません", "リクエストの本文を正しい JSON にしてください。"),
    401: ("合言葉が要ります", "Authorization に Bearer と合言葉を付けてください。"),
    403: ("この役割では使えません", "必要なときは、管理者に頼んでください。"),
    404: ("見つかりません", "アドレスを確かめてください。"),
    405: ("この方法では使えません", "使える HTTP メソッドを確かめてください。"),
    408: ("時間切れです", "本文が届くのに時間がかかりすぎました。もう一度お送りください。"),
    413: ("本文が大きすぎます", "本文は 64 kB までにしてください。"),
    415: (
        "本文の種類が違います",
        "Content-Type を application/json にして、JSON を送ってください。",
    ),
    422: ("入力に誤りがあります", "入力を確かめてください。"),
    429: ("回数が多すぎます", "続けてのご利用が多すぎます。少し待ってからもう一度お試しください。"),
    500: (
        "うまく処理できませんでした",
        "申し訳ありません。少し待ってからもう一度お試しください。",
    ),
    503: ("いまは使えません", "少し待ってからもう一度お試しください。"),
}


_AGAIN = 5  # seconds after which a failed database is worth another try


class RequestError(Exception):
    """A request that is refused before its fields are looked at (400, 401, 403, 404, 408, 415, 429, 503).

    `detail` takes the place of the usual words; `retry_after` is when to come again, in seconds.
    """

    def __init__(self, status: int, detail: str | None = None, retry_after: int | None = None):
        self.status = status
        self.detail = detail
        self.retry_after = retry_after
        super().__init__(_TITLES[status][0])


def problem(status: int, detail: str | None = None, field: str | None = None) -> Response:
    """Return the problem document of a status; a page where a browser opens one."""
    title, usual = _TITLES.get(status, (HTTPStatus(status).phrase, "リクエストを確かめてください。"))
    if wants_page():
        return problem_page(status, title, detail or usual)
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail or usual}
    if field is not None:
        body["field"] = field
    return Response(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json"
    )


def register_problems(app: Flask) -> None:
    """Make every error of the app a problem document."""
    app.register_error_handler(NotFoundError, lambda e: problem(404, e.message, e.field))
    app.register_error_handler(InputError, lambda e: problem(422, e.message, e.field))
    app.register_error_handler(StorageError, _not_kept)
    app.register_error_handler(RequestError, _refused)
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(Exception, _unexpected)


def _refused(error: RequestError) -> Response:
    response = problem(error.status, error.detail)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _http_problem(error: HTTPException) -> Response:
    response = problem(error.code or 500)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def _not_kept(error: StorageError) -> Response:
    log.error("the database failed a request: %s", error.kind)
    response = problem(503, error.message)
    response.headers["Retry-After"] = str(_AGAIN)
    return response


def _unexpected(error: Exception) -> Response:
    log.exception("unexpected error", exc_info=error)
    return problem(500)
