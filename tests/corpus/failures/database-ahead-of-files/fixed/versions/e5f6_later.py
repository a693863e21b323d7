revision = "e5f6"
down_revision = "a1b2"


def upgrade():
    pass


def downgrade():
    pass
