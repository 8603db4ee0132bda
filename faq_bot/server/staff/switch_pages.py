"""The switches of the channels."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from faq_bot.access.accounts import Member
from faq_bot.access.roles import reaches
from faq_bot.assembly import now
from faq_bot.errors import InputError
from faq_bot.reception.switchboard import CHANNELS, LONGEST_NOTICE, USUAL_NOTICE, Switchboard
from faq_bot.server.staff.blueprint import staff
from faq_bot.server.staff.guard import requires


@staff.get("/switches")
@requires("operator")
def switches(member: Member) -> ResponseReturnValue:
    """Which channels are on."""
    return _page(member)


@staff.post("/switches/<channel>")
@requires("administrator")
def switch(member: Member, channel: str) -> ResponseReturnValue:
    """Switch a channel off or on."""
    off = request.form.get("turn") == "off"
    try:
        _switchboard().turn(channel, member.name, now(), off=off, notice=request.form.get("notice", ""))
    except InputError as error:
        return _page(member, error), 422
    return redirect(url_for("staff.switches"), 303)


def _page(member: Member, error: InputError | None = None) -> str:
    switchboard = _switchboard()
    return render_template(
        "staff/switches.html",
        member=member,
        may_switch=reaches(member.role, "administrator"),
        channels=[(name, label, switchboard.notice(name)) for name, label in CHANNELS.items()],
        usual_notice=USUAL_NOTICE,
        longest=LONGEST_NOTICE,
        error=error,
    )


def _switchboard() -> Switchboard:
    found: Switchboard = current_app.extensions["switchboard"]
    return found
