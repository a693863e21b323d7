from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_unique_constraint("uq_people_email", "people", ["email"])  # <- here


def downgrade():
    op.drop_constraint("uq_people_email", "people", type_="unique")
