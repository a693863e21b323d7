import sqlalchemy as sa  # <- or here
from alembic import op

revision = "9c"
down_revision = None


def upgrade():
    op.create_table(
        "prices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("amount", app.types.Cents(), nullable=False),  # <- here
    )


def downgrade():
    op.drop_table("prices")
