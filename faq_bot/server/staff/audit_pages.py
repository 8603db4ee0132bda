"""Who of the staff did what, and when: for administrators, by member, action and day."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any
from urllib.parse import urlencode

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine, Row

from faq_bot.access.accounts import Member
from faq_bot.assembly import TOKYO
from faq_bot.errors import InputError
from faq_bot.loading.record import parse_day
from faq_bot.reception.desk import Desk
from faq_bot.server.staff.audit_words import LABELS, detail_told, told
from faq_bot.server.staff.blueprint import staff
from faq_bot.server.staff.guard import requires
from faq_bot.server.staff.sheets import Column, Sheet, csv_response
from faq_bot.storage import audit
from faq_bot.storage.audit import Sought
from faq_bot.storage.figures import of_days

PAGE = 50
MOST_IN_FILE = 10_000
_FIELDS = ("actor", "action", "day")
_COLUMNS = (Column("日時"), Column("だれが"), Column("何をした"), Column("何に"), Column("くわしく"))


@staff.get("/audit")
@requires("administrator")
def audited(member: Member) -> ResponseReturnValue:
    """The actions, the newest first, a page at a time."""
    given, error = _given(), None
    try:
        sought, before = _sought(given), _before()
    except InputError as refused:
        sought, before, error = Sought(), None, refused
    rows = audit.found(_engine(), sought, PAGE + 1, before)
    more = len(rows) > PAGE
    page = render_template(
        "staff/audit.html",
        sheet=_sheet(rows[:PAGE]),
        given=given,
        error=error,
        actors=audit.actors(_engine()),
        actions=LABELS,
        query=_query(given),
        older=_query(given, before=str(rows[PAGE - 1].id)) if more else None,
        newest=before is None,
        wide=True,
    )
    return page, 422 if error else 200


@staff.get("/audit.csv")
@requires("administrator")
def audit_file(member: Member) -> ResponseReturnValue:
    """The same actions as CSV, the newest `MOST_IN_FILE` of them."""
    return csv_response(_sheet(audit.found(_engine(), _sought(_given()), MOST_IN_FILE)), "audit")


def _given() -> dict[str, str]:
    return {name: request.args.get(name, "").strip() for name in _FIELDS}


def _sought(given: dict[str, str]) -> Sought:
    since = until = None
    if given["day"]:
        try:
            day = parse_day(given["day"])
            since, until = of_days(day, day)[:2]
        except (ValueError, OverflowError):
            message = f"「日」は、実在する日付で入力してください（今は「{given['day']}」）。"
            raise InputError("day", message) from None
    return Sought(given["actor"] or None, given["action"] or None, since, until)


def _before() -> int | None:
    text = request.args.get("before", "")
    if not text:
        return None
    if not text.isdecimal() or not text.isascii() or len(text) > 9:
        raise InputError("before", "ページの番号が読めません。「最新から」で開き直してください。")
    return int(text)


def _sheet(rows: Sequence[Row[Any]]) -> Sheet:
    return Sheet("audit", "操作の記録", _COLUMNS, tuple(_line(row) for row in rows))


def _line(row: Row[Any]) -> tuple[str, ...]:
    at = row.at.astimezone(UTC).astimezone(TOKYO)
    moment = f"{at:%Y-%m-%d %H:%M:%S}"
    return moment, row.actor or "（名乗らない人）", told(row.action), row.object, detail_told(row.detail)


def _query(given: dict[str, str], **more: str) -> str:
    return urlencode({name: text for name, text in (given | more).items() if text})


def _engine() -> Engine:
    desk: Desk = current_app.extensions["desk"]
    return desk.records.engine
