revision = "bb"
down_revision = "aa"  # <- or here


def upgrade():
    pass


def downgrade():
    pass
