"""The first tables."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    _answers()
    _staff()
    _service()


def _moment(name: str, *, optional: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)


def _number() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _text(name: str, length: int, *, optional: bool = False, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=optional, primary_key=key)


def _answers() -> None:
    op.create_table(
        "replies",
        _text("id", 40, key=True),
        _moment("at"),
        _text("channel", 20),
        sa.Column("question", sa.Text),
        sa.Column("pressed", sa.Text),
        _text("outcome", 20),
        _text("entry", 100, optional=True),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("nearest", sa.JSON, nullable=False),
        _text("municipality", 60, optional=True),
        sa.Column("as_of", sa.Date),
        sa.Column("decision", sa.JSON, nullable=False),
        _text("knowledge_version", 40),
        sa.Column("milliseconds", sa.Float, nullable=False),
        _text("conversation", 40),
    )
    op.create_index("replies_at", "replies", ["at"])
    op.create_index("replies_conversation", "replies", ["conversation"])
    op.create_table(
        "feedback",
        _text("reply", 40, key=True),
        _text("verdict", 20),
        sa.Column("comment", sa.Text),
        _moment("at"),
    )
    op.create_index("feedback_at", "feedback", ["at"])
    op.create_table(
        "unanswered",
        _number(),
        sa.Column("folded", sa.String(64), nullable=False, unique=True),
        sa.Column("question", sa.Text, nullable=False),
        _text("outcome", 20),
        sa.Column("nearest", sa.JSON, nullable=False),
        _moment("first_seen"),
        _moment("last_seen"),
        sa.Column("count", sa.Integer, nullable=False),
        _text("state", 10),
        _text("by", 100, optional=True),
        _moment("state_at", optional=True),
    )
    op.create_index("unanswered_state", "unanswered", ["state", "last_seen"])


def _staff() -> None:
    op.create_table(
        "audit",
        _number(),
        _moment("at"),
        _text("actor", 100),
        _text("action", 60),
        _text("object", 200),
        sa.Column("detail", sa.JSON, nullable=False),
    )
    op.create_index("audit_at", "audit", ["at"])
    op.create_table(
        "users",
        _text("name", 100, key=True),
        _text("hash", 300),
        _text("role", 20),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        _moment("locked_until", optional=True),
        sa.Column("session_version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
        _moment("created"),
    )


def _service() -> None:
    op.create_table(
        "switches",
        _text("channel", 20, key=True),
        sa.Column("off", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("notice", sa.Text),
        _text("by", 100),
        _moment("at"),
    )
    op.create_table(
        "releases",
        _number(),
        _text("version", 40),
        sa.Column("content", sa.LargeBinary, nullable=False),
        _moment("created"),
        _text("by", 100),
        _text("state", 20),
    )
    op.create_index("releases_state", "releases", ["state", "id"])
    op.create_table("seen_events", _text("key", 200, key=True), _moment("at"))
    op.create_index("seen_events_at", "seen_events", ["at"])
    op.create_table("jobs", _text("name", 60, key=True), _moment("last_run"))
