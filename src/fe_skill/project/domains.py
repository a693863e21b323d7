"""The parts of an application that are laid out by themselves.

Lives here: link_domains.

A folder is a domain where it holds at least two of the four kinds (models, schemas, routers,
services), each as a package ("packages") or as a module ("flat").
"""

from collections.abc import Iterable
from pathlib import PurePosixPath

from fe_skill.project.interpreter.run import is_test
from fe_skill.project.model import Domain, Model, Route
from fe_skill.project.store import Store

_KINDS = {
    "models": "models", "model": "models", "schemas": "schemas", "schema": "schemas",
    "routers": "routers", "router": "routers", "routes": "routers", "api": "routers",
    "views": "routers", "endpoints": "routers", "services": "services", "service": "services",
    "crud": "services", "repository": "services", "repositories": "services",
}  # fmt: skip
_ENOUGH = 2


def link_domains(
    store: Store, models: Iterable[Model], routes: Iterable[Route]
) -> tuple[Domain, ...]:
    """The domains, by path."""
    flat: dict[str, set[str]] = {}
    packages: dict[str, set[str]] = {}
    for path in store.listing.python:
        if is_test(path):
            continue
        file = PurePosixPath(path)
        if file.stem in _KINDS:
            flat.setdefault(str(file.parent), set()).add(_KINDS[file.stem])
        if file.parent.name in _KINDS and len(file.parts) > _ENOUGH:
            packages.setdefault(str(file.parent.parent), set()).add(_KINDS[file.parent.name])
    found = {f: "flat" for f, kinds in flat.items() if len(kinds) >= _ENOUGH}
    found |= {f: "packages" for f, kinds in packages.items() if len(kinds) >= _ENOUGH}
    siblings = [f for f in found if f != "."]
    return tuple(_domain(f, found[f], models, routes) for f in sorted(siblings))


def _domain(path: str, layout: str, models: Iterable[Model], routes: Iterable[Route]) -> Domain:
    inside = f"{path}/"
    return Domain(
        name=path.rpartition("/")[2],
        path=path,
        layout=layout,
        models=tuple(m.name for m in models if m.where.path.startswith(inside)),
        routes=sum(1 for route in routes if route.where.path.startswith(inside)),
    )
