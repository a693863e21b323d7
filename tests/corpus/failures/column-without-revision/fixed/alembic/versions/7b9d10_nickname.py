import sqlalchemy as sa
from alembic import op

revision = "7b9d10"
down_revision = "4f1c2a"


def upgrade():
    op.add_column("users", sa.Column("nickname", sa.String(), nullable=True))


def downgrade():
    op.drop_column("users", "nickname")
