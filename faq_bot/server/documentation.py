"""The OpenAPI document, made from the same models that check and build requests and replies."""

import copy
from http import HTTPStatus
from typing import Any, Literal

from flask import Flask
from pydantic import BaseModel, ConfigDict, Field
from spectree import Response, SpecTree

import faq_bot.conversation.reply as replies


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    field: str | None = Field(default=None, description="問題のあった項目")


class SearchResults(BaseModel):
    """The whole ranking."""

    results: list[replies.FoundShown]


class Suggestions(BaseModel):
    """Questions to begin with."""

    suggestions: list[str]


class SuggestionsQuery(BaseModel):
    """Query parameters of the suggestions."""

    municipality: str | None = None
    as_of: str | None = Field(default=None, json_schema_extra={"format": "date"})


class Choice(BaseModel):
    """A value a fact may have, and its label."""

    value: str | bool
    label: str


class FactAsked(BaseModel):
    """A fact, and how it is asked for."""

    fact: str
    name: str
    type: str
    question: str
    choices: list[Choice]


class FactsAsked(BaseModel):
    """All facts that can be told."""

    facts: list[FactAsked]


class SearchQuery(BaseModel):
    """Query parameters of the search."""

    q: str = Field(min_length=1, max_length=500, description="探す言葉")
    limit: int = Field(default=20, ge=1, le=100)
    municipality: str | None = None
    as_of: str | None = Field(default=None, json_schema_extra={"format": "date"})


_UNDOCUMENTED = ("/staff", "/channels")
CHANNEL = "X-Channel"


class AskHeaders(BaseModel):
    """Headers of a question."""

    model_config = ConfigDict(populate_by_name=True)
    channel: Literal["widget"] | None = Field(
        default=None, alias=CHANNEL, description="サイトに置く部品からの質問なら widget（統計のため）"
    )


# Requests are checked by the assistant itself, in Japanese; spectree only writes the document.
spec = SpecTree(
    "flask",
    annotations=False,
    title="ケアプランデータ連携システム 質問応答 API",
    version="1",
    description="公式資料にもとづく回答と、ライセンス料・補助の判定を返します。",
    page_templates={},
    nested_naming_strategy=lambda _parent, child: child,
    naming_strategy=lambda model: model.__name__,
    validation_error_model=Problem,
)


def document_of(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of an app with all its routes but those of the staff and of channels."""
    models = copy.deepcopy(spec.models)  # writing takes the nested models out; the next app needs them again
    spec.app = app
    with app.app_context():
        document: dict[str, Any] = spec._generate_spec()
    spec.models = models
    _serve_bare(app)
    paths = {path: calls for path, calls in document["paths"].items() if not path.startswith(_UNDOCUMENTED)}
    for path, calls in paths.items():
        if path.startswith("/api/"):
            for call in calls.values():
                _say_how_it_is_refused(call["responses"])
    return {**document, "paths": paths}


def _say_how_it_is_refused(responses: dict[str, Any]) -> None:
    """Add what any call may be answered with (422, too often, switched off), and how problems are written."""
    usual = next(responses[status] for status in ("422", "404") if status in responses)
    for status in ("422", "429", "503"):
        responses.setdefault(status, {**copy.deepcopy(usual), "description": HTTPStatus(int(status)).phrase})
    for status, response in responses.items():
        if status >= "400" and "application/json" in response["content"]:
            response["content"] = {"application/problem+json": response["content"]["application/json"]}


def _serve_bare(app: Flask) -> None:
    """Let requests go straight to the views: what spectree wraps around them was for the document alone."""
    for endpoint, view in app.view_functions.items():
        if view in spec._function_metadata:
            app.view_functions[endpoint] = getattr(view, "__wrapped__", view)


def answers(model: type[BaseModel] | None, *problems: int) -> Response:
    """Return the responses of a route: its model, and the problems it may answer with."""
    return Response(HTTP_200=model, **_problems(problems))


def done(*problems: int) -> Response:
    """Return the responses of a route that has nothing to say but that it is done."""
    return Response("HTTP_204", **_problems(problems))


def _problems(statuses: tuple[int, ...]) -> dict[str, type[BaseModel]]:
    return {f"HTTP_{status}": Problem for status in statuses}
