"""The proposals and what they change: looked at, tried out, taken away as a patch, put in force."""

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from faq_bot.access.accounts import Member
from faq_bot.access.roles import reaches
from faq_bot.assembly import now
from faq_bot.errors import InputError
from faq_bot.server.api import desk
from faq_bot.server.problems import RequestError
from faq_bot.server.staff import changes_trial
from faq_bot.server.staff.blueprint import staff
from faq_bot.server.staff.changes_publishing import may_write, publish_pending, write_pending
from faq_bot.server.staff.changes_view import KINDS, Pending, pending, settings_of
from faq_bot.server.staff.guard import requires
from faq_bot.storage import audit, proposals
from faq_bot.storage.connections import writing


@staff.get("/changes")
@requires("operator")
def changes(member: Member) -> ResponseReturnValue:
    """What is proposed, and what becomes of the knowledge with it."""
    return _page(member)


@staff.post("/changes/<int:number>/withdraw")
@requires("editor")
def withdraw_change(member: Member, number: int) -> ResponseReturnValue:
    """Take a proposal back; it can be proposed again."""
    return _put(member, number, ("open",), "withdrawn", "proposal.withdraw")


@staff.post("/changes/<int:number>/reopen")
@requires("editor")
def reopen_change(member: Member, number: int) -> ResponseReturnValue:
    """Propose once more what was withdrawn, or published and is not in force any more."""
    return _put(member, number, ("withdrawn", "published"), "open", "proposal.reopen")


@staff.get("/changes/patch")
@requires("editor")
def change_patch(_: Member) -> ResponseReturnValue:
    """The whole change as a file for `git apply`."""
    response = Response(pending().patch, content_type="text/x-diff; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="knowledge.patch"'
    return response


@staff.get("/changes/trial")
@requires("operator")
def trial(_: Member) -> ResponseReturnValue:
    """How far the trial is: a part of the page, for its script."""
    found = pending()
    return render_template("staff/changes_trial.html", trial=changes_trial.shown(found), pending=found)


@staff.post("/changes/trial")
@requires("editor")
def try_changes(member: Member) -> ResponseReturnValue:
    """Begin to check and measure the proposals."""
    changes_trial.start(pending(), member.name)
    return redirect(url_for("staff.changes") + "#trial", 303)


@staff.post("/changes/publish")
@requires("administrator")
def publish_changes(member: Member) -> ResponseReturnValue:
    """Put the proposals in force as a release."""
    return _put_in_force(member, released=True)


@staff.post("/changes/write")
@requires("administrator")
def write_changes(member: Member) -> ResponseReturnValue:
    """Write the proposals into the service's own knowledge folder."""
    return _put_in_force(member, released=False)


def _put_in_force(member: Member, *, released: bool) -> ResponseReturnValue:
    settings = settings_of(current_app)
    if released != (settings.releases == "database") or not (released or may_write(settings)):
        raise RequestError(422, "この窓口の設定では、この方法で公開できません。")
    found = pending()
    try:
        if request.form.get("key") != found.key:
            raise InputError(
                "key",
                "見ていたあいだに、提案かナレッジが変わりました。下の内容を見て、確かめ直してください。",
            )
        result = changes_trial.passed(found)
        number = (publish_pending if released else write_pending)(found, result, member.name)
    except InputError as error:
        return _page(member, error), 409
    return redirect(url_for("staff.change_history", done=number), 303)


def _put(
    member: Member, number: int, before: tuple[proposals.State, ...], state: proposals.State, action: str
) -> ResponseReturnValue:
    at = now()
    with writing(desk().records.engine) as connection:
        done = proposals.put(connection, [number], before, state, member.name, at) == 1
        if done:
            audit.record(connection, at, member.name, action, f"proposal:{number}", {})
    if not done:
        return _page(
            member, InputError("", "この提案は、ほかの人がもう動かしました。いまの状態を見てください。")
        ), 409
    return redirect(url_for("staff.changes"), 303)


def _page(member: Member, error: InputError | None = None) -> str:
    found: Pending = pending()
    settings = settings_of(current_app)
    return render_template(
        "staff/changes.html",
        member=member,
        may_edit=reaches(member.role, "editor"),
        may_publish=reaches(member.role, "administrator"),
        pending=found,
        kinds=KINDS,
        trial=changes_trial.shown(found),
        way="release" if settings.releases == "database" else "folder" if may_write(settings) else "patch",
        withdrawn=proposals.listed(desk().records.engine, "withdrawn", 20),
        entries=desk().assistant.knowledge.entries,
        error=error,
        wide=True,
    )
