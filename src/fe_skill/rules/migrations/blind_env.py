"""An `env.py` that doesn't know the models.

Why: `alembic revision --autogenerate` compares the database with nothing, and writes a revision
that drops every table.
"""

import ast
from collections.abc import Iterator

from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity
from fe_skill.syntax.module import SourceModule


def check(program: Program) -> Iterator[Finding]:
    """A `target_metadata` that is None, in a project with models."""
    if not any(model.table for model in program.facts.models):
        return
    for tree in program.facts.migrations:
        module = program.module(tree.env.path) if tree.env is not None else None
        given = _target(module) if module is not None else None
        if module is not None and given is not None and _is_none(given.value):
            message = "`target_metadata` is None: autogenerate sees no model"
            yield RULE.finding(module, given, message)


def _target(module: SourceModule) -> ast.Assign | None:
    """An assignment of `target_metadata`; of several one that gives it something."""
    found = [
        node
        for node in module.nodes(ast.Assign)
        if any(isinstance(t, ast.Name) and t.id == "target_metadata" for t in node.targets)
    ]
    return min(found, key=lambda node: _is_none(node.value), default=None)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


_MODELS = """
                from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

                class Base(DeclarativeBase): ...

                class Order(Base):
                    __tablename__ = "orders"
                    id: Mapped[int] = mapped_column(primary_key=True)
                """

RULE = Rule(
    code="FE703",
    name="blind-env",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="import the models in env.py, and set `target_metadata = Base.metadata`",
    check=InProject(check),
    examples=(
        Bad(
            {
                "alembic.ini": "[alembic]\nscript_location = migrations\n",
                "migrations/env.py": """
                from alembic import context

                target_metadata = None  # <- FE703
                context.run_migrations()
                """,
                "migrations/versions/a.py": 'revision = "a"\ndown_revision = None\n',
                "app/models.py": _MODELS,
            }
        ),
        Good(
            {
                "alembic.ini": "[alembic]\nscript_location = migrations\n",
                "migrations/env.py": """
                from alembic import context

                from app.models import Base

                target_metadata = Base.metadata
                context.run_migrations()
                """,
                "migrations/versions/a.py": 'revision = "a"\ndown_revision = None\n',
                "app/models.py": _MODELS,
            }
        ),
        Good(
            {
                "migrations/env.py": """
                from alembic import context

                try:
                    from app.models import Base

                    target_metadata = Base.metadata
                except ImportError:
                    target_metadata = None
                context.run_migrations()
                """,
                "app/models.py": """
                from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

                class Base(DeclarativeBase): ...

                class Order(Base):
                    __tablename__ = "orders"
                    id: Mapped[int] = mapped_column(primary_key=True)
                """,
                "migrations/versions/a.py": """
                revision = "a"
                down_revision = None
                """,
                "alembic.ini": """
                [alembic]
                script_location = migrations
                """,
            }
        ),
    ),
)
