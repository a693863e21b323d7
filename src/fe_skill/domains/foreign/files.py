"""The new files of a domain, but for its tests and its migration.

Lives here: new_files.
Does not:   the sections in them (write_*.py), or edits (register.py).
"""

from collections.abc import Iterable, Sequence

from fe_skill.domains.foreign.made import Made, dotted_of, place
from fe_skill.domains.foreign.piece import Piece
from fe_skill.domains.foreign.text import file_text
from fe_skill.domains.foreign.work import Routing, Work
from fe_skill.domains.foreign.write_layers import layer_section
from fe_skill.domains.foreign.write_models import model_section
from fe_skill.domains.foreign.write_relationships import relationships
from fe_skill.domains.foreign.write_routes import routes_sections
from fe_skill.domains.foreign.write_schemas import schema_sections
from fe_skill.project.program import Program


def new_files(work: Work) -> dict[str, str]:
    """The text of each new file by its path, not yet formatted."""
    found: dict[str, str] = {}
    program, idiom = work.program, work.idiom
    for one in work.made:
        sections = _sections(work.routing(one), work.made)
        together: dict[str, list[Piece]] = {}
        olds = {place(old, one.twin): old for old in reversed(sections)}
        for old, pieces in sections.items():
            together.setdefault(place(old, one.twin), []).extend(pieces)
        for new, pieces in together.items():
            own = dotted_of(program, olds[new], new)
            package = own.rpartition(".")[0] if idiom.relative else None
            outer = [_without(p, own) for p in pieces]
            found[new] = file_text(_docstring(program, olds[new], one), outer, package)
        found |= _packages(program, sections, one, found)
    return found


def _without(text: Piece, own: str) -> Piece:
    """A section whose needs aren't those that its own file defines."""
    needs, typed = (
        frozenset(n for n in each if n.dotted.rpartition(".")[0] != own)
        for each in (text.needs, text.typed)
    )
    return Piece(text.text, needs, typed)


def _sections(routing: Routing, every: Sequence[Made]) -> dict[str, list[Piece]]:
    """What goes into the like of each of the neighbour's files."""
    program, kin, idiom, made = routing.program, routing.kin, routing.idiom, routing.made
    found: dict[str, list[Piece]] = {}
    schemas = schema_sections(made, idiom)
    paths = idiom.schema.paths
    found.setdefault(paths["create"], []).extend(schemas["base"])
    model = model_section(made, idiom, relationships(made, every, idiom))
    if idiom.schema.with_model:
        for role in ("create", "update"):
            found.setdefault(paths[role], []).extend(schemas[role])
        found.setdefault(kin.model.where.path, []).append(model)
        found.setdefault(paths["out"], []).extend(schemas["out"])
    else:
        found.setdefault(kin.model.where.path, []).append(model)
        for role in ("create", "update", "out"):
            found.setdefault(paths[role], []).extend(schemas[role])
    for at, layer in enumerate(idiom.layers):
        below = idiom.layers[at + 1] if at + 1 < len(idiom.layers) else None
        section = layer_section(layer, below, made, idiom)
        pieces = found.setdefault(layer.path, [])
        pieces.append(section)
        if layer.source is not None and layer.source_below:
            pieces.append(_instance(made, layer.source, program.facts.module_name(layer.path)))
    found.setdefault(kin.routes.path, []).extend(routes_sections(routing))
    return found


def _instance(made: Made, source: Piece, own: str) -> Piece:
    """What makes the layer's object; our class takes nothing where the neighbour's took a model."""
    text = made.twinned(source, own)
    if "\n" not in text.text and " = " in text.text:
        target, _, call = text.text.partition(" = ")
        return Piece(f"{target} = {call.partition('(')[0]}()", text.needs)
    return text


def _docstring(program: Program, path: str, made: Made) -> str | None:
    """A first line like that of the neighbour's file."""
    module = program.module(path)
    if module is None or not module.text.lstrip().startswith(('"""', "'''")):
        return None
    return f"{made.entity.many_words.capitalize()}."


def _packages(
    program: Program, sections: Iterable[str], made: Made, found: dict[str, str]
) -> dict[str, str]:
    """The `__init__.py` of new packages, as the neighbour's packages have them."""
    packages: dict[str, str] = {}
    for old in sections:
        new = place(old, made.twin)
        old_folder, new_folder = old.rpartition("/")[0], new.rpartition("/")[0]
        init = f"{old_folder}/__init__.py"
        if old_folder == new_folder or init not in program.facts.paths:
            continue
        target = f"{new_folder}/__init__.py"
        if target not in found:
            text = program.facts.source(init).decode("utf-8", "replace")
            packages[target] = made.twin(text) if made.twin.mentions(text) else text
    return packages
