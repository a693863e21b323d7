"""Modules of the project by their dotted names, however it is put on the path.

Lives here: names_of, known, is_own, likely_name, where_defined, defined_in.
Does not:   what a name in a file means (SourceModule.names).
"""

import ast

from fe_skill.faults.case import Case
from fe_skill.faults.looking.names import nearest
from fe_skill.syntax.module import FUNCTIONS, SourceModule


def names_of(path: str) -> list[str]:
    """The names by which a file could be imported, the longest first."""
    parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
    return [".".join(parts[start:]) for start in range(len(parts))]


def known(case: Case) -> dict[str, str]:
    """Each name by which a file of the project could be imported, with its path."""
    found: dict[str, str] = {}
    for path in case.facts.paths if case.facts else ():
        for name in names_of(path):
            found.setdefault(name, path)
    return found


def is_own(case: Case, name: str) -> bool:
    """Whether the first part of a dotted name is a package or a module of the project."""
    top = name.partition(".")[0]
    whole = [path.split("/") for path in (case.facts.paths if case.facts else ())]
    return any(top in parts[:-1] or parts[-1] == f"{top}.py" for parts in whole)


def likely_name(case: Case, name: str) -> str | None:
    """The module that was probably meant by a name that there is not."""
    if case.facts is None:
        return None
    given = {case.facts.module_name(path) for path in case.facts.paths} - {""}
    parts = name.split(".")
    for start in range(1, len(parts)):  # `src.shop.prices`, run in `src`
        if ".".join(parts[start:]) in given:
            return ".".join(parts[start:])
    home = name.rpartition(".")[0]
    beside = [one for one in given if one.rpartition(".")[0] == home and one != name]
    if near := nearest(name, beside):
        return near
    ends = [one for one in given if one.endswith(f".{name}")]
    return ends[0] if len(ends) == 1 else None


def where_defined(case: Case, name: str) -> list[SourceModule]:
    """The files whose top defines a name."""
    if case.program is None:
        return []
    return [one for one in case.program.mentioning(name.encode()) if name in defined_in(one)]


def defined_in(module: SourceModule) -> set[str]:
    """The names that a file's top defines itself."""
    found: set[str] = set()
    for node in module.tree.body:
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {one.id for one in node.targets if isinstance(one, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found
