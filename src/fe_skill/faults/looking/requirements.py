"""The libraries that the project requires: where that is written, and what gives which module.

Lives here: required_in, required_edit, text_of, DISTRIBUTIONS.
"""

import re
from typing import Final

from fe_skill.faults.case import Case
from fe_skill.faults.fault import Edit, Place
from fe_skill.faults.looking.notes import note, notes

# Modules that aren't called like the distribution that has them.
DISTRIBUTIONS: Final = {
    "jwt": "pyjwt",
    "jose": "python-jose",
    "multipart": "python-multipart",
    "python_multipart": "python-multipart",
    "email_validator": "email-validator",
    "pydantic_settings": "pydantic-settings",
    "dotenv": "python-dotenv",
    "yaml": "pyyaml",
    "PIL": "pillow",
    "psycopg2": "psycopg2-binary",
    "sklearn": "scikit-learn",
    "dateutil": "python-dateutil",
    "MySQLdb": "mysqlclient",
    "bs4": "beautifulsoup4",
    "itsdangerous": "itsdangerous",
    "prometheus_fastapi_instrumentator": "prometheus-fastapi-instrumentator",
    "fastapi_users": "fastapi-users",
    "sse_starlette": "sse-starlette",
    "opentelemetry": "opentelemetry-api",
    "google": "google-cloud",
}
_ROW: Final = re.compile(
    r"^[ \t]*([A-Za-z][\w.-]*)(\[[\w, -]*\])?[ \t]*(?:[=<>~!;@].*)?$", re.MULTILINE
)
_LIST: Final = re.compile(r"^dependencies\s*=\s*\[", re.MULTILINE)
_POETRY: Final = re.compile(r"^\[tool\.poetry\.dependencies\][^\n]*\n", re.MULTILINE)
_SECTION: Final = re.compile(r"^\[", re.MULTILINE)


def distribution_of(module: str) -> str:
    """What to install for a module."""
    top = module.partition(".")[0]
    return DISTRIBUTIONS.get(top, top.replace("_", "-"))


def required_in(case: Case) -> str | None:
    """The file that lists the project's requirements."""
    paths = [path for path, _ in notes(case.program)] if case.program else []
    for path in paths:
        text = note(case.program, path) if case.program else None
        if (
            path.endswith("pyproject.toml")
            and text
            and (_LIST.search(text) or _POETRY.search(text))
        ):
            return path
    return next((p for p in (*paths, *_requirement_files(case)) if _is_requirements(p)), None)


def required_edit(case: Case, path: str, name: str) -> tuple[Place, tuple[Edit, ...]]:
    """Where a requirement belongs, and the edit that adds it."""
    text = text_of(case, path) or ""
    if path.endswith("pyproject.toml"):
        return _in_pyproject(path, text, name)
    rows = list(_ROW.finditer(text))
    line = text.count("\n", 0, rows[-1].start()) + 1 if rows else 1
    at = len(text.rstrip("\n"))
    start = "\n" if text.strip() else ""
    return Place(path, line, name), (Edit(path, at, at, f"{start}{name}"),)


def _in_pyproject(path: str, text: str, name: str) -> tuple[Place, tuple[Edit, ...]]:
    poetry = _POETRY.search(text)
    listed = _LIST.search(text)
    if listed is None and poetry is not None:
        line = text.count("\n", 0, poetry.start()) + 1
        after = _SECTION.search(text, poetry.end())
        block = text[poetry.end() : after.start() if after else len(text)]
        at = poetry.end() + len(block.rstrip("\n"))
        return Place(path, line, name), (Edit(path, at, at, f'\n{name} = "*"'),)
    if listed is None:
        return Place(path, 1, name), ()
    line = text.count("\n", 0, listed.start()) + 1
    end = _closing(text, listed.end())
    inside = text[listed.end() : end]
    last = re.search(r"(['\"][^'\"]*['\"])(\s*,)?(?:\s|#[^\n]*)*$", inside)
    if last is None:
        return Place(path, line, name), (Edit(path, end, end, f'"{name}"'),)
    if "\n" in inside:
        at = listed.end() + last.end(2 if last[2] else 1)
        comma = "" if last[2] else ","
        return Place(path, line, name), (Edit(path, at, at, f'{comma}\n    "{name}",'),)
    at = listed.end() + last.end(1)
    return Place(path, line, name), (Edit(path, at, at, f', "{name}"'),)


def _closing(text: str, at: int) -> int:
    """The bracket that ends a list; those of extras stand in quotes."""
    quote = ""
    for offset in range(at, len(text)):
        character = text[offset]
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "]":
            return offset
    return len(text)


def _requirement_files(case: Case) -> list[str]:
    root = case.facts.root if case.facts else None
    found = sorted(root.glob("requirements/*.txt")) if root else []
    return [path.relative_to(root).as_posix() for path in found if root]


def _is_requirements(path: str) -> bool:
    return path.endswith(".txt") and "requirements" in path


def text_of(case: Case, path: str) -> str | None:
    """The text of such a file."""
    known = note(case.program, path) if case.program else None
    if known is not None or case.facts is None:
        return known
    laid_over = case.facts.laid_over(path)
    try:
        data = laid_over if laid_over is not None else (case.facts.root / path).read_bytes()
        return data.decode()
    except (OSError, UnicodeDecodeError):
        return None
