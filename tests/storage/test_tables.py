"""The tables as migrations make them, in SQLite and in PostgreSQL."""

import datetime
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.exc import StatementError

from faq_bot.errors import SettingsError
from faq_bot.storage import jobs
from faq_bot.storage.connections import reading, writing
from faq_bot.storage.engine import make_engine
from faq_bot.storage.migrating import alembic_config, upgrade
from faq_bot.storage.tables import jobs as job_table
from faq_bot.storage.tables import metadata
from tests.conftest import ROOT
from tests.storage.conftest import NOON


def test_the_migrations_make_exactly_the_tables_the_program_uses(engine: Engine):
    with writing(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_there_is_one_line_of_migrations(engine: Engine):
    with writing(engine) as connection:
        from alembic.script import ScriptDirectory

        assert len(ScriptDirectory.from_config(alembic_config(connection)).get_heads()) == 1


def test_a_second_start_changes_nothing(engine: Engine):
    jobs.claim(engine, "digest", NOON, datetime.timedelta(days=1))
    upgrade(engine)
    with reading(engine) as connection:
        assert connection.execute(select(job_table.c.name)).scalars().all() == ["digest"]


def test_many_processes_may_start_at_once(address: str):
    start = "import sys; from faq_bot.storage.records import Records; Records(sys.argv[1], str).prepare(); print('started')"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", start, address],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(5)
    ]
    assert [process.communicate()[0] for process in running] == ["started\n"] * 5
    engine = make_engine(address)
    assert {"replies", "feedback", "alembic_version"} <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_a_database_of_a_newer_program_is_left_as_it_is(engine: Engine):
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SettingsError, match="新しい版"):
        upgrade(engine)


def test_a_moment_comes_back_in_utc_wherever_it_was_told(engine: Engine):
    tokyo = datetime.timezone(datetime.timedelta(hours=9))
    jobs.claim(engine, "digest", NOON.astimezone(tokyo), datetime.timedelta(days=1))
    with reading(engine) as connection:
        found = connection.execute(select(job_table.c.last_run)).scalar_one()
    assert (found, found.utcoffset()) == (NOON, datetime.timedelta(0))


def test_a_moment_without_a_zone_is_refused(engine: Engine):
    with pytest.raises(StatementError, match="zone"), writing(engine) as connection:
        connection.execute(job_table.insert(), {"name": "digest", "last_run": NOON.replace(tzinfo=None)})


def test_the_first_tables_can_be_made_step_by_step(address: str):
    engine = make_engine(address)
    with writing(engine) as connection:
        command.upgrade(alembic_config(connection), "0001")
    assert "users" in inspect(engine).get_table_names()
    engine.dispose()


def test_migrations_travel_with_the_package():
    assert (Path(make_engine.__code__.co_filename).parent / "migrations" / "env.py").is_file()
