"""Totals, on a branch of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("orders", sa.Column("total", sa.Integer(), nullable=False))  # <- FE704


def downgrade() -> None:
    op.drop_column("orders", "total")
