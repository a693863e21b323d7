revision = "a1b2"  # <- or here
down_revision = None


def upgrade():
    pass


def downgrade():
    pass
