"""The queue: questions without an answer, and what editors decide about them."""

from collections.abc import Sequence
from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from faq_bot.access.accounts import Member
from faq_bot.access.roles import reaches
from faq_bot.assembly import now
from faq_bot.editing.deciding import Deciding
from faq_bot.editing.queue import Item
from faq_bot.errors import InputError, NotFoundError
from faq_bot.server.api import assistant, desk
from faq_bot.server.staff.blueprint import staff
from faq_bot.server.staff.guard import requires
from faq_bot.server.staff.keys import queue_keys
from faq_bot.server.staff.questions_keys import SHOWN
from faq_bot.server.staff.questions_view import KINDS, STATES, WORDINGS, Filter, last_decision, page_of, queue
from faq_bot.storage import preferences, unanswered

_FOUND = 20


@staff.get("/questions")
@requires("operator")
def questions(member: Member) -> ResponseReturnValue:
    """The groups of questions, the most asked first."""
    return _page(member)


@staff.get("/questions/choose")
@requires("editor")
def choose_entry(member: Member) -> ResponseReturnValue:
    """Search any entry that questions are another way to ask."""
    items = _items(request.args.get("items", ""))
    wanted = request.args.get("find") or (items[0].question if items else "")
    found = assistant().search(wanted[:500], _FOUND) if wanted.strip() else []
    return render_template(
        "staff/questions_choose.html",
        member=member,
        items=items,
        keys=request.args.get("items", ""),
        found=found,
        wanted=wanted,
        at=request.args.get("at", ""),
        filter=Filter.of(request.args),
    )


@staff.post("/questions/decide")
@requires("editor")
def decide(member: Member) -> ResponseReturnValue:
    """Decide about the questions of a form."""
    at = now()
    try:
        _decide(member, at, request.form.get("decide", ""))
    except InputError as error:
        return _page(member, error, Filter.of(request.form)), 422
    address = Filter.of(request.form).address(done=at.isoformat())
    return redirect(f"{url_for('staff.questions')}?{address}#{_place(request.form.get('at'))}", 303)


@staff.post("/questions/undo")
@requires("editor")
def undo_decision(member: Member) -> ResponseReturnValue:
    """Take a decision back."""
    try:
        decided_at = datetime.fromisoformat(request.form.get("decided_at", ""))
        found = _deciding(member, now()).undo(request.form.get("by", "")[:100], decided_at)
    except ValueError:
        found = []
    if not found:
        return _page(member, InputError("", "取り消せる決定がありません。もう取り消されています。")), 422
    filtered = Filter.of(request.form).address(undone=len(found))
    return redirect(f"{url_for('staff.questions')}?{filtered}#{_place(request.form.get('at'))}", 303)


def _decide(member: Member, at: datetime, wanted: str) -> None:
    deciding, items = _deciding(member, at), _items(request.form.get("items", ""))
    action, _, identifier = wanted.partition(":")
    if action == "alias":
        entry = assistant().knowledge.entry(identifier)
        if entry is None:
            raise NotFoundError("entry", f"「{identifier[:60]}」という項目は、いまのナレッジにありません。")
        deciding.alias(items, entry)
    elif action == "draft":
        near = queue().near(assistant(), items[0].question, 1) if items else ()
        deciding.draft(items, assistant().knowledge.topic_of[near[0].entry.id] if near else "")
    elif action == "not_ours":
        deciding.not_ours(items)
    elif action == "ignored":
        deciding.ignore(items)
    else:
        raise InputError("decide", "どうするかを、ボタンで選んでください。")


def _deciding(member: Member, at: datetime) -> Deciding:
    return Deciding(desk().records.engine, assistant().knowledge, member.name, at)


def _items(keys: str) -> Sequence[Item]:
    """Return the open questions a form names, the most asked first; those decided meanwhile are left out."""
    wanted = set(keys.split(",")[:500])
    found = [item for item in queue().items(desk().records.engine) if item.key in wanted]
    return sorted(found, key=lambda item: (-item.count, item.key))


def _page(member: Member, error: InputError | None = None, wanted: Filter | None = None) -> str:
    page = page_of(wanted or Filter.of(request.args))
    keys = queue_keys(preferences.keys_of(desk().records.engine, member.name))
    return render_template(
        "staff/questions.html",
        member=member,
        may_decide=reaches(member.role, "editor"),
        page=page,
        filter=page.filter,
        states=STATES,
        counts=unanswered.counts(desk().records.engine),
        kinds=KINDS,
        wordings=WORDINGS,
        keys=keys,
        shown_keys=SHOWN,
        script_keys={key.action: list(key.keys) for key in keys},
        done=last_decision(member.name, request.args.get("done")),
        undone=request.args.get("undone", "")[:6],
        error=error,
        wide=True,
    )


def _place(at: str | None) -> str:
    return f"g{at}" if at and at.isascii() and at.isdigit() and len(at) < 4 else "list"
