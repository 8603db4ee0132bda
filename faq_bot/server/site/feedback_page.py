"""What somebody thinks of an answer, by plain form: one press says it, then there is room for a few words."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from faq_bot.errors import InputError
from faq_bot.reception.feedback import COMMENT_LENGTH
from faq_bot.server.api import desk
from faq_bot.server.turns import Fields

feedback_page = Blueprint("feedback_page", __name__)
_CARRIED = ("conversation", "municipality", "as_of")
"""What the forms of a conversation take along, so that it can go on from here."""


@feedback_page.post("/feedback")
def say() -> tuple[str, int]:
    """Keep a verdict, as `POST /api/v1/feedback` does, and thank for it."""
    fields: Fields = request.form
    error = None
    body = {name: fields.get(name, "") for name in ("reply", "verdict", "comment")}
    try:
        desk().feedback({**body, "comment": body["comment"].replace("\r\n", "\n")})
    except InputError as refused:
        error = refused
    page = render_template(
        "feedback.html",
        given=body,
        error=error,
        carried={name: fields.get(name, "") for name in _CARRIED},
        longest=COMMENT_LENGTH,
    )
    return page, 422 if error else 200


@feedback_page.get("/feedback")
def nothing_said() -> Response:
    """An address that was kept or reloaded holds no verdict: back to the start."""
    return redirect("/")
