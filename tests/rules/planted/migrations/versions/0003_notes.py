"""Notes, beside the totals."""

import sqlalchemy as sa
from alembic import op

revision = "0003"  # <- FE702
down_revision = "0001"


def upgrade() -> None:
    op.add_column("orders", sa.Column("note", sa.String(200), nullable=True))


def downgrade() -> None:  # <- FE704
    pass
