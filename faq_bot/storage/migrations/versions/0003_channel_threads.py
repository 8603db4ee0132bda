"""Where conversations in Slack and Teams have got to, so that any replica goes on with them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of threads."""
    op.create_table(
        "channel_threads",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("kept", sa.String(40), nullable=False),
        sa.Column("extra", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("channel_threads_kept", "channel_threads", ["kept"])
    op.create_index("channel_threads_at", "channel_threads", ["at"])
