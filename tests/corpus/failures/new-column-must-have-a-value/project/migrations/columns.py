import sqlalchemy as sa


def flag(name: str, **options) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False, **options)
