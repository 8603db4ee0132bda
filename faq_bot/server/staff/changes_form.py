"""The form in which an editor writes a proposal: all fields of an entry, or the wordings of an alias."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from faq_bot.access.accounts import Member
from faq_bot.access.roles import reaches
from faq_bot.assembly import now
from faq_bot.editing.drafts import LONGEST, Mistakes, fields_of, form_of, mistakes_in, new_phrasings, tidy
from faq_bot.errors import NotFoundError
from faq_bot.loading.entries import ANSWER_LENGTH, FEWEST_PHRASINGS, SHORT_ANSWER_LENGTH
from faq_bot.loading.knowledge import Knowledge
from faq_bot.server.api import assistant, desk
from faq_bot.server.staff.blueprint import staff
from faq_bot.server.staff.changes_view import KINDS, mistakes_of
from faq_bot.server.staff.guard import requires
from faq_bot.server.staff.questions_view import queue
from faq_bot.storage import audit, proposals
from faq_bot.storage.connections import writing

LABELS = {
    "id": "id（英小文字、数字、ハイフン）",
    "topic": "話題",
    "question": "質問",
    "answer": f"答え（{ANSWER_LENGTH}字まで）",
    "short_answer": f"短い答え（{SHORT_ANSWER_LENGTH}字まで）",
    "phrasings": f"ほかの聞き方（1行に1つ、{FEWEST_PHRASINGS}つ以上）",
    "sources": "根拠の参照番号（HD-31, KG-2 のように）",
    "municipality": "市町村（その市だけのことなら）",
    "schemes": "関係する制度",
    "personal": "その人の事情で答えが変わる",
    "holds_from": "この答えを出せる最初の日（資料の公表日）",
    "holds_to": "終わった日（続いているなら空欄）",
    "updates": "この項目が内容を変えた、古い項目の id",
    "review_by": "次に見直す日",
}
_CLOSED = "この提案は、ほかの人が公開したか取り下げました。書いたものは下に残っています。写してから、新しく提案してください。"


@staff.get("/changes/new")
@requires("editor")
def new_change(member: Member) -> ResponseReturnValue:
    """An empty form, or that of an entry that is to be written anew."""
    identifier = request.args.get("entry", "").strip()
    knowledge = assistant().knowledge
    entry = knowledge.entry(identifier)
    if identifier and entry is None:
        raise NotFoundError("entry", f"「{identifier[:60]}」という項目は、いまのナレッジにありません。")
    form = form_of(entry, knowledge.topic_of[entry.id]) if entry else tidy({})
    return _form(member, None, form, {}, identifier)


@staff.post("/changes/new")
@requires("editor")
def add_change(member: Member) -> ResponseReturnValue:
    """Keep a new proposal, finished or not."""
    form, own, at = tidy(request.form), request.form.get("own", ""), now()
    knowledge = assistant().knowledge
    entry = knowledge.entry(own)
    body: dict[str, Any] = {"form": form}
    if entry is not None:
        form["id"], form["topic"] = own, knowledge.topic_of[own]
        body["before"] = fields_of(form_of(entry, form["topic"]))
    kind: proposals.Kind = "draft" if entry is None else "edit"
    with writing(desk().records.engine) as connection:
        number = proposals.add(connection, kind, own if entry else "", body, [], member.name, at)
        audit.record(
            connection, at, member.name, "proposal.add", f"proposal:{number}", {"kind": kind, "entry": own}
        )
    return _saved(member, number, form, mistakes_in(form, knowledge, own or None))


@staff.get("/changes/<int:number>")
@requires("operator")
def change(member: Member, number: int) -> ResponseReturnValue:
    """A proposal, to be read or written."""
    row = _row(number)
    if row.kind == "alias":
        return _alias(member, row, "\n".join(row.body["phrasings"]))
    return _form(
        member,
        row,
        row.body["form"],
        mistakes_of(row, assistant().knowledge) if "check" in request.args else {},
    )


@staff.post("/changes/<int:number>")
@requires("editor")
def save_change(member: Member, number: int) -> ResponseReturnValue:
    """Keep what was written, finished or not; what is still wrong is said beside the fields."""
    row = _row(number)
    if row.kind == "alias":
        return _save_alias(member, row)
    form = tidy(request.form)
    if row.kind == "edit":
        form["id"], form["topic"] = row.entry, row.body["form"]["topic"]
    kept = _save(member, row, "" if row.kind == "draft" else row.entry, {**row.body, "form": form})
    own = row.entry if row.kind == "edit" else None
    mistakes = mistakes_in(form, assistant().knowledge, own)
    if not kept:
        return _form(member, row, form, mistakes, closed=True), 409
    return _saved(member, number, form, mistakes)


def _save_alias(member: Member, row: Row[Any]) -> ResponseReturnValue:
    entry = assistant().knowledge.entry(row.entry)
    text = request.form.get("phrasings", "")[:LONGEST]
    wordings = [line for line in text.split("\n") if line.strip()]
    phrasings = new_phrasings(entry, wordings) if entry else [" ".join(line.split()) for line in wordings]
    if not phrasings:
        return _alias(member, row, text, "まだ登録されていない聞き方を、1行に1つ書いてください。"), 422
    if not _save(member, row, row.entry, {"phrasings": phrasings}):
        return _alias(member, row, text, _CLOSED), 409
    return redirect(url_for("staff.changes") + f"#p{row.id}", 303)


def _save(member: Member, row: Row[Any], entry: str, body: Mapping[str, Any]) -> bool:
    at = now()
    with writing(desk().records.engine) as connection:
        kept = proposals.change(connection, row.id, entry, body)
        if kept:
            audit.record(
                connection, at, member.name, "proposal.write", f"proposal:{row.id}", {"kind": row.kind}
            )
    return kept


def _saved(member: Member, number: int, form: Mapping[str, str], mistakes: Mistakes) -> ResponseReturnValue:
    if mistakes:
        return _form(member, _row(number), form, mistakes, saved=True), 422
    return redirect(url_for("staff.changes") + f"#p{number}", 303)


def _row(number: int) -> Row[Any]:
    row = proposals.find(desk().records.engine, number)
    if row is None:
        raise NotFoundError("id", f"{number}番の提案はありません。")
    return row


def _alias(member: Member, row: Row[Any], text: str, error: str = "") -> str:
    return render_template(
        "staff/changes_alias.html",
        member=member,
        row=row,
        text=text,
        error=error,
        entry=assistant().knowledge.entry(row.entry),
        may_edit=reaches(member.role, "editor") and row.state == "open",
    )


def _form(
    member: Member, row: Row[Any] | None, form: Mapping[str, str], mistakes: Mistakes, own: str = "", *,
    saved: bool = False, closed: bool = False,
) -> str:  # fmt: skip
    own = own or (row.entry if row is not None and row.kind == "edit" else "")
    return render_template(
        "staff/changes_form.html",
        member=member,
        row=row,
        own=own,
        form=form,
        mistakes=mistakes,
        labels=LABELS,
        choices=_choices(assistant().knowledge),
        near=_near(form, own),
        saved=saved,
        closed=_CLOSED if closed else "",
        kind=KINDS["edit" if own else "draft"],
        may_edit=reaches(member.role, "editor") and (row is None or row.state == "open"),
    )


def _near(form: Mapping[str, str], own: str) -> list[Any]:
    """Return the entries that may say the same already."""
    found = queue().near(assistant(), form["question"][:500], 5) if form.get("question", "").strip() else ()
    return [near for near in found if near.entry.id != own]


def _choices(knowledge: Knowledge) -> dict[str, list[tuple[str, str]]]:
    return {
        "topic": list(knowledge.topics.items()),
        "municipality": [(m.id, m.name) for m in knowledge.municipalities],
        "schemes": [(scheme.id, scheme.name) for scheme in knowledge.schemes.values()],
    }
