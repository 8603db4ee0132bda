"""Seeing how the desk does: figures with their pictures and tables, for days, a channel and a city of one's choice."""

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from faq_bot.access.accounts import Member
from faq_bot.assembly import Assistant
from faq_bot.errors import NotFoundError
from faq_bot.reception.desk import Desk
from faq_bot.reception.switchboard import CHANNELS
from faq_bot.server.api import assistant
from faq_bot.server.staff.blueprint import staff
from faq_bot.server.staff.figures_filter import QUICK, Chosen, chosen, cities, refuse
from faq_bot.server.staff.figures_pictures import KINDS, bar_picture, day_picture
from faq_bot.server.staff.figures_sheets import SHEETS, Figures
from faq_bot.server.staff.guard import requires
from faq_bot.server.staff.sheets import csv_response

SHOWN = 10
"""Entries listed on the page; the file has all."""


@staff.get("/figures")
@requires("operator")
def figures(member: Member) -> ResponseReturnValue:
    """All figures of what the address chooses."""
    found, errors = _chosen(assistant())
    shown = _figures(found, assistant())
    page = render_template(
        "staff/figures.html",
        figures=shown,
        chosen=found,
        errors=errors,
        given=request.args,
        channels=CHANNELS,
        cities=cities(assistant().knowledge),
        quick=[(label, found.ending_today(days, assistant().today()).query()) for days, label in QUICK],
        kinds=KINDS,
        pictures={
            "days": day_picture(shown.by_day),
            "channels": bar_picture("channels", "窓口ごとの返事", shown.by_channel),
            "cities": bar_picture("cities", "市町村ごとの返事", shown.by_city),
        },
        sheets_of=[shown.sheet(name) for name in SHEETS],
        most=SHOWN,
        wide=True,
    )
    return page, 422 if errors else 200


@staff.get("/figures/<sheet>.csv")
@requires("operator")
def figures_file(member: Member, sheet: str) -> ResponseReturnValue:
    """One table as CSV, for what the address chooses."""
    found, errors = _chosen(assistant())
    refuse(errors)
    made = _figures(found, assistant()).sheet(sheet)
    if made is None:
        raise NotFoundError("sheet", f"「{sheet}」という表はありません（使える名前: {', '.join(SHEETS)}）。")
    return csv_response(made, f"{sheet}_{found.first}_{found.last}")


def _chosen(asked: Assistant) -> tuple[Chosen, dict[str, str]]:
    return chosen(request.args, asked.knowledge, asked.today())


def _figures(found: Chosen, asked: Assistant) -> Figures:
    desk: Desk = current_app.extensions["desk"]
    return Figures(desk.records.engine, found, asked.knowledge, asked.today())
