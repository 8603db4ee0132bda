"""The blueprint of all pages of the staff."""

from flask import Blueprint

from faq_bot.server.staff.guard import guard_forms

staff = Blueprint("staff", __name__, url_prefix="/staff")
guard_forms(staff)
