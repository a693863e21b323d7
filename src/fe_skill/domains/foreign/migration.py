"""A revision in the style of those that the project has.

Lives here: Revision, revision_of.
Does not:   what the columns are (fields.py, made.py).
"""

import ast
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fe_skill.domains.foreign.idiom import Idiom
from fe_skill.domains.foreign.made import Made
from fe_skill.domains.foreign.refusals import unfit
from fe_skill.project.model import Migrations
from fe_skill.project.model import Revision as Known
from fe_skill.project.program import Program

_PLAIN = '''"""{message}

Revision ID: {id}
Revises: {after}
Create Date: 2026-01-01 12:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = "{id}"
down_revision = {quoted}
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
'''
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)")
_KINDS = ("pk", "fk", "uq", "ix")


@dataclass(frozen=True)
class Written:
    """A revision's file. `first` tells that there is none yet that it could look like."""

    path: str
    text: str
    single: bool
    first: bool


def revision_of(
    program: Program, idiom: Idiom, made: Sequence[Made], domain: str
) -> Written | None:
    """The revision that makes the tables; None where the project has no Alembic.

    Raises:
        Refused: `migrations-several`, `migrations-forked`.
    """
    trees = program.facts.migrations
    if not trees:
        return None
    if len(trees) > 1:
        raise unfit(
            "migrations-several",
            "the project has several Alembic trees: " + ", ".join(t.folder for t in trees),
            "a new revision belongs to one of them",
            "call with `migration: false`, and write the revision in the right tree",
        )
    tree = trees[0]
    tables = {one.table for one in made}
    ours = next((r for r in tree.revisions if set(r.creates) == tables), None)
    heads = [r for r in tree.heads if ours is None or r != ours.id]
    if ours is None and len(heads) > 1:
        raise unfit(
            "migrations-forked",
            "the migrations have several heads: " + ", ".join(heads),
            "a new revision comes after one",
            "join them with `alembic merge heads`, then call again",
        )
    after = _before(ours) if ours else heads[0] if heads else None
    return _written(program, idiom, made, domain, tree=tree, after=after)


def _before(revision: Known) -> str | None:
    return revision.down[0] if revision.down else None


def _written(
    program: Program,
    idiom: Idiom,
    made: Sequence[Made],
    domain: str,
    *,
    tree: Migrations,
    after: str | None,
) -> Written:
    head = next((r for r in tree.revisions if r.id == after), None)
    new = _next_id(after, domain)
    message = f"create {domain.replace('_', ' ')}"
    if head is None:
        quoted = f'"{after}"' if after else "None"
        text = _PLAIN.format(message=message, id=new, after=after or "", quoted=quoted)
        path = f"{tree.folder}/versions/{new}_create_{domain}.py"
    else:
        source = program.facts.source(head.where.path).decode("utf-8", "replace")
        cased = message[:1].upper() + message[1:] if head.message[:1].isupper() else message
        text = _header(source, head, new, cased)
        path = _path(head, new, domain)
    names = _naming(program)
    up = [line for one in made for line in _create(one, idiom, names)]
    down = [line for one in reversed(made) for line in _drop(one, names)]
    single = text.count("'") > text.count('"')
    body = text.partition("def upgrade")[0].rstrip("\n")
    first = re.search(r"^def upgrade\([^\n]*:$", text, re.MULTILINE)
    last = re.search(r"^def downgrade\([^\n]*:$", text, re.MULTILINE)
    needed = _imports(body, "\n".join(up))
    up_def = first[0] if first else "def upgrade():"
    down_def = last[0] if last else "def downgrade():"
    doc = '    """{}"""\n' if re.search(r'^def upgrade[^\n]*\n    """', text, re.MULTILINE) else ""
    return Written(
        path,
        f"{needed}\n\n\n{up_def}\n{doc.format('Make the tables.')}"
        + "".join(f"    {line}\n" for line in up)
        + f"\n\n{down_def}\n{doc.format('Drop the tables.')}"
        + "".join(f"    {line}\n" for line in down),
        single,
        head is None,
    )


def _next_id(after: str | None, domain: str) -> str:
    """An id like the last one, the same at every call."""
    if after is not None and re.fullmatch(r"\d{14}", after):
        try:
            moment = datetime.strptime(after, "%Y%m%d%H%M%S")  # noqa: DTZ007 -- a name, not a moment
            return (moment + timedelta(seconds=1)).strftime("%Y%m%d%H%M%S")
        except ValueError:
            pass
    if after is not None and after.isdigit() and len(after) < 6:  # noqa: PLR2004 -- 0001, 0002
        return str(int(after) + 1).zfill(len(after))
    return hashlib.sha256(f"{after} {domain}".encode()).hexdigest()[:12]


def _header(source: str, head: Known, new: str, message: str) -> str:
    """The last revision's file about the new one: only what tells them apart is changed."""
    source = source.replace(head.message, message, 1) if head.message else source
    source = re.sub(r"(?m)^(Revision ID:\s*).*$", rf"\g<1>{new}", source, count=1)
    source = re.sub(r"(?m)^(Revises:).*$", rf"\g<1> {head.id}", source, count=1)
    source = _DATE.sub(_later, source, count=1)
    source = re.sub(
        r"(?m)^(revision\s*(?::[^=\n]+)?=\s*)(['\"]).*?\2",
        rf"\g<1>\g<2>{new}\g<2>",
        source,
        count=1,
    )
    quote = "'" if re.search(r"(?m)^revision\b.*'", source) else '"'
    return re.sub(
        r"(?m)^(down_revision\s*(?::[^=\n]+)?=\s*)[^\n]*$",
        rf"\g<1>{quote}{head.id}{quote}",
        source,
        count=1,
    )


def _later(found: re.Match[str]) -> str:
    try:
        moment = datetime(*map(int, found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001 -- text
    except ValueError:
        return found[0]
    return (moment + timedelta(minutes=1)).strftime("%Y-%m-%d %H:%M:%S")


def _path(head: Known, new: str, domain: str) -> str:
    """The name of the file: as the last one's, with the new id and message."""
    folder, _, name = head.where.path.rpartition("/")
    stem = name.removesuffix(".py")
    slug = f"create_{domain}"
    renamed = stem.replace(head.id, new)
    words = re.sub(r"\W+", "_", head.message).strip("_").lower()
    spoken = next((words[:n] for n in range(len(words), 5, -1) if words[:n] in renamed.lower()), "")
    if spoken:
        start = renamed.lower().index(spoken)
        rest = _rest(renamed[start + len(spoken) :])
        return f"{folder}/{renamed[:start]}{slug}{rest}.py"
    if renamed == stem:
        return f"{folder}/{new}_{slug}.py"
    tail = renamed.partition(new)[2]
    if tail:
        return f"{folder}/{renamed.partition(new)[0]}{new}_{slug}.py"
    return f"{folder}/{renamed}.py"


def _rest(rest: str) -> str:
    """What follows the message in a file's name, if it is an id."""
    found = re.search(r"_[0-9a-f]{8,}$", rest)
    return found[0] if found else ""


def _imports(body: str, code: str) -> str:
    """The header with the imports that the new code needs and it lacks."""
    needed = []
    if "import sqlalchemy as sa" not in body:
        needed.append("import sqlalchemy as sa")
    if not re.search(r"from alembic import .*\bop\b", body):
        needed.append("from alembic import op")
    if "postgresql." in code and "postgresql" not in body:
        needed.append("from sqlalchemy.dialects import postgresql")
    if not needed:
        return body
    at = re.search(r"(?m)^(?:from|import) [^\n]+$", body)
    text = "\n".join(needed)
    if at is None:
        return f"{body}\n{text}"
    return f"{body[: at.start()]}{text}\n{body[at.start() :]}"


def _naming(program: Program) -> dict[str, str]:
    """The naming convention of the project's metadata, as far as it is written out."""
    for module in program.mentioning(b"naming_convention", b"NAMING_CONVENTION"):
        for node in module.nodes(ast.Dict):
            found = {
                key.value: value.value
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant)
                and isinstance(value, ast.Constant)
                and isinstance(value.value, str)
            }
            if {"pk", "fk"} <= found.keys():
                return {str(k): v for k, v in found.items()}
    return {}


def _named(names: dict[str, str], kind: str, table: str, column: str, to: str = "") -> str:
    pattern = names.get(kind)
    if pattern is None:
        return ""
    values = {
        "table_name": table,
        "column_0_name": column,
        "column_0_N_name": column,
        "column_0_label": f"{table}_{column}",
        "column_0_N_label": f"{table}_{column}",
        "referred_table_name": to,
        "referred_column_0_name": "id",
    }
    try:
        return f', name=op.f("{pattern % values}")'
    except (KeyError, ValueError, TypeError):
        return ""


def _index(names: dict[str, str], table: str, column: str) -> str:
    name = _named({"ix": "ix_%(column_0_label)s", **names}, "ix", table, column)
    return name.removeprefix(", name=") or f'"ix_{table}_{column}"'


@dataclass
class _Table:
    """The lines of one table, as they come together."""

    name: str
    names: dict[str, str]
    columns: list[str] = field(default_factory=list)
    constraints: list[str] = field(default_factory=list)
    indexes: list[tuple[str, bool]] = field(default_factory=list)

    def column(self, name: str, kind: str, *, nullable: bool, filled: str | None = None) -> None:
        """A column."""
        given = f", server_default={filled}" if filled else ""
        self.columns.append(f'sa.Column("{name}", {kind}{given}, nullable={nullable})')

    def told_apart(self, name: str, *, index: bool, unique: bool) -> None:
        """What makes a column unique, or quick to look for."""
        if index:
            self.indexes.append((name, unique))
        elif unique:
            named = _named(self.names, "uq", self.name, name)
            self.constraints.append(f'sa.UniqueConstraint("{name}"{named})')

    def foreign(self, name: str, to: str, rule: str | None = None) -> None:
        """A foreign key to `to`, a table's column."""
        ending = f', ondelete="{rule}"' if rule else ""
        named = _named(self.names, "fk", self.name, name, to.partition(".")[0])
        self.constraints.append(f'sa.ForeignKeyConstraint(["{name}"], ["{to}"]{named}{ending})')

    def lines(self) -> list[str]:
        """The statements that make it."""
        inner = "".join(f"        {part},\n" for part in [*self.columns, *self.constraints])
        made = f'op.create_table(\n        "{self.name}",\n{inner}    )'
        return [made, *(self._indexed(name, unique=unique) for name, unique in self.indexes)]

    def _indexed(self, name: str, *, unique: bool) -> str:
        index = _index(self.names, self.name, name)
        return f'op.create_index({index}, "{self.name}", ["{name}"], unique={unique})'


def _create(made: Made, idiom: Idiom, names: dict[str, str]) -> list[str]:
    table, model = _Table(made.table, names), idiom.model
    key = made.twin(model.key.name)
    table.column(key, model.key.migration, nullable=False, filled=model.key.filled)
    table.constraints.append(
        f'sa.PrimaryKeyConstraint("{key}"{_named(names, "pk", made.table, key)})'
    )
    for each in made.fields:
        asked = each.field
        table.column(asked.name, each.migration, nullable=asked.nullable)
        table.told_apart(asked.name, index=asked.index, unique=asked.unique)
    for link in [*made.links, *([made.owner] if made.owner else [])]:
        table.column(link.name, link.migration, nullable=not link.required)
        table.foreign(link.name, f"{link.table}.{link.key}", link.on_delete)
        table.told_apart(link.name, index=not link.unique, unique=link.unique)
    for extra in model.extras:
        table.column(extra.name, extra.migration, nullable=extra.nullable, filled=extra.filled)
    for had in model.inherited:
        table.column(had.name, had.migration, nullable=had.nullable, filled=had.filled)
        table.told_apart(had.name, index=had.index, unique=had.unique)
        if had.foreign is not None:
            table.foreign(had.name, had.foreign)
    table.told_apart(key, index="index=True" in model.key.statement.text, unique=False)
    return table.lines()


def _drop(made: Made, names: dict[str, str]) -> list[str]:
    del names
    return [f'op.drop_table("{made.table}")']
