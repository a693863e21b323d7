"""The projects that add-domain is tried on, and how each is run.

Lives here: Case, CASES.
"""

from dataclasses import dataclass, field

_ALL = ("tests",)


@dataclass(frozen=True)
class Case:
    """A public project at one commit. In `env`, {db} is the address of a fresh database."""

    name: str
    repository: str
    commit: str
    shape: str
    access: str
    app: str
    folder: str = "."
    env: dict[str, str] = field(default_factory=dict)
    tests: tuple[str, ...] = _ALL
    alembic: tuple[str, ...] = ("alembic",)
    alembic_folder: str = "."
    first: tuple[str, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    migration: bool = True


def _parts(prefix: str, host: str, name: str) -> dict[str, str]:
    return {
        f"{prefix}{host}": "{host}",
        f"{prefix}PORT": "{port}",
        f"{prefix}USER": "{user}",
        f"{prefix}PASSWORD": "secret",
        f"{prefix}{name}": "{name}",
    }


CASES = (
    Case(
        "fullstack",
        "fastapi/full-stack-fastapi-template",
        "a7275354",
        "SQLModel, sync, one file of models, routes that query",
        "owner",
        "app.main:app",
        folder="backend",
        env={**_parts("POSTGRES_", "SERVER", "DB"), "PYTHONPATH": "."},
        first=("python", "app/initial_data.py"),
    ),
    Case(
        "rafsaf",
        "rafsaf/minimal-fastapi-postgres-template",
        "e06e020",
        "SQLAlchemy 2, async, one file of models, routes that query, string keys",
        "owner",
        "app.main:app",
        env={
            "DATABASE__HOSTNAME": "{host}",
            "DATABASE__PORT": "{port}",
            "DATABASE__USERNAME": "{user}",
            "DATABASE__PASSWORD": "secret",
            "DATABASE__DB": "{name}",
            "SECURITY__JWT_SECRET_KEY": "x" * 40,
            "SECURITY__BACKEND_CORS_ORIGINS": "[]",
            "SECURITY__ALLOWED_HOSTS": '["localhost", "127.0.0.1"]',
        },
        tests=("app/tests",),
    ),
    Case(
        "luchog",
        "luchog01/minimalistic-fastapi-template",
        "f96e1dd",
        "legacy columns, async, domain packages, services on repositories",
        "authenticated",
        "api.main:app",
        env={"DATABASE_URL": "postgresql+asyncpg://{at}", "JWT_SECRET": "secret"},
    ),
    Case(
        "demo",
        "ThomasAitken/demo-fastapi-async-sqlalchemy",
        "1d5d5b1",
        "SQLAlchemy 2, async, layers, functions that query, one read route to follow",
        "authenticated",
        "app.main:app",
        folder="backend",
        env={"DATABASE_URL": "postgresql+asyncpg://{at}", "PYTHONPATH": "."},
    ),
    Case(
        "gospodima",
        "gospodima/async-fastapi-sqlalchemy-template",
        "86d929b",
        "SQLAlchemy 2, async, layers, functions that query, classes named `*DB`",
        "owner",
        "app.main:app",
        folder="backend",
        env={
            "DATABASE_URL": "postgresql+asyncpg://{at}",
            "FIRST_SUPERUSER": "admin",
            "FIRST_SUPERUSER_PASSWORD": "secret",
            "PYTHONPATH": ".",
        },
        tests=("app/tests",),
    ),
    Case(
        "beyond",
        "jod35/fastapi-beyond-CRUD",
        "ac24ede",
        "SQLModel, async, domain packages, service classes, models in one file",
        "authenticated",
        "src:app",
        env={
            "DATABASE_URL": "postgresql+asyncpg://{at}",
            "JWT_SECRET": "secret",
            "JWT_ALGORITHM": "HS256",
            "MAIL_USERNAME": "a",
            "MAIL_PASSWORD": "a",
            "MAIL_FROM": "a@example.com",
            "MAIL_PORT": "25",
            "MAIL_SERVER": "localhost",
            "MAIL_FROM_NAME": "a",
            "DOMAIN": "localhost",
        },
        tests=("src/tests",),
    ),
    Case(
        "igor",
        "igorbenav/FastAPI-boilerplate",
        "61d84fa",
        "SQLAlchemy 2 dataclasses, async, layers, relative imports, generic CRUD objects",
        "authenticated",
        "app.main:app",
        env={
            **_parts("POSTGRES_", "SERVER", "DB"),
            "SECRET_KEY": "secret",
            "LICENSE": "MIT",
            "PGPORT": "{port}",
            "PYTHONPATH": "src",
            "ENVIRONMENT": "local",
        },
        alembic_folder="src",
        files={"src/.env": ""},
    ),
    Case(
        "anthony",
        "anthonycepeda/fastapi-sqlmodel",
        "4b4b039",
        "SQLModel, sync, packages by entity, functions that query, no Alembic",
        "authenticated",
        "asgi:api",
        env={"DATABASE_URI": "sqlite:///{file}", "API_USERNAME": "a", "API_PASSWORD": "a"},
        migration=False,
    ),
    Case(
        "ezeparziale",
        "ezeparziale/fastapi-sqlmodel",
        "eb4d540",
        "SQLModel, sync, packages of models that hand names on, routes that query, no auth",
        "public",
        "app.main:app",
        env={
            "POSTGRES_HOSTNAME": "{host}",
            "POSTGRES_PORT": "{port}",
            "POSTGRES_USER": "{user}",
            "POSTGRES_PASSWORD": "secret",
            "POSTGRES_DB": "{name}",
            "POSTGRES_HOSTNAME_TEST": "{host}",
            "POSTGRES_PORT_TEST": "{port}",
            "POSTGRES_USER_TEST": "{user}",
            "POSTGRES_PASSWORD_TEST": "secret",
            "POSTGRES_DB_TEST": "{name}_test",
        },
        tests=("app/tests",),
    ),
    Case(
        "s3",
        "s3rius/FastAPI-template (what 6.x makes: SQLite, SQLAlchemy, dummy model)",
        "generated",
        "SQLAlchemy 2, async, data access objects, sessions that commit by themselves",
        "public",
        "shop_api.web.application:get_app()",
        env={"SHOP_API_DB_FILE": "{file}"},
    ),
    Case(
        "seapagan",
        "seapagan/fastapi-template",
        "2fdf978",
        "SQLAlchemy 2, async, schemas by direction, every lint rule, sessions that commit",
        "authenticated",
        "app.main:app",
        env={
            "DB_USER": "{user}",
            "DB_PASSWORD": "secret",
            "DB_ADDRESS": "{host}",
            "DB_PORT": "{port}",
            "DB_NAME": "{name}",
            "TEST_DB_USER": "{user}",
            "TEST_DB_PASSWORD": "secret",
            "TEST_DB_ADDRESS": "{host}",
            "TEST_DB_PORT": "{port}",
            "TEST_DB_NAME": "{name}_test",
            "SECRET_KEY": "0123456789abcdef0123456789abcdef",
            "I_READ_THE_DAMN_DOCS": "true",
        },
        tests=("tests/integration", "tests/unit"),
    ),
    Case(
        "sanjeev",
        "Sanjeev-Thiyagarajan/fastapi-course",
        "b614d22",
        "legacy columns, sync, flat, one file of models and one of schemas, `query()`",
        "owner",
        "app.main:app",
        env={
            "DATABASE_HOSTNAME": "{host}",
            "DATABASE_PORT": "{port}",
            "DATABASE_PASSWORD": "secret",
            "DATABASE_NAME": "{name}",
            "DATABASE_USERNAME": "{user}",
            "SECRET_KEY": "x" * 32,
            "ALGORITHM": "HS256",
            "ACCESS_TOKEN_EXPIRE_MINUTES": "60",
            "PYTHONPATH": ".",
        },
    ),
    Case(
        "lootmann",
        "Lootmann/fastapi-sqlalchemy-tweet",
        "f5e0797",
        "legacy columns, async, layers in plural, functions, SQLite in tests, no Alembic",
        "authenticated",
        "api.main:app",
        folder="backend",
        env={
            "SECRET_KEY": "x" * 32,
            "ALGORITHM": "HS256",
            "ACCESS_TOKEN_EXPIRE_MINUTES": "60",
            "PYTHONPATH": ".",
        },
        migration=False,
    ),
    Case(
        "light",
        "Light-it-labs/fastapi-template",
        "c913af6",
        "SQLAlchemy 2, sync, domain packages of many folders, use cases, types by annotation",
        "authenticated",
        "app.main:app",
        env={
            **_parts("POSTGRES_", "SERVER", "DB"),
            "RUN_ENV": "test",
            "PROJECT_NAME": "x",
            "SERVER_NAME": "localhost",
            "SERVER_HOST": "http://localhost:8000/",
            "SECRET_KEY": "x" * 32,
            "PYTHONPATH": ".",
        },
    ),
    Case(
        "zha",
        "zhajiahe/fastapi-template",
        "556ae6c",
        "SQLAlchemy 2, async, services, mixin with key and moments, no package file at the top",
        "authenticated",
        "app.main:app",
        env={
            "DATABASE_URL": "sqlite+aiosqlite:///{file}",
            "SECRET_KEY": "x" * 32,
            "PYTHONPATH": ".",
        },
        migration=False,
    ),
)
