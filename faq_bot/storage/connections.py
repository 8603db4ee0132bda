"""How a database is opened: reading and writing, and errors as this package says them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from faq_bot.errors import StorageError

UNREACHABLE = "ただいま記録を保存できません。少し待ってからもう一度お試しください。"


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that only reads and blocks nobody. StorageError if the database fails."""
    with _told(), engine.execution_options(reading=True).connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that is durably kept when the block is left. StorageError if it could not be."""
    with _told(), engine.begin() as connection:
        yield connection


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (DataError, IntegrityError):  # what was to be written is at fault, not the database
        raise
    except (DBAPIError, NoConnectionError) as error:
        raise StorageError(UNREACHABLE, kind(error)) from None


def kind(error: SQLAlchemyError) -> str:
    """Return what went wrong in a word for logs: class names only, as the text may hold what was written."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    return type(cause or error).__name__


def insert_or(connection: Connection, table: Table) -> Any:
    """Return an insert that knows what to do on a conflict, in the words of the connection's database."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)
