"""The roles of the staff, each with all the rights of those before it."""

from typing import get_args

from faq_bot.storage.users import Role

ROLES: tuple[Role, ...] = get_args(Role)  # the lowest first
LABELS: dict[str, str] = {"operator": "窓口担当", "editor": "編集者", "administrator": "管理者"}


def reaches(role: str, needed: Role) -> bool:
    """Return whether a role has the rights of `needed`; a role nobody knows has none."""
    return role in LABELS and ROLES.index(role) >= ROLES.index(needed)


def highest(roles: list[Role]) -> Role | None:
    """Return the role with the most rights, None of none."""
    return max(roles, key=ROLES.index, default=None)
