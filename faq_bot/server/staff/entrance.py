"""In and out: the log-in by name and password, and the log-out."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from faq_bot.server.limiting import refuse_too_many
from faq_bot.server.staff import sessions
from faq_bot.server.staff.blueprint import staff
from faq_bot.server.staff.guard import back_to


@staff.get("/login")
def login() -> ResponseReturnValue:
    """The form to log in."""
    return _form()


@staff.post("/login")
def enter() -> ResponseReturnValue:
    """Log in. Whatever is wrong, the answer is the same: nobody learns which names there are."""
    refuse_too_many("login")
    name, password = request.form.get("name", ""), request.form.get("password", "")
    member = sessions.accounts().enter(name, password, request.remote_addr or "")
    if member is None:
        return _form(refused="password", name=name[:100]), 403
    sessions.begin(member)
    return redirect(back_to(request.form.get("next")), 303)


@staff.post("/logout")
def leave() -> ResponseReturnValue:
    """Log out."""
    sessions.end()
    return redirect(url_for("staff.login"), 303)


def _form(refused: str | None = None, name: str = "") -> str:
    return render_template(
        "staff/login.html",
        next=back_to(request.values.get("next")),
        refused=refused or request.args.get("refused"),
        name=name,
        insecure=current_app.config["SESSION_COOKIE_SECURE"] and not request.is_secure,
        provided=current_app.extensions.get("provider") is not None,
    )
