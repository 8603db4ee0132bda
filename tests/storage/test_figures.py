"""Figures against counts made by hand (tests/cases/figures), in SQLite and in PostgreSQL."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, insert, text

from faq_bot.loading.yaml_reader import read_yaml
from faq_bot.storage import feedback, figures, replies, tables, unanswered
from faq_bot.storage.connections import reading, writing
from faq_bot.storage.replies import KeptReply
from tests.conftest import ROOT
from tests.storage.conftest import NOON, kept_reply

FILE = ROOT / "tests" / "cases" / "figures" / "counts.yaml"
CASES: list[dict[str, Any]] = read_yaml(FILE, FILE.name, []).value  # type: ignore[union-attr]
MONDAY, SUNDAY = datetime.date(2026, 11, 16), datetime.date(2026, 11, 22)
WEEK = figures.of_days(MONDAY, SUNDAY)


def in_tokyo(written: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(written).replace(tzinfo=ZoneInfo("Asia/Tokyo"))


def kept(number: int, written: dict[str, Any]) -> KeptReply:
    return kept_reply(
        number,
        at=in_tokyo(written["at"]),
        channel=written.get("channel", "api"),
        outcome=written["outcome"],
        entry=written.get("entry"),
        municipality=written.get("city"),
        milliseconds=float(written.get("ms", 1)),
    )


def fill(engine: Engine, case: dict[str, Any]) -> None:
    times = case.get("replies_of_milliseconds", [])
    made = [{"at": "2026-11-16 09:00", "outcome": "choose", "ms": time} for time in times]
    rows = made or case["replies"]
    if not rows:
        return
    with writing(engine) as connection:
        replies.keep(connection, [kept(i, one) for i, one in enumerate(rows)], str.strip)
    for i, one in enumerate(rows):
        if "verdict" in one:
            feedback.keep(engine, f"reply-{i}", one["verdict"], None, in_tokyo(one["at"]))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_figures_are_those_counted_by_hand(case: dict[str, Any], engine: Engine):
    fill(engine, case)
    which = WEEK._replace(channel=case.get("channel"), city=case.get("city"))
    overall = figures.overall(engine, which)
    by = {
        f"{name}": {one.key: list(one[1:5]) for one in figures.outcomes(engine, which, by)}
        for name, by in (("days", "day"), ("channels", "channel"), ("cities", "city"))
    }
    found = {
        "overall": {**overall._asdict(), "rate": overall.resolved_rate},
        "entries": {one.entry: list(one[1:]) for one in figures.entries(engine, which)},
        "waits": {one.key: list(one[1:]) for one in figures.waits(engine, which)},
        **by,
    }
    del found["overall"]["key"]
    assert {name: found[name] for name in case["expect"]} == case["expect"]


def test_the_waits_of_all_channels_together_are_ranked_together(engine: Engine):
    with writing(engine) as connection:
        times = ((1, "page", 10.0), (2, "page", 20.0), (3, "widget", 30.0))
        rows = [
            kept_reply(number, at=in_tokyo("2026-11-16 09:00"), channel=channel, milliseconds=ms)
            for number, channel, ms in times
        ]
        replies.keep(connection, rows, str.strip)
    assert figures.waits_overall(engine, WEEK) == ("", 3, 20.0, 30.0, 30.0)
    assert [(one.key, one.median) for one in figures.waits(engine, WEEK)] == [
        ("page", 10.0),
        ("widget", 30.0),
    ]
    assert figures.waits_overall(engine, figures.of_days(SUNDAY, SUNDAY)) is None


def test_gaps_are_counted_once_however_often_they_were_asked(engine: Engine):
    gap = {"outcome": "no_answer", "entry": None, "is_gap": True}
    with writing(engine) as connection:
        rows = [kept_reply(1, question="猫は？", **gap), kept_reply(2, question="猫は？", **gap)]
        replies.keep(connection, [*rows, kept_reply(3, question="犬は？", **gap)], str.strip)
    [first, _] = unanswered.listed(engine)
    day = figures.of_days(SUNDAY, SUNDAY)
    assert figures.gaps(engine, day.since, day.until) == {"open": (2, 3)}
    unanswered.decide(engine, first.id, "ignored", "hanako", NOON)
    assert figures.gaps(engine, day.since, day.until) == {"ignored": (1, 2), "open": (1, 1)}
    assert [row.question for row in figures.top_gaps(engine, day.since, day.until, 5)] == ["犬は？"]
    before = figures.of_days(MONDAY, MONDAY)
    assert figures.gaps(engine, before.since, before.until) == {}


def test_what_the_staff_used_is_counted_in_its_time(engine: Engine):
    with writing(engine) as connection:
        rows = [
            ("licence-unit", NOON),
            ("licence-unit", NOON),
            ("licence-renewal", NOON - datetime.timedelta(9)),
        ]
        used = [{"entry": entry, "at": at, "member": "hanako", "kind": "copy"} for entry, at in rows]
        connection.execute(insert(tables.uses), used)
    assert figures.used(engine, WEEK.since, WEEK.until) == {"licence-unit": 2}


def test_a_stretch_of_time_is_found_by_the_index(engine: Engine):
    """With enough rows to be worth it, no figure reads the whole journal."""
    with writing(engine) as connection:
        hours = [NOON - datetime.timedelta(hours=i) for i in range(3000)]
        replies.keep(connection, [kept_reply(i, at=at) for i, at in enumerate(hours)], str.strip)
        connection.execute(text("ANALYZE replies"))
    plans = []

    def remember(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT") and "replies" in statement:
            plans.append((statement, parameters))

    from sqlalchemy import event

    event.listen(engine, "before_cursor_execute", remember)
    day = figures.of_days(SUNDAY, SUNDAY)
    figures.overall(engine, day)
    figures.outcomes(engine, day, "day")
    figures.entries(engine, day)
    figures.waits(engine, day)
    event.remove(engine, "before_cursor_execute", remember)
    explain = "EXPLAIN " if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    assert len(plans) == 4
    with reading(engine) as connection:
        for statement, parameters in plans:
            rows = connection.exec_driver_sql(explain + statement, parameters).all()
            assert "replies_at" in str(rows), rows
