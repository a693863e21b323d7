"""What a project has already, as far as a new domain meets it.

Lives here: Existing, Surroundings, survey, and the refusal of projects that aren't ours.
Does not:   facts in general (project/), or what is made of them (link.py).
"""

import ast
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from fe_skill.domains.inflection import snake
from fe_skill.domains.refusal import refused
from fe_skill.problem import Problem, Refused
from fe_skill.project.model import Model
from fe_skill.project.reader import Facts
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
    role: str | None

    @property
    def soft(self) -> bool:
        """Whether its rows stay in the table when they are removed."""
        return "deleted_at" in self.names

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
    trees: int
    heads: tuple[str, ...]
    created: frozenset[str]

    @property
    def next_revision(self) -> tuple[str, str]:
        """The id of a new revision, and that of the one that it comes after.

        Raises:
            Refused: `migrations-missing`, `migrations-forked`.
        """
        if self.trees != 1 or not self.heads:
            raise refused(
                "migrations-missing",
                "no single row of migrations was found",
                "a new table needs a revision after the present one",
                "call with `migration: false`, or set Alembic up as scaffold does",
            )
        if len(self.heads) > 1:
            raise refused(
                "migrations-forked",
                "the migrations have several heads: " + ", ".join(self.heads),
                "a new revision comes after one",
                "join them with `alembic merge heads`, then call again",
            )
        return _next(self.heads[0]), self.heads[0]

    def read(self, path: str) -> str | None:
        """The text of a file; None where there is none."""
        file = self.root / path
        return file.read_text() if file.is_file() else None


def is_ours(root: Path) -> bool:
    """Whether scaffold made the project, so that domains are written in its own way."""
    return (root / "src/domains").is_dir() and (root / "src/core/idempotency.py").is_file()


def survey(facts: Facts, domain: str) -> Surroundings:
    """What the project of `facts` has, but for what an earlier call made of `domain`.

    Raises:
        Refused: `project-not-ours`.
    """
    root = facts.root
    for path in NEEDED:
        if not (root / path).is_file():
            raise _not_ours(path)
    own = known_modules(_text(root / f"src/domains/{domain}/dependencies.py"))
    others = [m for m in facts.models if m.table and not _is_of(m, domain, own)]
    return Surroundings(
        root=root,
        entities=tuple(_existing(model, root) for model in others),
        tables=frozenset(m.table for m in others if m.table),
        roles=_roles((root / "src/core/security.py").read_text()),
        trees=len(facts.migrations),
        heads=tuple(head for tree in facts.migrations for head in tree.heads),
        created=frozenset(
            table
            for tree in facts.migrations
            for revision in tree.revisions
            for table in revision.creates
        ),
    )


def known_modules(dependencies: str) -> tuple[str, ...]:
    """The entities of a domain that was made by a call, told from its `dependencies.py`."""
    made = re.findall(r"^(\w+)FiltersDep = ", dependencies, re.MULTILINE)
    return tuple(snake(name) for name in made)


def _is_of(model: Model, domain: str, modules: tuple[str, ...]) -> bool:
    """Whether `model` is one that a call made of `domain`."""
    inside = model.dotted.startswith(f"src.domains.{domain}.models.")
    return inside and snake(model.name) in modules


def _existing(model: Model, root: Path) -> Existing:
    parts = model.dotted.split(".")
    columns = {column.name for column in model.columns}
    domain = parts[2] if parts[:2] == ["src", "domains"] else ""
    router = _text(root / f"src/domains/{domain}/routers/{snake(model.name)}.py")
    asked = re.search(r"require_role\(Role\.(\w+)\)", router)
    return Existing(
        name=model.name,
        domain=domain,
        module=".".join(parts[:-1]),
        path=model.where.path,
        table=model.table or "",
        names=frozenset(columns | {relationship.name for relationship in model.relationships}),
        role=asked[1] if asked else None,
    )


def _text(file: Path) -> str:
    return file.read_text() if file.is_file() else ""


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
