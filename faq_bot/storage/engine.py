"""The address of a database becomes an engine.

SQLite runs in WAL mode with `synchronous=FULL`: what was committed is on the disk, so an acknowledged record
outlives a killed process and a power cut alike. Replies are written in batches, so the price is paid once a batch.
"""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from faq_bot.errors import SettingsError

WAIT = 10  # seconds for another writer of the same SQLite file
_SERVER = {
    "connect_timeout": 3,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 30,
    "application_name": "faq-bot",
}
_CHECKED = 64 * 1024 * 1024  # bytes; a larger file is not read through at each start


def make_engine(address: str) -> Engine:
    """Return the engine of an address as `Settings.database_url` has it; nothing is connected yet.

    SettingsError for an address, file or driver that no waiting would mend. A SQLite file is made (mode 600, in
    a folder of mode 700) if there is none; one that is damaged or another program's is left as it is.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise SettingsError(
            "DATABASE_URL が読めません。postgresql://利用者:合言葉@ホスト/名前 の形にしてください。"
        ) from None
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    return _postgresql(url)


def file_of(engine: Engine) -> Path | None:
    """Return the file of a SQLite engine, None for a server."""
    return Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None


def _postgresql(url: URL) -> Engine:
    given = {name: value for name, value in _SERVER.items() if name not in url.query}
    try:
        return create_engine(url, connect_args=given, pool_pre_ping=True, pool_size=5, max_overflow=5)
    except ImportError:
        raise SettingsError(
            "PostgreSQL を使うには追加の部品が要ります: pip install 'careplan-faq-bot[postgresql]'"
        ) from None


def _sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise SettingsError(
            "DATABASE_URL の SQLite には、sqlite:///フォルダ/faq-bot.db のようにファイルを書いてください。"
        )
    file = Path(url.database).absolute()
    _make(file)
    _check(file)
    engine = create_engine(url.set(database=str(file)), connect_args={"timeout": WAIT})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _make(file: Path) -> None:
    """Make an empty file for us alone, unless there is one."""
    if file.exists():
        return
    if file.with_name(f"{file.name}-wal").exists():
        raise SettingsError(
            f"データベースのファイル {file} がなく、その続き（{file.name}-wal）だけが残っています。"
            "元のファイルを戻すか、続きのファイルも別の場所へ移してください。"
        )
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise SettingsError(f"データベースのファイル {file} を作れません（{error.strerror}）。") from None


def _check(file: Path) -> None:
    """SettingsError for a file that is damaged, another program's, or not to be written by us."""
    if not os.access(file, os.R_OK | os.W_OK) or not os.access(file.parent, os.W_OK):
        raise SettingsError(f"データベースのファイル {file} とそのフォルダに、読み書きの権限がありません。")
    try:
        with sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=WAIT) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
            small = file.stat().st_size <= _CHECKED
            sound = not small or connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
        connection.close()
    except sqlite3.OperationalError:
        raise SettingsError(
            f"データベースのファイル {file} を開けません。ほかのプログラムが使っていないか確かめてください。"
        ) from None
    except sqlite3.DatabaseError:
        tables, sound = set(), False
    if not sound:
        raise SettingsError(
            f"データベースのファイル {file} が壊れています。上書きはしません。"
            "別の場所へ移してから、控えを戻すか、そのまま始めてください（新しいファイルを作ります）。"
        )
    if tables and "alembic_version" not in tables:
        raise SettingsError(
            f"{file} は、ほかのプログラムのデータベースです。DATABASE_URL を確かめてください。"
        )


def _prepare(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says, not where sqlite3 guesses
    for pragma in ("busy_timeout = 10000", "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Take the lock for writing at once: a lock taken later may fail without any waiting."""
    only_reads = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
