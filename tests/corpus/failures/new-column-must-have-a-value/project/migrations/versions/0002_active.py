import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("people", sa.Column("active", sa.Boolean(), nullable=False))  # <- here


def downgrade():
    op.drop_column("people", "active")
