"""How the project names and builds schemas.

Lives here: schema_idiom.
Does not:   the fields in them (fields.py).
"""

import ast
import re

from fe_skill.domains.foreign.idiom import Habit, SchemaIdiom
from fe_skill.domains.foreign.kin import Kin
from fe_skill.domains.foreign.piece import Piece, piece, piece_of
from fe_skill.domains.foreign.words import Twin
from fe_skill.project.model import Schema
from fe_skill.project.program import Program
from fe_skill.syntax.module import SourceModule

_ROLES = {
    "create": ("Create", "In", "New", "CreateRequest", "InCreate", "Input"),
    "update": ("Update", "Patch", "UpdateRequest", "InUpdate", "Edit"),
    "out": ("Public", "Read", "Out", "Response", "InDB"),
}


def schema_idiom(
    program: Program, kin: Kin, twin: Twin, *, layered: bool
) -> tuple[SchemaIdiom, Habit]:
    """The neighbour's schemas by role; what it lacks is named as most of the project does."""
    found = {role: _found(program, kin, twin, role) for role in _ROLES}
    names = {role: schema.name for role, schema in found.items() if schema is not None}
    taken = {kin.model.name}
    separate = layered and all(s.where.path != kin.model.where.path for s in found.values() if s)
    if names.get("out") in taken and not separate:
        del names["out"]
        found["out"] = None
    # One class may serve several roles there; a new entity has a class for each.
    for role in ("update", "out"):
        if names.get(role) is not None and names[role] in {
            name for other, name in names.items() if other != role
        }:
            del names[role]
            found[role] = None
    suffixes = {role: _usual(program, role) for role in _ROLES}
    for role, suffix in suffixes.items():
        names.setdefault(role, f"{kin.stem}{suffix}")
    shown = found["create"] or found["out"] or found["update"]
    home = shown.where.path if shown is not None else _somewhere(program, kin)
    paths = {role: (s.where.path if s is not None else home) for role, s in found.items()}
    base = _base(program, kin, set(paths.values()))
    idiom = SchemaIdiom(
        create=names["create"],
        update=names["update"],
        out=names["out"],
        base=base.name if base else None,
        many=_many(program, kin, twin, names["out"]),
        parent=_parent(program, twin, base or shown),
        config=_config(program, twin, found["out"], version := _version(program)),
        paths=paths,
        with_model=home == kin.model.where.path,
        version=version,
        documented=_documented(program, shown),
    )
    suffix = "/".join(names[role].replace(kin.stem, "*") for role in _ROLES)
    every = [s for s in program.facts.schemas if _ends(s.name)]
    follow = sum(
        any(s.name.endswith(names[r].replace(kin.stem, "")) for r in _ROLES) for s in every
    )
    return idiom, Habit(f"schemas are named {suffix}", follow, len(every), "schemas with a role")


def _ends(name: str) -> bool:
    return any(name.endswith(suffix) for suffixes in _ROLES.values() for suffix in suffixes)


def _found(program: Program, kin: Kin, twin: Twin, role: str) -> Schema | None:
    by_name: dict[str, Schema] = {s.name: s for s in program.facts.schemas}
    for name in [*_said(kin, role), *(f"{kin.stem}{suffix}" for suffix in _ROLES[role])]:
        schema = by_name.get(name)
        if schema is not None and twin.mentions(name):
            return schema
    return None


def _said(kin: Kin, role: str) -> list[str]:
    """The schemas that the neighbour's routes name for a role, the plainest first."""
    if role != "out":
        operation = kin.operations.get(role)
        return [] if operation is None else [r.rpartition(".")[2] for r in operation.route.request]
    answers = [
        kin.operations[name].route.response_model
        for name in ("create", "update", "read", "list")
        if name in kin.operations
    ]
    words = [re.findall(r"\w+", answer or "") for answer in answers]
    return [word for found in words for word in found if word[:1].isupper()]


def _usual(program: Program, role: str) -> str:
    """The suffix that most schemas of a role have."""
    names = [schema.name for schema in program.facts.schemas]
    counts = {suffix: sum(n.endswith(suffix) for n in names) for suffix in _ROLES[role]}
    return max(counts, key=lambda suffix: counts[suffix])


def _somewhere(program: Program, kin: Kin) -> str:
    paths = [s.where.path for s in program.facts.schemas]
    near = [path for path in paths if path != kin.routes.path]
    return max(set(near), key=near.count) if near else kin.routes.path


def _base(program: Program, kin: Kin, paths: set[str]) -> Schema | None:
    for schema in program.facts.schemas:
        if schema.name == f"{kin.stem}Base" and paths == {schema.where.path}:
            return schema
    return None


def _many(program: Program, kin: Kin, twin: Twin, out: str) -> tuple[str, str, str | None] | None:
    """The envelope of lists: its name, and its fields for rows and for their number."""
    operation = kin.operations.get("list")
    name = "" if operation is None else operation.route.response_model or ""
    for schema in program.facts.schemas:
        if schema.name != name or not twin.mentions(name):
            continue
        rows = [f.name for f in schema.fields if re.search(rf"\b[Ll]ist\[\W*{out}\b", f.type or "")]
        numbers = [f.name for f in schema.fields if f.type == "int"]
        if len(rows) == 1 and len(schema.fields) == 1 + len(numbers[:1]):
            return name, rows[0], numbers[0] if numbers else None
    return None


def _class(program: Program, schema: Schema | None) -> tuple[ast.ClassDef, SourceModule] | None:
    module = None if schema is None else program.module(schema.where.path)
    if schema is None or module is None:
        return None
    nodes = [node for node in module.nodes(ast.ClassDef) if node.name == schema.name]
    return (nodes[0], module) if nodes else None


def _parent(program: Program, twin: Twin, schema: Schema | None) -> Piece:
    """What schemas inherit from that is no schema of the neighbour."""
    seen = _class(program, schema)
    while seen is not None:
        node, module = seen
        plain = [base for base in node.bases if not twin.mentions(module.segment(base))]
        if plain:
            return piece_of(module, plain[0])
        name = (module.dotted(node.bases[0]) or "").rpartition(".")[2] if node.bases else ""
        above = next((s for s in program.facts.schemas if s.name == name), None)
        if above is None or above is schema:
            break
        schema, seen = above, _class(program, above)
    return piece("BaseModel", "pydantic.BaseModel")


def _config(program: Program, twin: Twin, schema: Schema | None, version: int) -> tuple[str, ...]:
    """What makes an answer readable from a row; nothing where it inherits that."""
    seen = _class(program, schema)
    if seen is not None and schema is not None and schema.from_attributes:
        node, module = seen
        said = module.segment(node)
        # What it has from a base of the neighbour's own, new schemas have not.
        above = _parent(program, twin, schema).text
        shared = any(s.name == above and s.from_attributes for s in program.facts.schemas)
        if shared and "from_attributes" not in said and "orm_mode" not in said:
            return ()
    if version == 1:
        return ("class Config:", "    orm_mode = True")
    if seen is not None and re.search(r"class Config:\s+from_attributes", seen[1].segment(seen[0])):
        return ("class Config:", "    from_attributes = True")
    return ("model_config = ConfigDict(from_attributes=True)",)


def _version(program: Program) -> int:
    declared = dict(program.facts.around.distributions).get("pydantic", "")
    if re.match(r"[=~^]*\s*1\.", declared):
        return 1
    if re.search(r"[23]", declared.partition(".")[0]):
        return 2
    schemas = program.facts.schemas
    old = sum("orm_mode" in s.legacy or "orm_mode" in s.config for s in schemas)
    return 1 if old * 2 > sum(s.from_attributes for s in schemas) > 0 else 2


def _documented(program: Program, schema: Schema | None) -> bool:
    seen = _class(program, schema)
    return seen is not None and ast.get_docstring(seen[0]) is not None
