revision = "aa"
down_revision = "cc"  # <- here


def upgrade():
    pass


def downgrade():
    pass
