"""The ways between the pages of the staff, as each role has them."""

from typing import Any

from flask import request

from faq_bot.access.roles import LABELS, reaches
from faq_bot.server.staff.sessions import current
from faq_bot.storage.users import Role

WAYS: tuple[tuple[str, str, Role], ...] = (
    ("staff.home", "調べる", "operator"),
    ("staff.fees", "料金の判定", "operator"),
    ("staff.questions", "答えのなかった質問", "operator"),
    ("staff.changes", "提案と公開", "operator"),
    ("staff.figures", "統計", "operator"),
    ("staff.switches", "窓口の入り切り", "operator"),
    ("staff.keys", "キーの設定", "operator"),
    ("staff.audited", "操作の記録", "administrator"),
)
"""View, name, and the role it needs."""


def show_ways() -> dict[str, Any]:
    """Give the staff's templates who is logged in and the pages open to them."""
    if request.blueprint != "staff":
        return {}
    member = current()
    if member is None:
        return {"ways": []}
    ways = [(view, label) for view, label, role in WAYS if reaches(member.role, role)]
    return {"ways": ways, "logged_in": member, "role_label": LABELS.get(member.role, member.role)}
