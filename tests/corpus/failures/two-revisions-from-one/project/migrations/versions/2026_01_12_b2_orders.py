"""orders"""

import sqlalchemy as sa
from alembic import op

revision = "b2"
down_revision = "a1"  # <- or here


def upgrade() -> None:
    op.create_table("orders", sa.Column("id", sa.Integer, primary_key=True))


def downgrade() -> None:
    op.drop_table("orders")
