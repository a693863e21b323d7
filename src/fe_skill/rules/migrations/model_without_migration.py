"""A table or a column that no revision creates.

Why: the code runs against a database that was made from the revisions: the first query that names
it fails.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from fe_skill.project.model import Migrations, Model
from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity
from fe_skill.rules.vocabulary import is_test

_BY_OTHER_MEANS: Final = re.compile(rb"create_all|rename_table|execute\(\s*open|\.sql[\"']")

_RENAMED: Final = re.compile(rb"[cC]olumn\(\s*[\"']")


def check(program: Program) -> Iterator[Finding]:
    """Tables and columns whose names stand in no revision, where revisions make the tables."""
    facts = program.facts
    trees = [tree for tree in facts.migrations if tree.revisions]
    models = [m for m in facts.models if m.table and not m.abstract and not is_test(m.where.path)]
    if len(trees) != 1 or not models:
        return
    text = b"\n".join(facts.source(revision.where.path) for revision in trees[0].revisions)
    created = _created(trees[0])
    known = [model for model in models if model.table in created]
    # Where most tables come from elsewhere, these revisions don't tell what there is.
    if _BY_OTHER_MEANS.search(text) or len(known) * 2 < len(models):
        return
    lower = Severity.INFO if _made_at_start(program) else None
    for model in models:
        table = model.table or ""
        if model not in known and not _quoted(table, text) and not _in_sql(table, "", text):
            message = f"no revision creates the table `{model.table}`"
            yield RULE.finding_at(model.where, message, severity=lower)
    for model in known:
        for found in _columns(program, model, text):
            yield replace(found, severity=lower)


def _made_at_start(program: Program) -> bool:
    """Whether the application makes missing tables itself."""
    return any(
        not is_test(path) and b".create_all(" in program.facts.source(path)
        for path in program.facts.paths
    )


def _created(tree: Migrations) -> frozenset[str]:
    return frozenset(table for revision in tree.revisions for table in revision.creates)


def _columns(program: Program, model: Model, text: bytes) -> Iterator[Finding]:
    lines = program.facts.source(model.where.path).splitlines()
    for column in model.columns:
        own = column.where.path == model.where.path
        if own and _RENAMED.search(b" ".join(lines[column.where.line - 1 : column.where.line + 5])):
            continue
        found = _quoted(column.name, text) or _in_sql(model.table or "", column.name, text)
        if own and model.style != "legacy" and not found:
            message = f"no revision creates the column `{model.table}.{column.name}`"
            # It may have a name of its own in the database.
            yield RULE.finding_at(column.where, message, confidence=0.8)


def _quoted(name: str, text: bytes) -> bool:
    return any(quote + name.encode() + quote in text for quote in (b'"', b"'", b"."))


def _in_sql(table: str, column: str, text: bytes) -> bool:
    """Whether SQL in some revision makes a table or view, or gives a table a column."""
    name, field = re.escape(table.encode()), re.escape(column.encode())
    made = rb"(?i)\b(?:table|view)\s+(?:if\s+(?:not\s+)?exists\s+)?[\w\".]*\b" + name + rb"\b"
    return (
        re.search(made + (rb"[^;]{0,4000}?\b" + field + rb"\b" if column else b""), text)
        is not None
    )


_REVISION: Final = '''
                """orders

                Revision ID: 1
                """
                import sqlalchemy as sa
                from alembic import op

                revision = "1"
                down_revision = None

                def upgrade() -> None:
                    op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True))

                def downgrade() -> None:
                    op.drop_table("orders")
                '''
_MODELS: Final = """
                from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

                class Base(DeclarativeBase): ...

                class Order(Base):
                    __tablename__ = "orders"
                    id: Mapped[int] = mapped_column(primary_key=True)
                """

RULE = Rule(
    code="FE701",
    name="model-without-migration",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="write the revision: `alembic revision --autogenerate`",
    check=InProject(check),
    examples=(
        Bad(
            {
                "alembic.ini": "[alembic]\nscript_location = migrations\n",
                "migrations/env.py": "target_metadata = object()\n",
                "migrations/versions/1_orders.py": _REVISION,
                "app/models.py": _MODELS
                + """    note: Mapped[str]  # <- FE701

                class Line(Base):  # <- FE701
                    __tablename__ = "lines"
                    id: Mapped[int] = mapped_column(primary_key=True)
                """,
            }
        ),
        Good(
            {
                "alembic.ini": "[alembic]\nscript_location = migrations\n",
                "migrations/env.py": "target_metadata = object()\n",
                "migrations/versions/1_orders.py": _REVISION,
                "app/models.py": _MODELS,
            }
        ),
    ),
)
