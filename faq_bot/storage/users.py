"""Who may enter the staff pages. Whoever calls hashes and compares; here a hash is a text."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, insert, select, update

from faq_bot.storage.connections import reading
from faq_bot.storage.tables import users

Role = Literal["operator", "editor", "administrator"]


def add(connection: Connection, name: str, hashed: str, role: Role, at: datetime) -> bool:
    """Add a user; False if the name is taken."""
    if _found(connection, name) is not None:
        return False
    connection.execute(insert(users), {"name": name, "hash": hashed, "role": role, "created": at})
    return True


def find(engine: Engine, name: str) -> Row[Any] | None:
    """Return a user by name, None if there is none."""
    with reading(engine) as connection:
        return _found(connection, name)


def listed(engine: Engine) -> Sequence[Row[Any]]:
    """Return all users by name."""
    with reading(engine) as connection:
        return connection.execute(select(users).order_by(users.c.name)).all()


def change(connection: Connection, name: str, **values: Any) -> bool:
    """Change columns of a user; False if there is none. Each change ends the sessions begun before it."""
    ended = {"session_version": users.c.session_version + 1, **values}
    return connection.execute(update(users).where(users.c.name == name).values(ended)).rowcount == 1


def note_failure(connection: Connection, name: str, most: int, locked_until: datetime) -> int:
    """Count a failed login and return how many there were in a row; from `most` on the user is locked."""
    failed = update(users).where(users.c.name == name).values(failures=users.c.failures + 1)
    count = connection.execute(failed.returning(users.c.failures)).scalar_one_or_none() or 0
    if count >= most:
        connection.execute(update(users).where(users.c.name == name).values(locked_until=locked_until))
    return count


def note_success(connection: Connection, name: str) -> None:
    """Forget the failures of a user who has got in."""
    fresh = {"failures": 0, "locked_until": None}
    connection.execute(update(users).where(users.c.name == name).values(fresh))


def _found(connection: Connection, name: str) -> Row[Any] | None:
    return connection.execute(select(users).where(users.c.name == name)).one_or_none()
