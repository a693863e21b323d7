from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("people") as batch:
        batch.create_unique_constraint("uq_people_email", ["email"])


def downgrade():
    with op.batch_alter_table("people") as batch:
        batch.drop_constraint("uq_people_email", type_="unique")
