"""The parts of an application that are laid out by themselves.

Lives here: link_domains.

A folder is a domain where it holds at least two of the four kinds (models, schemas, routers,
services), each as a package ("packages") or as a module ("flat").
"""

from collections.abc import Iterable, Iterator

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
        folder, _, name = path.rpartition("/")
        above, _, last = folder.rpartition("/")
        stem = name.removesuffix(".py")
        if (stem in _KINDS or last in _KINDS) and not is_test(path):
            if stem in _KINDS:
                flat.setdefault(folder, set()).add(_KINDS[stem])
            if last in _KINDS and above:
                packages.setdefault(above, set()).add(_KINDS[last])
    found = {f: "flat" for f, kinds in flat.items() if len(kinds) >= _ENOUGH}
    found |= {f: "packages" for f, kinds in packages.items() if len(kinds) >= _ENOUGH}
    found.pop("", None)
    names: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    for model in models:
        for folder in _parents(model.where.path):
            names.setdefault(folder, []).append(model.name)
    for route in routes:
        for folder in _parents(route.where.path):
            counts[folder] = counts.get(folder, 0) + 1
    return tuple(
        Domain(
            name=path.rpartition("/")[2],
            path=path,
            layout=found[path],
            models=tuple(names.get(path, ())),
            routes=counts.get(path, 0),
        )
        for path in sorted(found)
    )


def _parents(path: str) -> Iterator[str]:
    while path:
        path = path.rpartition("/")[0]
        yield path
