"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(80)),
        sa.Column("hashed_password", sa.String(200)),
        sa.Column("email", sa.String(200)),
        sa.Column("made_at", sa.DateTime()),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("number", sa.String(20)),
        sa.Column("owner_id", sa.Integer()),
    )
    op.create_table(
        "lines",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("title", sa.String(80)),
        sa.Column("order_id", sa.Integer()),
    )
    op.create_table(
        "tags", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(40))
    )


def downgrade() -> None:
    for table in ("tags", "lines", "orders", "users"):
        op.drop_table(table)
