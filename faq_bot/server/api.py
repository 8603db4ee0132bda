"""The public API: ask, say what one thinks of the reply, search, one entry."""

import json

from flask import Blueprint, Response, current_app, g, request
from pydantic_core import to_json

import faq_bot.conversation.reply as replies
from faq_bot.assembly import Assistant
from faq_bot.conversation.request import AskRequest
from faq_bot.errors import InputError
from faq_bot.reception.desk import Desk
from faq_bot.reception.feedback import FeedbackRequest
from faq_bot.rules.contract import DecisionModel
from faq_bot.rules.facts import Facts, choices
from faq_bot.server.bodies import json_object
from faq_bot.server.documentation import (
    CHANNEL,
    AskHeaders,
    Choice,
    FactAsked,
    FactsAsked,
    SearchQuery,
    SearchResults,
    Suggestions,
    SuggestionsQuery,
    answers,
    done,
    spec,
)

api = Blueprint("api", __name__, url_prefix="/api/v1")


def desk() -> Desk:
    """Return the desk of the running app."""
    found: Desk = current_app.extensions["desk"]
    return found


def assistant() -> Assistant:
    """Return the assistant of this request: the same from its beginning to its end."""
    if "assistant" not in g:
        g.assistant = desk().assistant
    found: Assistant = g.assistant
    return found


@api.post("/ask")
@spec.validate(
    json=AskRequest, headers=AskHeaders, resp=answers(replies.Reply, 400, 404, 413, 415), skip_validation=True
)
def ask() -> Response:
    """質問に答えます。回答、候補、判定、まだ必要な事実を返します。"""
    channel = "widget" if request.headers.get(CHANNEL) == "widget" else "api"
    return _json(desk().ask(json_object(request), channel, assistant()).model_dump_json())


@api.post("/feedback")
@spec.validate(json=FeedbackRequest, resp=done(400, 404, 413, 415, 503), skip_validation=True)
def feedback() -> tuple[str, int]:
    """返事が役に立ったかを受け取ります。同じ返事に2度送ると、後のものに置き換わります。"""
    desk().feedback(json_object(request))
    return "", 204


@api.post("/eligibility")
@spec.validate(json=Facts, resp=answers(DecisionModel, 400, 413, 415), skip_validation=True)
def eligibility() -> Response:
    """分かっている事実から、ライセンスの年ごとの支払いと、制度ごとの判定を返します。trace は職員向けの根拠の全体です。"""
    decision = assistant().eligibility(json_object(request), trace=True)
    return _json(json.dumps(decision, ensure_ascii=False))


@api.get("/search")
@spec.validate(query=SearchQuery, resp=answers(SearchResults), skip_validation=True)
def search() -> Response:
    """しきい値なしで、近い順に項目を返します。"""
    _known_only("q", "limit", "municipality", "as_of")
    given = request.args
    results = assistant().search_fields(
        given.get("q", ""),
        limit=_integer("limit", given.get("limit", "20")),
        municipality=given.get("municipality") or None,
        as_of=given.get("as_of") or None,
    )
    return _json(to_json({"results": results}))


@api.get("/entries/<identifier>")
@spec.validate(resp=answers(replies.AnswerShown, 404), skip_validation=True)
def entry(identifier: str) -> Response:
    """1つの項目を返します。"""
    return _json(assistant().entry(identifier).model_dump_json())


@api.get("/suggestions")
@spec.validate(query=SuggestionsQuery, resp=answers(Suggestions), skip_validation=True)
def suggestions() -> Response:
    """最初に示す質問を、市町村と時期に合うものから順に返します。"""
    _known_only("municipality", "as_of")
    offered = assistant().suggestions(
        request.args.get("municipality") or None, request.args.get("as_of") or None
    )
    return _json(Suggestions(suggestions=offered).model_dump_json())


@api.get("/facts")
@spec.validate(resp=answers(FactsAsked), skip_validation=True)
def facts() -> Response:
    """尋ねる人について伝えられる事実と、その尋ね方、選べる値を返します。"""
    knowledge = assistant().knowledge
    asked = [
        FactAsked(
            fact=sheet.id,
            name=sheet.label,
            type=sheet.type,
            question=sheet.question,
            choices=[Choice(value=value, label=label) for value, label in choices(sheet, knowledge)],
        )
        for sheet in knowledge.facts
    ]
    return _json(FactsAsked(facts=asked).model_dump_json())


def _known_only(*known: str) -> None:
    unknown = sorted(set(request.args) - set(known))
    if unknown:
        message = f"「{unknown[0]}」は使えません。使えるもの: {', '.join(sorted(known))}。"
        raise InputError(unknown[0], message)


def _integer(field: str, text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    raise InputError(field, f"「{field}」が「{text[:40]}」になっています。整数で書いてください。")


def _json(text: str | bytes) -> Response:
    return Response(text, content_type="application/json")
