import sqlalchemy as sa
from alembic import op

import app.types

revision = "9c"
down_revision = None


def upgrade():
    op.create_table(
        "prices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("amount", app.types.Cents(), nullable=False),
    )


def downgrade():
    op.drop_table("prices")
