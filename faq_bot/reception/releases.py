"""Releases of the knowledge base: published once by whoever looks after it, taken over by every replica."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection

from faq_bot.errors import InputError, KnowledgeError
from faq_bot.loading.knowledge import load_knowledge
from faq_bot.loading.packing import pack, unpacked
from faq_bot.rules.lint import lint
from faq_bot.storage import audit, releases
from faq_bot.storage.connections import writing
from faq_bot.storage.records import Records


class ReleasedKnowledge:
    """The release in force as a source of knowledge; its state is the release's number, None for none."""

    def __init__(self, records: Records):
        self._records = records

    def state(self) -> int | None:
        """Return the number of the release in force. StorageError while the database is away."""
        return releases.number_in_force(self._records.engine)

    @contextmanager
    def folder(self, state: object) -> Iterator[Path]:
        """Give a folder with the files of a release. KnowledgeError if it cannot be unpacked."""
        assert isinstance(state, int)  # noqa: S101 - one of our states
        found = releases.find(self._records.engine, state)
        assert found is not None  # noqa: S101 - releases are never deleted
        with unpacked(found.content, f"release-{state}") as folder:
            yield folder


def publish(records: Records, folder: Path, today: date, by: str, at: datetime) -> tuple[int, str]:
    """Put a folder in force as a new release; return its number and version.

    KnowledgeError, with every mistake, keeps what is in force as it is.
    """
    content = pack(folder, internal=True)
    with unpacked(content, folder.name) as copied:  # what is checked is what is published
        knowledge = load_knowledge(copied, today)
        problems = lint(knowledge)
    if problems:
        raise KnowledgeError(problems)
    return _put(records, knowledge.version, content, by, at), knowledge.version


def publish_checked(
    records: Records, content: bytes, version: str, by: str, at: datetime, first: Callable[[Connection], None]
) -> int:
    """Put packed knowledge that has been loaded and linted in force; return its number.

    `first` is done before, in the same transaction: what it raises keeps all as it is.
    """
    return _put(records, version, content, by, at, first=first)


def roll_back(records: Records, number: int, by: str, at: datetime) -> tuple[int, str]:
    """Put an earlier release in force again, under a new number; return that and its version.

    InputError if there is none of that number.
    """
    found = releases.find(records.engine, number)
    if found is None:
        raise InputError(
            "", f"{number}番のリリースはありません。faq-bot knowledge releases で確かめてください。"
        )
    new = _put(records, found.version, found.content, by, at, number)
    return new, str(found.version)


def _put(
    records: Records, version: str, content: bytes, by: str, at: datetime, earlier: int | None = None,
    first: Callable[[Connection], object] = lambda _: None,
) -> int:  # fmt: skip
    with writing(records.engine) as connection:
        first(connection)
        number = releases.publish(connection, version, content, by, at)
        detail = {"version": version} | ({} if earlier is None else {"again": earlier})
        audit.record(
            connection,
            at,
            by,
            "knowledge.publish" if earlier is None else "knowledge.rollback",
            f"release:{number}",
            detail,
        )
    return number
