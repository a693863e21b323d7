"""A small project, written to a folder and read."""

from pathlib import Path
from textwrap import dedent

from fe_skill.project.model import Route
from fe_skill.project.reader import Facts, read_project


def written(folder: Path, files: dict[str, str]) -> Path:
    """The folder with these files in it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return folder


def facts_of(folder: Path, files: dict[str, str]) -> Facts:
    """The facts of these files."""
    return read_project(written(folder, files))


def paths(facts: Facts) -> list[str]:
    """The routes as "METHOD path", in matching order."""
    return [f"{route.method} {route.path}" for route in facts.routes]


def route(facts: Facts, path: str) -> Route:
    """The only route on a path."""
    (found,) = [route for route in facts.routes if route.path == path]
    return found
