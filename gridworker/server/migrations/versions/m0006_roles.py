"""Who holds a role: whether a mediator is appointed somewhere is asked by the ops of a sync."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the index."""
    op.create_index("permission_of_role", "permission", ["role", "region"])
