"""reviews"""

import sqlalchemy as sa
from alembic import op

revision = "c3"
down_revision = "b2"


def upgrade() -> None:
    op.create_table("reviews", sa.Column("id", sa.Integer, primary_key=True))


def downgrade() -> None:
    op.drop_table("reviews")
