"""Pages rendered by the server, complete without JavaScript."""

from flask import Blueprint, render_template, request

from faq_bot.conversation.request import QUESTION_LENGTH
from faq_bot.errors import InputError, NotFoundError
from faq_bot.server.api import assistant

pages = Blueprint("pages", __name__)


@pages.get("/")
def ask_page() -> tuple[str, int]:
    """Ask, and see the answer with its sources; `entry` shows one of the candidates, `none` the contact."""
    question = request.args.get("q", "")
    entry = request.args.get("entry", "")
    municipality = request.args.get("municipality") or None
    error, reply, status = None, None, 200
    try:
        if entry:
            reply = assistant().ask(select={"entry": entry}, municipality=municipality)
        elif request.args.get("none"):
            reply = assistant().ask(select={"none": True}, municipality=municipality)
        elif question.strip():
            reply = assistant().ask(question, municipality=municipality)
        elif "q" in request.args:
            error = "質問を入力してから「尋ねる」を押してください。"
    except InputError as refused:
        error, status = refused.message, 404 if isinstance(refused, NotFoundError) else 422
    page = render_template(
        "ask.html",
        question=question,
        municipality=municipality,
        municipalities=assistant().knowledge.municipalities,
        reply=reply,
        error=error,
        longest=QUESTION_LENGTH,
    )
    return page, status
