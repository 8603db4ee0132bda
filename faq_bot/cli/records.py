"""The commands of `faq-bot storage`: what is kept is taken out, deleted by age, or on somebody's wish."""

import argparse
import getpass
import json
from datetime import date, datetime
from typing import Any

from faq_bot.assembly import TOKYO, now
from faq_bot.errors import InputError
from faq_bot.loading.record import parse_day
from faq_bot.reception.conversations import kept_conversation
from faq_bot.reception.housekeeping import TABLES, prune
from faq_bot.reception.keeping import folded
from faq_bot.settings import read_settings, secret_key
from faq_bot.storage import audit, retention
from faq_bot.storage.connections import writing
from faq_bot.storage.records import Records


def prune_old(_: argparse.Namespace) -> None:
    """Delete what is older than the settings allow."""
    settings = read_settings()
    gone = prune(_records(), settings.retention_days, now(), _who())
    print(f"{settings.retention_days}日より古い記録を消しました: {_told(gone)}")


def export(options: argparse.Namespace) -> None:
    """Print replies as JSON lines."""
    conversation = options.conversation and kept_conversation(options.conversation, secret_key()[0])
    since = _midnight(options.since) if options.since else None
    for row in retention.exported(_records().engine, conversation=conversation, since=since):
        print(json.dumps(row, ensure_ascii=False, default=_plain))


def delete(options: argparse.Namespace) -> None:
    """Delete a conversation; that it was deleted is written down with it."""
    conversation = kept_conversation(options.conversation, secret_key()[0])
    with writing(_records().engine) as connection:
        gone = retention.forget(connection, conversation, folded)
        if not gone["replies"]:
            raise InputError(
                "--conversation", "この会話の記録はありません（消した後か、残す日数を過ぎています）。"
            )
        audit.record(connection, now(), _who(), "delete", conversation, gone)
    print(f"会話を消しました: {_told(gone)}")


def _records() -> Records:
    return Records(read_settings().database_url, folded)


def _who() -> str:
    return f"cli:{getpass.getuser()}"


def _told(gone: dict[str, int]) -> str:
    return "、".join(f"{TABLES[table]} {count}件" for table, count in gone.items())


def _midnight(day: str) -> datetime:
    try:
        found = parse_day(day)
    except ValueError as error:
        raise InputError("--since", f"--since が「{day}」になっています。{error}。") from None
    return datetime(found.year, found.month, found.day, tzinfo=TOKYO)


def _plain(value: Any) -> str:
    assert isinstance(value, date)  # noqa: S101 - moments and days; all else JSON knows
    return value.isoformat()
