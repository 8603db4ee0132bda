"""The JSON object of a request body, or the reason why there is none."""

import json
from typing import Any, NoReturn

from flask import Request

from faq_bot.errors import InputError
from faq_bot.server.problems import RequestError


def json_object(request: Request) -> dict[str, Any]:
    """Return the object a request holds. RequestError 415 or 400, InputError if it is no object."""
    if request.mimetype != "application/json":
        raise RequestError(415)
    try:
        sent = request.get_data(cache=False).decode("utf-8-sig")
        body = json.loads(sent, parse_constant=_refuse)
        if "\\u" in sent:
            json.dumps(body, ensure_ascii=False).encode()  # half a character (a lone surrogate) is no text
    except (ValueError, RecursionError):
        raise RequestError(400) from None
    if not isinstance(body, dict):
        raise InputError("", "本文を「{」で始まる JSON オブジェクトにしてください。")
    return body


def _refuse(name: str) -> NoReturn:
    """NaN and Infinity are no JSON, though Python reads them."""
    raise ValueError(name)
