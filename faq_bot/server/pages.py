"""Pages rendered by the server, complete without JavaScript.

A first question comes by GET, so that its address can be shared. Going on is a POST that carries the
conversation in a hidden field: it stays out of addresses and logs.
"""

from flask import Blueprint, render_template, request

from faq_bot.conversation.reply import Reply
from faq_bot.conversation.request import QUESTION_LENGTH
from faq_bot.errors import InputError, NotFoundError
from faq_bot.server.api import assistant, desk
from faq_bot.server.fact_forms import FactForm, FactForms
from faq_bot.server.showing import Shown
from faq_bot.server.site.list_pages import catalogue
from faq_bot.server.turns import Fields, Turn, turn_of, typed

pages = Blueprint("pages", __name__)
_FIRST_QUESTION = ("q", "entry", "none", "municipality", "as_of")


@pages.get("/")
def ask_page() -> tuple[str, int]:
    """Ask, and see the answer with its sources; `entry` shows one of the candidates, `none` the contact."""
    return _page(Fields({name: value for name, value in request.args.items() if name in _FIRST_QUESTION}))


@pages.post("/")
def go_on() -> tuple[str, int]:
    """Go on with the conversation: a question, a candidate, facts, or a new start."""
    return _page(request.form)


def _page(fields: Fields) -> tuple[str, int]:
    knowledge = assistant().knowledge
    forms = FactForms(knowledge)
    turn, shown, error, status = None, None, None, 200
    try:
        turn = turn_of(fields, knowledge, forms)
        if turn is not None:
            shown = Shown(_reply(turn, fields), forms, restarted=bool(fields.get("restart")))
    except InputError as refused:
        error, status = refused, 404 if isinstance(refused, NotFoundError) else 422
    begins = shown is None and error is None
    page = render_template(
        "ask.html",
        shown=shown,
        turn=turn,
        error=error,
        kept=_kept(fields, forms) if error else (),
        question=fields.get("q", "") if error else "",
        carried=_carried(fields, shown),
        municipalities=knowledge.municipalities,
        catalogue=catalogue() if begins else None,
        suggestions=_suggestions(fields) if begins else (),
        longest=QUESTION_LENGTH,
    )
    return page, status


def _reply(turn: Turn, fields: Fields) -> Reply:
    """Return the last reply of a turn; each request goes on from the reply before it."""
    where = {name: text or None for name, text in _where(fields).items()}
    conversation, replies = fields.get("conversation") or None, []
    for asked in turn.asks:
        body = {**asked, **where, "conversation": conversation}
        replies.append(desk().ask(body, "page", assistant()))
        conversation = replies[-1].conversation
    return replies[-1]


def _suggestions(fields: Fields) -> list[str]:
    """Return the questions to offer before the first word; none where city or day cannot be used."""
    try:
        return assistant().suggestions(fields.get("municipality") or None, fields.get("as_of") or None)
    except InputError:
        return []


def _carried(fields: Fields, shown: Shown | None) -> dict[str, str]:
    """Return what every form takes along: where and when, and the conversation so far."""
    conversation = fields.get("conversation", "") if shown is None else shown.reply.conversation
    return {**_where(fields), "conversation": "" if shown is not None and shown.restarted else conversation}


def _where(fields: Fields) -> dict[str, str]:
    """Return city and day as the forms carry them; a city told as a fact takes the place of the one carried."""
    city = "" if "municipality" in typed(fields) else fields.get("municipality", "")
    return {"municipality": city, "as_of": fields.get("as_of", "")}


def _kept(fields: Fields, forms: FactForms) -> list[FactForm]:
    """Return the forms of the facts that were sent, with what was typed."""
    kept = []
    for name in dict.fromkeys(fields.getlist("fact")):
        try:
            kept.append(forms.form(name, typed(fields).get(name, "")))
        except InputError:
            continue
    return kept
