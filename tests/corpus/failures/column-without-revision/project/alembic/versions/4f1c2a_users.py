import sqlalchemy as sa
from alembic import op

revision = "4f1c2a"
down_revision = None


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
    )


def downgrade():
    op.drop_table("users")
