"""A newest revision that can't be taken back, or that fails on a table with rows.

Why: a release that goes wrong is taken back with its revision; and a column without a default that
may not be null can't be added where rows are.
"""

import ast
from collections.abc import Iterator

from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity
from fe_skill.rules.vocabulary import keyword, literal
from fe_skill.syntax.module import Function, SourceModule


def check(program: Program) -> Iterator[Finding]:
    """Heads with an empty downgrade, or a NOT NULL column that is added without a default."""
    for tree in program.facts.migrations:
        for revision in tree.revisions:
            module = program.module(revision.where.path)
            if revision.id not in tree.heads or module is None:
                continue
            up, down = _named(module, "upgrade"), _named(module, "downgrade")
            if up is None or _is_empty(up):
                continue
            if down is not None and _is_empty(down):
                yield RULE.finding(module, down, "`downgrade` takes nothing back")
            yield from _refused(module, up)


def _named(module: SourceModule, name: str) -> Function | None:
    return next((f for f in module.functions if f.name == name), None)


def _is_empty(function: Function) -> bool:
    return all(
        isinstance(s, ast.Pass) or (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))
        for s in function.body
    )


def _refused(module: SourceModule, up: Function) -> Iterator[Finding]:
    fresh = {
        literal(module, call.args[0])
        for call in module.inside(up, ast.Call)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "create_table" and call.args
    }
    for call in module.inside(up, ast.Call):
        adds = isinstance(call.func, ast.Attribute) and call.func.attr == "add_column"
        column = call.args[-1] if adds and call.args else None
        if not isinstance(column, ast.Call) or literal(module, call.args[0]) in fresh:
            continue
        required = literal(module, keyword(column, "nullable")) is False
        if required and keyword(column, "server_default") is None:
            message = "a NOT NULL column without a server default fails where rows are"
            yield RULE.finding(module, call, message)


_AROUND = {
    "alembic.ini": "[alembic]\nscript_location = migrations\n",
    "migrations/env.py": "target_metadata = object()\n",
}

RULE = Rule(
    code="FE704",
    name="unsafe-revision",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="write the downgrade; add the column with a `server_default`, or as nullable first",
    check=InProject(check),
    examples=(
        Bad(
            {
                **_AROUND,
                "migrations/versions/a.py": """
                import sqlalchemy as sa
                from alembic import op

                revision = "a"
                down_revision = None

                def upgrade() -> None:
                    op.add_column("orders", sa.Column("n", sa.Text(), nullable=False))  # <- FE704

                def downgrade() -> None:  # <- FE704
                    pass
                """,
            }
        ),
        Good(
            {
                **_AROUND,
                "migrations/versions/a.py": """
                import sqlalchemy as sa
                from alembic import op

                revision = "a"
                down_revision = None

                def upgrade() -> None:
                    op.create_table("lines", sa.Column("id", sa.Integer()))
                    op.add_column("lines", sa.Column("n", sa.Integer(), nullable=False))
                    op.add_column("orders", sa.Column("n", sa.Integer(), nullable=True))

                def downgrade() -> None:
                    op.drop_column("orders", "n")
                    op.drop_table("lines")
                """,
            }
        ),
    ),
)
