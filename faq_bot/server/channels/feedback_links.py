"""The links with which Teams says what somebody thinks of a reply. Opening one says nothing yet: previews open them too."""

from flask import Blueprint, render_template, request

from faq_bot.channels.words import VERDICTS
from faq_bot.server.api import desk
from faq_bot.server.problems import RequestError

feedback_links = Blueprint("channel_links", __name__)


@feedback_links.get("/channels/feedback")
def confirm() -> str:
    """Show what will be said, and a button that says it. The id of a reply is signed, so nobody makes links up."""
    reply, verdict = request.args.get("reply", ""), request.args.get("verdict", "")
    if verdict not in VERDICTS or not desk().has_given(reply):
        raise RequestError(404)
    return render_template("channel_feedback.html", reply=reply, verdict=verdict, label=VERDICTS[verdict])
