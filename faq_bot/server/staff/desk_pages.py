"""What members of the staff keep for themselves: pins, keys, and which entries they have used."""

from itertools import chain

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from faq_bot.access.accounts import Member
from faq_bot.assembly import now
from faq_bot.errors import InputError, NotFoundError
from faq_bot.server.api import assistant, desk
from faq_bot.server.staff.blueprint import staff
from faq_bot.server.staff.guard import back_to, requires
from faq_bot.server.staff.keys import DIGITS, GROUPS, PICK, chosen_keys, key_shown, keys_with
from faq_bot.server.staff.lookup_pages import MOST_COPIED
from faq_bot.storage import audit, pins, preferences, uses
from faq_bot.storage.connections import writing

_ALL = tuple(chain.from_iterable(GROUPS.values()))


@staff.post("/pins")
@requires("operator")
def pin(member: Member) -> ResponseReturnValue:
    """Pin an entry, or take its pin away (`turn` is `off`)."""
    [entry], off = _known_entries(), request.form.get("turn") == "off"
    with writing(desk().records.engine) as connection:
        if off:
            pins.remove(connection, member.name, entry)
        else:
            pins.add(connection, member.name, entry, now())
        audit.record(connection, now(), member.name, "pin.remove" if off else "pin.add", entry, {})
    return redirect(back_to(request.form.get("next")), 303)


@staff.post("/uses")
@requires("operator")
def use(member: Member) -> ResponseReturnValue:
    """Note that entries were shown or copied."""
    kind = request.form.get("kind")
    if kind not in uses.KINDS:
        raise InputError("kind", f"「kind」に使える値: {', '.join(uses.KINDS)}。")
    uses.note(desk().records.engine, member.name, _known_entries(), kind, now())
    return "", 204


@staff.get("/keys")
@requires("operator")
def keys(member: Member) -> ResponseReturnValue:
    """The keys of the console, to be changed or switched off."""
    chosen = preferences.keys_of(desk().records.engine, member.name)
    return _keys_page(keys_with(chosen, _ALL), saved=bool(request.args.get("saved")))


@staff.post("/keys")
@requires("operator")
def change_keys(member: Member) -> ResponseReturnValue:
    """Keep the keys a member has chosen; `usual` gives back those everybody has."""
    usual = "usual" in request.form
    given = {} if usual else {a.id: request.form[a.id] for a in _ALL if a.id in request.form}
    try:
        chosen = chosen_keys(given)
    except InputError as refused:
        return _keys_page(keys_with(given, _ALL), refused), 422
    with writing(desk().records.engine) as connection:
        preferences.keep_keys(connection, member.name, chosen)
        audit.record(connection, now(), member.name, "keys.change", member.name, chosen)
    return redirect(url_for("staff.keys", saved="1"), 303)


def _keys_page(keys: dict[str, str], error: InputError | None = None, *, saved: bool = False) -> str:
    return render_template(
        "staff/keys.html",
        groups=GROUPS,
        keys=keys,
        shown=keys if error else {action: key_shown(action, key) for action, key in keys.items()},
        digits=DIGITS,
        pick=PICK,
        error=error,
        saved=saved,
    )


def _known_entries() -> list[str]:
    """Return the entries that were sent, each known. NotFoundError names one that is not."""
    given = request.form.getlist("entry")[:MOST_COPIED]
    unknown = [entry for entry in given if assistant().knowledge.entry(entry) is None]
    if unknown or not given:
        raise NotFoundError("entry", f"「{unknown[0] if unknown else ''}」という項目はありません。")
    return given
