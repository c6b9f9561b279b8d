"""How far each stream is safe in backups, the backups there are, and what supervisors decided."""

from alembic import op
from sqlalchemy import BigInteger, Column, String, Text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes what backups and reviews need; nothing is safe until two backups were made."""
    op.add_column("stream", Column("safe", BigInteger, nullable=False, server_default="0"))
    op.create_table(
        "backup",
        Column("folder", Text, primary_key=True),
        Column("made_at", BigInteger, nullable=False),
        Column("streams", Text, nullable=False),
    )
    op.create_table(
        "review",
        Column("stream", String(64), primary_key=True),
        Column("op", String(64), primary_key=True),
        Column("decision", String(16), nullable=False),
        Column("why", Text, nullable=False),
        Column("at", BigInteger, nullable=False),
    )
