"""The accounts of the staff: made and changed by administrators, entered with a password; all of it audited."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine

from faq_bot.access.passwords import hashed, matches
from faq_bot.access.roles import LABELS
from faq_bot.errors import InputError, NotFoundError
from faq_bot.storage import audit, users
from faq_bot.storage.connections import writing
from faq_bot.storage.users import Role

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
PROVIDED = "oidc:"  # how the names of those begin who come by a provider; no name of ours holds a colon
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,59}")
_NO_PASSWORD = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One of the staff who may enter. `version` changes with every change of the account."""

    name: str
    role: str
    version: int


class Accounts:
    """The accounts in a database. Every method raises StorageError while it is away."""

    def __init__(self, engine: Callable[[], Engine], clock: Callable[[], datetime]):
        self._engine = engine
        self._clock = clock

    def add(self, name: str, password: str, role: Role, by: str) -> None:
        """Add an account. InputError for a name or password that cannot be one, or a name that is taken."""
        if not _NAME.fullmatch(name):
            raise InputError("name", "名前は英字・数字と . _ @ + - で、60文字までにしてください。")
        kept = hashed(password)
        with writing(self._engine()) as connection:
            if not users.add(connection, name, kept, role, self._clock()):
                raise InputError("name", f"「{name}」はもう使われています。")
            self._note(connection, by, "user.add", name, {"role": role})

    def set_password(self, name: str, password: str, by: str) -> None:
        """Give a new password, end all sessions and the lock. NotFoundError if there is no such account."""
        kept = {"hash": hashed(password), "failures": 0, "locked_until": None}
        self._change(name, by, "user.password", {}, kept)

    def set_role(self, name: str, role: Role, by: str) -> None:
        """Give another role. NotFoundError if there is no such account."""
        self._change(name, by, "user.role", {"role": role}, {"role": role})

    def set_active(self, name: str, by: str, *, active: bool) -> None:
        """Open or close an account; closing ends all its sessions. NotFoundError if there is none."""
        self._change(name, by, "user.enable" if active else "user.disable", {}, {"active": active})

    def listed(self) -> Sequence[Any]:
        """Return all accounts by name."""
        return users.listed(self._engine())

    def enter(self, name: str, password: str, client: str) -> Member | None:
        """Return who a name and a password let in; None for all others, for as long a while and without a reason.

        After several failures in a row the account stays shut for some minutes, whoever comes.
        """
        at = self._clock()
        user = users.find(self._engine(), name)
        shut = user is None or not user.active or (user.locked_until or at) > at
        right = matches(password, None if shut or user is None else user.hash)
        with writing(self._engine()) as connection:
            if right and user is not None:
                users.note_success(connection, name)
                self._note(connection, name, "login", name, {"client": client})
                return Member(name, user.role, user.session_version)
            self._note_failure(connection, None if shut else name, "" if user is None else name, client)
        return None

    def enter_provided(self, subject: str, role: Role, client: str) -> Member | None:
        """Return who a provider has sent, with the role it says; None if the account has been closed here."""
        name = f"{PROVIDED}{subject}"[:100]
        with writing(self._engine()) as connection:
            at = self._clock()
            if users.add(connection, name, _NO_PASSWORD, role, at):
                self._note(connection, name, "user.add", name, {"role": role})
        user = users.find(self._engine(), name)
        if user is None or not user.active:
            return None
        if user.role != role:
            self.set_role(name, role, by=name)
        with writing(self._engine()) as connection:
            self._note(connection, name, "login", name, {"client": client})
        return self.member(name)

    def member(self, name: str) -> Member | None:
        """Return who has a name, if the account is open."""
        user = users.find(self._engine(), name)
        return None if user is None or not user.active else Member(name, user.role, user.session_version)

    def _note_failure(self, connection: Connection, name: str | None, known: str, client: str) -> None:
        """Write down a failure, of `known` or of a name nobody has, and count it for `name`."""
        self._note(connection, known, "login.failed", known, {"client": client})
        if name is not None:
            until = self._clock() + LOCKED_FOR
            if users.note_failure(connection, name, MOST_FAILURES, until) >= MOST_FAILURES:
                self._note(connection, name, "login.locked", name, {"until": until.isoformat()})

    def _change(
        self, name: str, by: str, action: str, detail: dict[str, Any], values: dict[str, Any]
    ) -> None:
        with writing(self._engine()) as connection:
            if not users.change(connection, name, **values):
                raise NotFoundError("name", f"「{name}」という名前の利用者はいません。")
            self._note(connection, by, action, name, detail)

    def _note(
        self, connection: Connection, actor: str, action: str, target: str, detail: dict[str, Any]
    ) -> None:
        audit.record(connection, self._clock(), actor, action, target, detail)


def role_of(word: str) -> Role:
    """Return the role of a word. InputError names those there are."""
    for role in LABELS:
        if role == word:
            return role  # type: ignore[return-value]
    raise InputError("role", f"役割は {', '.join(LABELS)} のどれかにしてください。")
