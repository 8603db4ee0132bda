"""The tables are brought up to date at the start, by one process at a time."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text

from faq_bot.errors import SettingsError
from faq_bot.storage.connections import writing

_LOCK = 5_147_268_301  # the name of our advisory lock in PostgreSQL: any number nobody else uses


def upgrade(engine: Engine) -> None:
    """Run the migrations that are missing. Of several processes that start at once, one does, the others wait.

    SettingsError if the database is newer than this program, StorageError if it cannot be reached.
    """
    with writing(engine) as connection:  # in SQLite the transaction itself is the lock
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        try:
            command.upgrade(alembic_config(connection), "head")
        except CommandError:
            raise SettingsError(
                "データベースは、このプログラムより新しい版のものです。プログラムを新しくしてください。"
            ) from None


def alembic_config(connection: Connection) -> Config:
    """Return what Alembic needs to work on a connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
