from sqlalchemy import engine_from_config


def connected(config):
    return engine_from_config(config.get_section("alembic")).connect()
