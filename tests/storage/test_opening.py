"""A database is opened for us alone, or the reason is told; nothing that was kept is ever overwritten."""

import sqlite3
from pathlib import Path

import pytest

from faq_bot.errors import SettingsError
from faq_bot.storage.engine import make_engine
from faq_bot.storage.records import Records


def open_file(file: Path) -> Records:
    records = Records(f"sqlite:///{file}", str)
    records.prepare()
    return records


def sound(tmp_path: Path) -> Path:
    """A file with tables, closed."""
    file = tmp_path / "data" / "faq-bot.db"
    open_file(file).close()
    return file


def test_file_and_folder_are_for_us_alone(tmp_path: Path):
    file = tmp_path / "deep" / "data" / "faq-bot.db"
    records = open_file(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    with records.engine.connect():
        beside = {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()}
    assert set(beside.values()) == {0o600}
    records.close()


def test_what_is_committed_is_on_the_disk(tmp_path: Path):
    records = open_file(tmp_path / "faq-bot.db")
    with records.engine.connect() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragma == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
    records.close()


@pytest.mark.parametrize("spoil", [b"this is no database", b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_file_that_is_no_database_is_named_and_left(spoil: bytes, tmp_path: Path):
    file = tmp_path / "faq-bot.db"
    file.write_bytes(spoil)
    with pytest.raises(SettingsError, match=r"faq-bot\.db が壊れています。上書きはしません"):
        open_file(file)
    assert file.read_bytes() == spoil


def test_a_file_damaged_in_the_middle_is_named_and_left(tmp_path: Path):
    file = sound(tmp_path)
    content = bytearray(file.read_bytes())
    content[8192:16384] = b"\xa5" * 8192
    file.write_bytes(content)
    with pytest.raises(SettingsError, match="壊れています"):
        open_file(file)
    assert file.read_bytes() == content


def test_another_programs_database_is_left(tmp_path: Path):
    file = tmp_path / "other.db"
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE songs (title TEXT)")
    other.commit()
    other.close()
    before = file.read_bytes()
    with pytest.raises(SettingsError, match="ほかのプログラムのデータベース"):
        open_file(file)
    assert file.read_bytes() == before


def test_a_file_taken_away_from_its_log_is_not_begun_anew(tmp_path: Path):
    file = sound(tmp_path)
    log = file.with_name("faq-bot.db-wal")
    log.write_bytes(b"what was not yet in the file")
    file.unlink()
    with pytest.raises(SettingsError, match=r"faq-bot\.db-wal"):
        open_file(file)
    assert log.read_bytes() == b"what was not yet in the file"
    assert not file.exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(SettingsError, match=r"faq-bot\.db を作れません"):
        open_file(tmp_path / "file" / "faq-bot.db")


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(address: str):
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        make_engine(address)


def test_an_address_that_cannot_be_read_is_refused_without_its_password():
    with pytest.raises(SettingsError, match="DATABASE_URL が読めません") as caught:
        make_engine("postgresql+psycopg://user:hidden-word@[::1/faq")
    assert "hidden-word" not in str(caught.value)


def test_without_the_driver_the_command_that_brings_it_is_told(monkeypatch: pytest.MonkeyPatch):
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(SettingsError, match=r"pip install 'careplan-faq-bot\[postgresql\]'"):
        make_engine("postgresql+psycopg://user@localhost/faq")


def test_no_connection_is_left_for_a_forked_worker_to_share(tmp_path: Path):
    records = open_file(tmp_path / "faq-bot.db")
    with records.engine.connect():
        pass
    assert records.engine.pool.checkedin() == 1  # type: ignore[attr-defined]
    records.prepare()
    assert records.engine.pool.checkedin() == 0  # type: ignore[attr-defined]
    records.close()
