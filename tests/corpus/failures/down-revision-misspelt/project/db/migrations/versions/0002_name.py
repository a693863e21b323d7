import sqlalchemy as sa
from alembic import op

revision = "77ab20"
down_revision = "3fa9c1"  # <- here


def upgrade():
    op.add_column("accounts", sa.Column("name", sa.String, nullable=True))


def downgrade():
    op.drop_column("accounts", "name")
