"""The history of the knowledge: who put which change in force when, and the way back."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from faq_bot.access.accounts import Member
from faq_bot.access.roles import reaches
from faq_bot.assembly import now
from faq_bot.editing.bases import files_of
from faq_bot.editing.patches import Files, patch
from faq_bot.errors import NotFoundError
from faq_bot.reception import releases
from faq_bot.server.api import desk
from faq_bot.server.staff.blueprint import staff
from faq_bot.server.staff.changes_view import KINDS, bases, changes_between, settings_of
from faq_bot.server.staff.guard import requires
from faq_bot.storage import proposals
from faq_bot.storage import releases as stored


@staff.get("/changes/history")
@requires("operator")
def change_history(member: Member) -> ResponseReturnValue:
    """The releases and the proposals that were put in force, the latest first."""
    engine = desk().records.engine
    found = stored.listed(engine)
    return render_template(
        "staff/changes_history.html",
        member=member,
        releases=found,
        in_force=next((one.id for one in found if one.state == "published"), None),
        followed=settings_of(current_app).releases == "database",
        published=proposals.listed(engine, "published", 100),
        kinds=KINDS,
        may_publish=reaches(member.role, "administrator"),
        done=request.args.get("done", "")[:9],
        wide=True,
    )


@staff.get("/changes/history/<int:number>")
@requires("operator")
def release_changes(member: Member, number: int) -> ResponseReturnValue:
    """What a release changed, beside the one before it."""
    release = _release(number)
    before, name = _before(number)
    after = files_of(release.content)
    touched = [file for file in {**before, **after} if before.get(file) != after.get(file)]
    old, new = ({file: files[file] for file in touched if file in files} for files in (before, after))
    return render_template(
        "staff/changes_release.html",
        member=member,
        release=release,
        before=name,
        changes=changes_between(old, new),
        patch=patch(old, new),
        wide=True,
    )


@staff.post("/changes/history/<int:number>/again")
@requires("administrator")
def roll_back(member: Member, number: int) -> ResponseReturnValue:
    """Put an earlier release in force again."""
    _release(number)
    new, _ = releases.roll_back(desk().records, number, member.name, now())
    return redirect(url_for("staff.change_history", done=new), 303)


def _release(number: int) -> Row[Any]:
    found = stored.find(desk().records.engine, number)
    if found is None:
        raise NotFoundError("number", f"{number}番のリリースはありません。")
    return found


def _before(number: int) -> tuple[Files, str]:
    """Return the files a release took the place of, and what they are called."""
    earlier: Sequence[int] = [one.id for one in stored.listed(desk().records.engine) if one.id < number]
    if earlier:
        return files_of(_release(earlier[0]).content), f"{earlier[0]}番"
    return bases().folder_files(), "窓口と一緒に入れたナレッジ"
