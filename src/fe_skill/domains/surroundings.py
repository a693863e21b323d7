"""What a project has already, as far as a new domain meets it.

Lives here: Existing, Surroundings, survey, and the refusal of projects that aren't ours.
Does not:   facts in general (project/), or what is made of them (link.py).
"""

import ast
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from fe_skill.problem import Problem, Refused
from fe_skill.project.model import Migrations, Model
from fe_skill.project.reader import read_project
from fe_skill.syntax.tree import module_of

NEEDED = (
    "src/main.py",
    "src/models.py",
    "src/core/fields.py",
    "src/core/idempotency.py",
    "src/core/pagination.py",
    "src/core/security.py",
    "migrations/env.py",
    "tests/factories.py",
)


@dataclass(frozen=True)
class Existing:
    """An entity that the project has."""

    name: str
    domain: str
    module: str
    path: str
    table: str
    names: frozenset[str]

    @property
    def owned(self) -> bool:
        """Whether its rows belong to users."""
        return "owner_id" in self.names


@dataclass(frozen=True)
class Surroundings:
    """What a new domain meets."""

    root: Path
    entities: tuple[Existing, ...]
    tables: frozenset[str]
    roles: tuple[tuple[str, str], ...]
    revision: str
    after: str

    def read(self, path: str) -> str | None:
        """The text of a file; None where there is none."""
        file = self.root / path
        return file.read_text() if file.is_file() else None


def survey(root: Path, domain: str) -> Surroundings:
    """What `root` has, but for what an earlier call made of `domain`.

    Raises:
        Refused: `project-not-ours`, `migrations-forked`, `migrations-missing`.
    """
    for path in NEEDED:
        if not (root / path).is_file():
            raise _not_ours(path)
    facts = read_project(root)
    others = [m for m in facts.models if m.table and not m.dotted.startswith(_package(domain))]
    revision, after = _revisions(facts.migrations, domain)
    return Surroundings(
        root=root,
        entities=tuple(map(_existing, others)),
        tables=frozenset(m.table for m in others if m.table),
        roles=_roles((root / "src/core/security.py").read_text()),
        revision=revision,
        after=after,
    )


def _package(domain: str) -> str:
    return f"src.domains.{domain}."


def _existing(model: Model) -> Existing:
    parts = model.dotted.split(".")
    columns = {column.name for column in model.columns}
    return Existing(
        name=model.name,
        domain=parts[2] if parts[:2] == ["src", "domains"] else "",
        module=".".join(parts[:-1]),
        path=model.where.path,
        table=model.table or "",
        names=frozenset(columns | {relationship.name for relationship in model.relationships}),
    )


def _roles(source: str) -> tuple[tuple[str, str], ...]:
    """The members of `Role` and their values."""
    for node in ast.walk(module_of(source)):
        if isinstance(node, ast.ClassDef) and node.name == "Role":
            return tuple(
                (statement.targets[0].id, str(statement.value.value))
                for statement in node.body
                if isinstance(statement, ast.Assign)
                and isinstance(statement.targets[0], ast.Name)
                and isinstance(statement.value, ast.Constant)
            )
    return ()


def _revisions(trees: tuple[Migrations, ...], domain: str) -> tuple[str, str]:
    tree = trees[0] if len(trees) == 1 else None
    if tree is None or not tree.heads:
        raise Refused(
            Problem(
                code="migrations-missing",
                what="no single row of migrations was found",
                why="a new table needs a revision after the present one",
                mend="call with `migration: false`, or set Alembic up as scaffold does",
            )
        )
    ours = [r for r in tree.revisions if r.where.path.endswith(f"_create_{domain}.py")]
    if ours:
        return ours[0].id, ours[0].down[0]
    if len(tree.heads) > 1:
        raise Refused(
            Problem(
                code="migrations-forked",
                what="the migrations have several heads: " + ", ".join(tree.heads),
                why="a new revision comes after one",
                mend="join them with `alembic merge heads`, then call again",
            )
        )
    return _next(tree.heads[0]), tree.heads[0]


def _next(head: str) -> str:
    """An id that sorts after `head` and is the same at every call."""
    try:
        moment = datetime.strptime(head, "%Y%m%d%H%M%S")  # noqa: DTZ007 -- a name, not a moment
    except ValueError:
        return f"{head}1"
    return (moment + timedelta(seconds=1)).strftime("%Y%m%d%H%M%S")


def _not_ours(path: str) -> Refused:
    return Refused(
        Problem(
            code="project-not-ours",
            what=f"the project has no `{path}`",
            why="add-domain works on projects of the present scaffold so far",
            mend="give the root of such a project, or make one with scaffold",
            path=path,
        )
    )
