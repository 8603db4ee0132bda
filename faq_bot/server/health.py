"""Is the process up, is it ready, what is it."""

import platform
from importlib.metadata import version
from typing import Any

from flask import Blueprint, current_app, request

from faq_bot.reception.renewal import Renewal
from faq_bot.server.api import assistant
from faq_bot.storage.records import StorageState

_VERSION = version("careplan-faq-bot")  # read from a file: once is enough

health = Blueprint("health", __name__)


@health.get("/livez")
def livez() -> dict[str, Any]:
    """The process answers."""
    return {"status": "ok"}


@health.get("/readyz")
def readyz() -> tuple[dict[str, Any], int]:
    """Whether questions are answered: the app is only made when knowledge base and dictionary are loaded and warm.

    What goes wrong meanwhile without keeping anybody from an answer is named in `reasons`, and the status is
    `degraded`. With `?strict` that is 503 too.
    """
    knowledge = assistant().knowledge
    reasons = _reasons()
    body = {
        "status": "degraded" if reasons else "ready",
        "reasons": reasons,
        "knowledge_version": knowledge.version,
        "entries": len(knowledge.entries),
        "warnings": [str(warning) for warning in knowledge.warnings],
    }
    return body, 503 if reasons and "strict" in request.args else 200


def _reasons() -> list[str]:
    reasons = []
    renewal: Renewal | None = current_app.extensions.get("renewal")
    if renewal is not None and renewal.refused is not None:
        reasons.append("新しいナレッジに誤りがあるため、前のものを使っています。")
        reasons += renewal.refused.problems
    storage: StorageState | None = current_app.extensions.get("storage")
    if storage is not None and not storage.reachable:
        reasons.append("データベースに届きません。質問には答えますが、記録は残せていません。")
    if storage is not None and storage.lost:
        reasons.append(f"記録を{storage.lost}件残せませんでした。")
    return reasons


@health.get("/version")
def version_shown() -> dict[str, Any]:
    """The versions of program, knowledge and Python."""
    return {
        "version": _VERSION,
        "knowledge_version": assistant().knowledge.version,
        "python": platform.python_version(),
        "commit": current_app.extensions["settings"].commit,
    }


@health.get("/openapi.json")
def openapi() -> dict[str, Any]:
    """The OpenAPI 3.1 document of the API."""
    document: dict[str, Any] = current_app.extensions["openapi"]
    return document
