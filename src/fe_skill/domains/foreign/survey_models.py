"""How the project writes mapped classes: base, key, what every one of them has.

Lives here: model_idiom, chosen_model.
Does not:   the types of columns in migrations (column_types.py).
"""

import ast
import re
from collections import Counter

from fe_skill.domains.foreign.column_types import (
    annotation_map,
    migration_column,
    server_default,
)
from fe_skill.domains.foreign.idiom import Habit, KeyIdiom, ModelIdiom
from fe_skill.domains.foreign.kin import Kin
from fe_skill.domains.foreign.piece import Need, Piece, needs_of, piece, piece_of
from fe_skill.domains.foreign.refusals import ambiguous, unfit, unknown
from fe_skill.domains.foreign.survey_columns import class_at, extras_of, inherited_of, statement_of
from fe_skill.domains.inflection import plural, snake
from fe_skill.project.model import Model
from fe_skill.project.program import Program
from fe_skill.syntax.module import SourceModule

_KINDS = {"int": "int", "Integer": "int", "BigInteger": "int", "UUID": "uuid", "Uuid": "uuid"}
_TEXTS = {"str": "string", "String": "string", "AutoString": "string"}
_UNIQUE = re.compile(r",\s*unique=True(?=\s*[,)])")
_PLAIN = ("datetime.", "decimal.", "uuid.", "builtins.", "typing.")
_CLEAR = 0.6


def chosen_model(program: Program, kin: Kin, given: str | None) -> Model:
    """The model that new ones look like: the neighbour's, or one of the base that was chosen.

    Raises:
        Refused: `base-ambiguous` or `base-unknown`.
    """
    folders = tuple(f"{tree.folder}/" for tree in program.facts.migrations)
    models = [
        m
        for m in program.facts.models
        if not m.abstract and m.table and m.base and not m.where.path.startswith(folders)
    ]
    bases = Counter(m.base or "" for m in models)
    if given is not None:
        wanted = given.replace(":", ".")
        if wanted not in bases:
            raise unknown("base class of models", "base", given, sorted(bases))
        return kin.model if kin.model.base == wanted else _of_base(models, wanted)
    if bases[kin.model.base or ""] < _CLEAR * len(models):
        raise ambiguous("base classes of models", "base", sorted(bases))
    return kin.model


def _of_base(models: list[Model], base: str) -> Model:
    return next(m for m in models if m.base == base)


def model_idiom(program: Program, model: Model) -> tuple[ModelIdiom, tuple[Habit, ...]]:
    """The idiom of `model`, with how many share its parts.

    Raises:
        Refused: `key-unfit`, where no model with one key column shows how keys are written.
    """
    node, module = _class(program, model)
    keyed = next((m for m in _like(program, model) if _kind(m) is not None), None)
    if keyed is None:
        raise unfit(
            "key-unfit",
            f"no model on `{model.base}` has one key column of a known type",
            "keys of new tables are written like those that are there",
            "add the first model by hand",
            model.where.path,
        )
    key, told = key_of(program, keyed), annotation_map(program)
    bases, keywords = _bases(program, model, node, module)
    style = model.style if model.style in {"mapped", "legacy"} else "sqlmodel"
    idiom = ModelIdiom(
        style=style,  # type: ignore[arg-type]  # one of the three, by the line above
        bases=bases,
        keywords=keywords,
        key=key,
        extras=extras_of(node, module, style, told),
        inherited=inherited_of(program, model, _left_out(node, module, bases)),
        table=_table_statement(node),
        table_plural=_plural_tables(program),
        prefix=_prefix(module),
        dataclass=_is_dataclass(program, model, node),
        explicit=any("." not in name or name.startswith(_PLAIN) for name in told),
        relates=any(m.relationships for m in program.facts.models),
        lazy=_lazy(program),
        documented=ast.get_docstring(node) is not None,
    )
    return idiom, _habits(program, model, idiom)


def _like(program: Program, model: Model) -> list[Model]:
    same = [m for m in program.facts.models if m.base == model.base and not m.abstract and m.table]
    return sorted(same, key=lambda m: m is not model)


def _class(program: Program, model: Model) -> tuple[ast.ClassDef, SourceModule]:
    module = program.module(model.where.path)
    if module is not None:
        for node in module.nodes(ast.ClassDef):
            if node.name == model.name:
                return node, module
    raise unfit(
        "model-unreadable",
        f"the class `{model.name}` can't be read",
        "new models are written like it",
        "mend the file, then call again",
        model.where.path,
    )


def _habits(program: Program, model: Model, idiom: ModelIdiom) -> tuple[Habit, ...]:
    models = [m for m in program.facts.models if not m.abstract and m.table]
    kinds = [_kind(m) for m in models]
    base = (model.base or "").rpartition(".")[2]
    return (
        Habit(
            f"models are of `{base}`", sum(m.base == model.base for m in models), len(models),
            "models",
        ),
        Habit(f"keys are {idiom.key.kind}", kinds.count(idiom.key.kind), len(models), "models"),
    )  # fmt: skip


def _kind(model: Model) -> str | None:
    keys = [column for column in model.columns if column.primary_key]
    if len(keys) != 1:
        return None
    for word in re.findall(r"\w+", keys[0].type or ""):
        known = _KINDS.get(word) or _TEXTS.get(word)
        if known is not None:
            return known
    return None


def key_of(program: Program, model: Model) -> KeyIdiom:
    """The key of `model`, written out where its own class declares it."""
    column = next(column for column in model.columns if column.primary_key)
    kind = _kind(model) or "int"
    home = program.module(column.where.path)
    inherited = column.where.path != model.where.path or not (
        model.where.line <= column.where.line <= model.end_line
    )
    statement = None if home is None else statement_of(home, column.name, column.where.line)
    written = Piece()
    migration = {"int": "sa.Integer()", "uuid": "sa.Uuid()", "string": "sa.String()"}[kind]
    python = {"int": Piece("int"), "string": Piece("str")}.get(kind)
    if statement is not None and home is not None:
        written = Piece() if inherited else piece_of(home, statement)
        # A key is unique by itself; databases keep no second rule of it.
        written = Piece(_UNIQUE.sub("", written.text), written.needs)
        migration = migration_column(home, statement, annotation_map(program)) or migration
        python = python or _uuid(home, statement)
        if isinstance(statement, ast.AnnAssign) and "str" in ast.unparse(statement.annotation):
            python = Piece("str")
    filled = None if statement is None or home is None else server_default(home, statement)
    return KeyIdiom(
        column.name,
        kind,  # type: ignore[arg-type]  # _kind's words
        written,
        migration,
        python or piece("UUID", "uuid.UUID"),
        filled,
    )


def _uuid(module: SourceModule, statement: ast.stmt) -> Piece | None:
    """How the file names the type of ids."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Name | ast.Attribute) and module.dotted(node) == "uuid.UUID":
            return piece_of(module, node)
    return None


def _bases(
    program: Program, model: Model, node: ast.ClassDef, module: SourceModule
) -> tuple[tuple[Piece, ...], str]:
    """The bases that every like model has; those of this one alone (`ItemBase`) are left out."""
    others = [m for m in _like(program, model) if m is not model]
    keyed = _home_of_key(program, model)
    found = []
    for base in node.bases:
        dotted = program.resolve(module, base) or ""
        name = dotted.rpartition(".")[2]
        shared = [m for m in others if dotted and program.is_subclass(m.dotted, dotted)]
        is_base = name == (model.base or "").rpartition(".")[2]
        holds_key = bool(keyed) and program.is_subclass(dotted, keyed)
        common = bool(others) and len(shared) * 2 >= len(others)
        alone = not others and not name.startswith(model.name)
        if is_base or holds_key or common or alone:
            found.append(piece_of(module, base))
    if not found and model.base:
        name = model.base.rpartition(".")[2]
        needs = next(
            (n for n in needs_of(module, *module.tree.body) if n.dotted == model.base), None
        )
        found = [Piece(name, frozenset({needs or Need(model.base, name)}))]
    keywords = ", ".join(module.segment(keyword) for keyword in node.keywords)
    return tuple(found), keywords


def _home_of_key(program: Program, model: Model) -> str:
    """The class that gives `model` its key, dotted; nothing where that is its own."""
    column = next((c for c in model.columns if c.primary_key), None)
    home = None if column is None else program.module(column.where.path)
    owner = None if column is None or home is None else class_at(home, column.where.line)
    dotted = f"{home.name}.{owner.name}" if home is not None and owner is not None else ""
    return dotted if dotted != model.dotted else ""


def _lazy(program: Program) -> str | None:
    """How relationships are loaded, where most of them say so."""
    said = Counter(r.lazy for m in program.facts.models for r in m.relationships)
    best = said.most_common(1)
    clear = best and best[0][1] > _CLEAR * said.total() and best[0][0] != "select"
    return best[0][0] if clear else None


def _left_out(node: ast.ClassDef, module: SourceModule, bases: tuple[Piece, ...]) -> frozenset[str]:
    """The names of bases that a new class doesn't have."""
    kept = {base.text for base in bases}
    names = {(module.dotted(each) or "").rpartition(".")[2] for each in node.bases}
    return frozenset(name for name in names if name not in kept)


def _table_statement(node: ast.ClassDef) -> str | None:
    for statement in node.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            if isinstance(target, ast.Name) and target.id == "__tablename__":
                value = statement.value
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    return value.value
    return None


def _plural_tables(program: Program) -> bool:
    models = [m for m in program.facts.models if not m.abstract and m.table]
    many = [m for m in models if m.table and m.table.endswith(plural(snake(m.name)))]
    return len(many) * 2 > len(models)


def _prefix(module: SourceModule) -> str:
    names = {written for written, dotted in module.names.items() if dotted == "sqlalchemy"}
    direct = any(
        dotted.startswith("sqlalchemy.") and dotted.count(".") == 1
        for dotted in module.names.values()
    )
    return "sa." if "sa" in names and not direct else ""


def _is_dataclass(program: Program, model: Model, node: ast.ClassDef) -> bool:
    """Whether the class is a dataclass by its base."""
    if any("dataclass" in ast.unparse(each) for each in node.decorator_list):
        return True
    module_name, _, name = (model.base or "").rpartition(".")
    for module in program.mentioning(b"MappedAsDataclass"):
        if module.name == module_name:
            for each in module.nodes(ast.ClassDef):
                if each.name == name:
                    return "MappedAsDataclass" in ast.unparse(each)
    return False
