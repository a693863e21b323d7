import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "people", sa.Column("id", sa.Integer, primary_key=True), sa.Column("email", sa.String)
    )


def downgrade():
    op.drop_table("people")
