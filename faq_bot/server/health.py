"""Is the process up, is it ready, what is it."""

from importlib.metadata import version
from typing import Any

from flask import Blueprint, current_app

from faq_bot.server.api import assistant

health = Blueprint("health", __name__)


@health.get("/livez")
def livez() -> dict[str, Any]:
    """The process answers."""
    return {"status": "ok"}


@health.get("/readyz")
def readyz() -> dict[str, Any]:
    """The knowledge base is loaded, checked and warm: the app is only made when it is."""
    knowledge = assistant().knowledge
    return {
        "status": "ready",
        "knowledge_version": knowledge.version,
        "entries": len(knowledge.entries),
        "warnings": [str(warning) for warning in knowledge.warnings],
    }


@health.get("/version")
def version_shown() -> dict[str, Any]:
    """The versions of program and knowledge."""
    return {"version": version("careplan-faq-bot"), "knowledge_version": assistant().knowledge.version}


@health.get("/openapi.json")
def openapi() -> dict[str, Any]:
    """The OpenAPI 3.1 document of the API."""
    document: dict[str, Any] = current_app.extensions["openapi"]
    return document
