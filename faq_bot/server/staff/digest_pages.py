"""The week on one page, to be read on Monday and printed."""

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from faq_bot.access.accounts import Member
from faq_bot.errors import InputError
from faq_bot.reception import digest_words
from faq_bot.reception.desk import Desk
from faq_bot.reception.digest import week_of, weekly
from faq_bot.server.api import assistant
from faq_bot.server.staff.blueprint import staff
from faq_bot.server.staff.figures_filter import Chosen
from faq_bot.server.staff.guard import requires


@staff.get("/figures/digest")
@requires("operator")
def week_digest(member: Member) -> ResponseReturnValue:
    """The digest of the week an address names, of the last one that is over if it names none."""
    desk: Desk = current_app.extensions["desk"]
    given, error = request.args.get("week", "").strip(), None
    today = assistant().today()
    try:
        week = week_of(given, today)
    except InputError as refused:
        week, error = week_of(None, today), refused
    page = render_template(
        "staff/digest.html",
        found=weekly(desk.records.engine, assistant().knowledge, week),
        words=digest_words,
        week=week,
        last_week=week_of(None, today),
        query=Chosen(week.first, week.last, None, None).query(),
        given=given,
        error=error,
    )
    return page, 422 if error else 200
