"""Every table. A change here needs a migration; a test compares the two."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
    true,
)

from faq_bot.storage.columns import Moment

metadata = MetaData()

replies = Table(
    "replies",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("question", Text),
    Column("pressed", Text),
    Column("outcome", String(20), nullable=False),
    Column("entry", String(100)),
    Column("confidence", Float, nullable=False),
    Column("nearest", JSON, nullable=False),
    Column("municipality", String(60)),
    Column("as_of", Date),
    Column("decision", JSON, nullable=False),
    Column("knowledge_version", String(40), nullable=False),
    Column("milliseconds", Float, nullable=False),
    Column("conversation", String(40), nullable=False),
    Index("replies_at", "at"),
    Index("replies_conversation", "conversation"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("reply", String(40), primary_key=True),
    Column("verdict", String(20), nullable=False),
    Column("comment", Text),
    Column("at", Moment, nullable=False),
    Index("feedback_at", "at"),
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("folded", String(64), nullable=False, unique=True),
    Column("question", Text, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("nearest", JSON, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("count", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("by", String(100)),
    Column("state_at", Moment),
    Index("unanswered_state", "state", "last_seen"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", String(100), nullable=False),
    Column("action", String(60), nullable=False),
    Column("object", String(200), nullable=False),
    Column("detail", JSON, nullable=False),
    Index("audit_at", "at"),
)

users = Table(
    "users",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("hash", String(300), nullable=False),
    Column("role", String(20), nullable=False),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("locked_until", Moment),
    Column("session_version", Integer, nullable=False, server_default="1"),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("created", Moment, nullable=False),
)

switches = Table(
    "switches",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("off", Boolean, nullable=False, server_default=false()),
    Column("notice", Text),
    Column("by", String(100), nullable=False),
    Column("at", Moment, nullable=False),
)

releases = Table(
    "releases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", String(40), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("created", Moment, nullable=False),
    Column("by", String(100), nullable=False),
    Column("state", String(20), nullable=False),
    Index("releases_state", "state", "id"),
)

seen_events = Table(
    "seen_events",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("at", Moment, nullable=False),
    Index("seen_events_at", "at"),
)

channel_threads = Table(
    "channel_threads",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("conversation", Text, nullable=False),
    Column("kept", String(40), nullable=False),
    Column("extra", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    Index("channel_threads_kept", "kept"),
    Index("channel_threads_at", "at"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("last_run", Moment, nullable=False),
)

pins = Table(
    "pins",
    metadata,
    Column("member", String(100), primary_key=True),
    Column("entry", String(100), primary_key=True),
    Column("at", Moment, nullable=False),
)

uses = Table(
    "uses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("member", String(100), nullable=False),
    Column("entry", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Index("uses_at", "at"),
    Index("uses_member", "member", "at"),
)

preferences = Table(
    "preferences",
    metadata,
    Column("member", String(100), primary_key=True),
    Column("keys", JSON, nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("entry", String(100), nullable=False),
    Column("body", JSON, nullable=False),
    Column("questions", JSON, nullable=False),
    Column("state", String(20), nullable=False),
    Column("by", String(100), nullable=False),
    Column("at", Moment, nullable=False),
    Column("state_by", String(100)),
    Column("state_at", Moment),
    Index("proposals_state", "state", "id"),
)

trials = Table(
    "trials",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("by", String(100), nullable=False),
    Column("at", Moment, nullable=False),
    Column("progress", JSON, nullable=False),
    Column("result", JSON(none_as_null=True)),
)
