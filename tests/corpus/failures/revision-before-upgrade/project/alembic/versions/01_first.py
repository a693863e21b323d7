import sqlalchemy as sa
from alembic import op

revision = "01"  # <- here
down_revision = None


def upgrade():
    op.create_table("places", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("places")
