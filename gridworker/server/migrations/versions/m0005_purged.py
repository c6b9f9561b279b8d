"""What retention took away: only that it was there, since when its time was over, and who said it goes.

It stays as it was written, like the op log, where the rows of a purged record keep their digests without content.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table and its guards."""
    op.create_table(
        "purged",
        sa.Column("record", sa.String(64), primary_key=True),
        sa.Column("stream", sa.String(64), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("due_on", sa.String(10), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("purged_order", "purged", ["stream", "seq"])
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER purged_keeps_{change.lower()} BEFORE {change} ON purged "
                "BEGIN SELECT RAISE(ABORT, 'purged is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER purged_keeps BEFORE UPDATE OR DELETE ON purged FOR EACH ROW EXECUTE FUNCTION rows_stay()"
    )
    op.execute(
        "CREATE TRIGGER purged_keeps_all BEFORE TRUNCATE ON purged FOR EACH STATEMENT EXECUTE FUNCTION rows_stay()"
    )
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON purged FROM CURRENT_USER, PUBLIC")
