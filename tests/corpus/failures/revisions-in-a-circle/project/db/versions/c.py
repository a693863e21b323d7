revision = "cc"
down_revision = "bb"  # <- or here


def upgrade():
    pass


def downgrade():
    pass
