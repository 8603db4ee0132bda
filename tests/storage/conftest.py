"""Databases of both kinds, with their tables."""

import datetime
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from faq_bot.storage.engine import make_engine
from faq_bot.storage.migrating import upgrade
from faq_bot.storage.replies import KeptReply

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    """A database with its tables, once of each kind."""
    made = make_engine(address)
    upgrade(made)
    yield made
    made.dispose()


def kept_reply(number: int = 1, **changes: object) -> KeptReply:
    """A reply as the desk hands it over."""
    usual = KeptReply(
        id=f"reply-{number}",
        at=NOON + datetime.timedelta(seconds=number),
        channel="api",
        question=f"質問{number}",
        pressed=None,
        outcome="answered",
        entry="licence-unit",
        confidence=0.9,
        nearest=["licence-unit", "licence-fee-today"],
        municipality="matsudo",
        as_of=datetime.date(2026, 3, 16),
        decision={"years": [], "schemes": {"free_pass": "unknown"}},
        knowledge_version="0123456789ab",
        milliseconds=1.25,
        conversation="one",
    )
    return usual._replace(**changes)  # type: ignore[arg-type]
