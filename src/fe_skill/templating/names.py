"""Names that callers give, judged before they become names of files, packages and variables.

Lives here: project names.
"""

import keyword
import re
import sys

from fe_skill.problem import Problem, Refused

LONGEST = 50

_PROJECT = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
# A project of this name would be taken for the library, by the installer or by an import.
_LIBRARIES = frozenset(
    {
        "aiosqlite",
        "alembic",
        "anyio",
        "argon2",
        "argon2-cffi",
        "asyncpg",
        "fastapi",
        "greenlet",
        "httpx",
        "httpx2",
        "jinja2",
        "jwt",
        "mypy",
        "opentelemetry",
        "orjson",
        "prometheus-client",
        "pydantic",
        "pydantic-core",
        "pydantic-settings",
        "pyjwt",
        "pytest",
        "pytest-cov",
        "ruff",
        "sqlalchemy",
        "starlette",
        "structlog",
        "uuid-utils",
        "uvicorn",
    }
)
_OWN_FOLDERS = frozenset({"src", "tests", "migrations", "deploy"})


def project_name(name: str) -> str:
    """`name`, when it can name a distribution, a container and a service.

    Raises:
        Refused: `name-malformed` or `name-reserved`.
    """
    if len(name) > LONGEST or not _PROJECT.fullmatch(name):
        raise _malformed(name)
    folded = name.replace("_", "-")
    plain = name.replace("-", "_")
    if keyword.iskeyword(plain) or keyword.issoftkeyword(plain):
        raise _reserved(name, "it is a keyword of Python")
    if plain in sys.stdlib_module_names:
        raise _reserved(name, "it is a module of Python's standard library")
    if folded in _LIBRARIES:
        raise _reserved(name, "it is a library that the project stands on")
    if plain in _OWN_FOLDERS:
        raise _reserved(name, "the project has a folder of this name")
    return name


def title_of(name: str) -> str:
    """A project's name as people write it: `order-desk` is `Order desk`."""
    words = re.sub("[-_]+", " ", name)
    return words[:1].upper() + words[1:]


def _malformed(name: str) -> Refused:
    words = re.findall("[a-z0-9]+", name.lower().replace("'", ""))
    near = "-".join(words).lstrip("-0123456789")[:LONGEST].strip("-")
    shown = ascii(name)[1:-1]
    return Refused(
        Problem(
            code="name-malformed",
            what=f"`{shown if len(shown) <= LONGEST else shown[:LONGEST] + '...'}` can't be a name",
            why=f"a project's name is at most {LONGEST} of a-z, 0-9, `-` and `_`, a letter first",
            mend=f"give `name`, for instance `{near or 'order-desk'}`",
        )
    )


def _reserved(name: str, why: str) -> Refused:
    return Refused(
        Problem(
            code="name-reserved",
            what=f"`{name}` can't be a project's name",
            why=why,
            mend=f"give another `name`, for instance `{name}-service`",
        )
    )
