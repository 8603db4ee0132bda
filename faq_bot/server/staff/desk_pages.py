"""The first page of the staff."""

from flask import render_template
from flask.typing import ResponseReturnValue

from faq_bot.access.accounts import Member
from faq_bot.server.staff.blueprint import staff
from faq_bot.server.staff.guard import requires


@staff.get("", strict_slashes=False)
@requires("operator")
def home(member: Member) -> ResponseReturnValue:
    """Show who one is and where one may go."""
    return render_template("staff/home.html", member=member)
