"""Alembic: the revisions of each tree as a graph, and what they create.

Lives here: link_migrations, LOOKS (what it looks for in the bytes of files).
Does not:   running anything; a revision's file is read like any other.
"""

import re
from pathlib import PurePosixPath

from fe_skill.project.interpreter.run import is_test
from fe_skill.project.lower import Node
from fe_skill.project.model import Migrations, Revision, Where
from fe_skill.project.store import Store

_REVISION = re.compile(rb"^down_revision\s*[:=]", re.MULTILINE)
_ENV = re.compile(rb"\bcontext\.run_migrations\b")
_CREATES = re.compile(rb"^\s+op\.create_table\(\s*[\"'](\w+)", re.MULTILINE)
_DROPS = re.compile(rb"^\s+op\.drop_table\(\s*[\"'](\w+)", re.MULTILINE)

LOOKS = (_REVISION, _ENV)


def link_migrations(store: Store) -> tuple[Migrations, ...]:
    """One value a tree: the folder of its env.py, or of its revisions where there is none."""
    envs = {
        str(PurePosixPath(path).parent): path
        for path in store.matching(_ENV, b"run_migrations")
        if path.rpartition("/")[2] == "env.py"
    }
    trees: dict[str, list[Revision]] = {folder: [] for folder in envs}
    for path in store.matching(_REVISION, b"down_revision"):
        # Going by the folder: a revision is called as its author likes, `…_test.py` too.
        if not is_test(f"{path.rpartition('/')[0]}/x.py"):
            revision = store.of_file(_revision, path)
            if revision is not None:
                trees.setdefault(_tree(path, envs), []).append(revision)
    return tuple(_migrations(folder, envs.get(folder), found) for folder, found in trees.items())


def _tree(path: str, envs: dict[str, str]) -> str:
    parents = [str(parent) for parent in PurePosixPath(path).parents]
    return next((parent for parent in parents if parent in envs), parents[0])


def _migrations(folder: str, env: str | None, found: list[Revision]) -> Migrations:
    downs = {down for revision in found for down in revision.down}
    known = {revision.id for revision in found}
    return Migrations(
        folder=folder,
        env=Where(env, 1) if env else None,
        heads=tuple(revision.id for revision in found if revision.id not in downs),
        revisions=tuple(_in_order(found)),
        missing=tuple(sorted(downs - known)),
    )


def _in_order(found: list[Revision]) -> list[Revision]:
    """Each revision after those that it builds on; what is left of a circle comes last."""
    waiting = {revision.id: revision for revision in found}
    after: dict[str, list[str]] = {}
    open_downs = {r.id: len([d for d in r.down if d in waiting]) for r in found}
    for revision in found:
        for down in revision.down:
            after.setdefault(down, []).append(revision.id)
    ready = sorted(name for name, count in open_downs.items() if not count)
    order: list[Revision] = []
    while ready:
        name = ready.pop(0)
        order.append(waiting.pop(name))
        for following in sorted(after.get(name, ())):
            open_downs[following] -= 1
            if not open_downs[following]:
                ready.append(following)
    return order + list(waiting.values())


def _revision(store: Store, path: str) -> Revision | None:
    names: dict[str, Node] = {}
    line = 1
    for node in store.facts(path).body:
        target = node[2][0] if node[0] == "=" else node[2] if node[0] == ":" else ["?"]
        value = node[3] if node[0] == "=" else node[4] if node[0] == ":" else None
        if target[0] == "n" and value is not None:
            names[target[1]] = value
            line = node[1] if target[1] == "revision" else line
    found = _texts(names.get("revision"))
    if len(found) != 1:
        return None
    up = store.data(path).partition(b"def downgrade")[0]
    return Revision(
        id=found[0],
        down=_texts(names.get("down_revision")) + _texts(names.get("depends_on")),
        where=Where(path, line),
        message=_message(store.data(path)),
        creates=tuple(name.decode() for name in _CREATES.findall(up)),
        drops=tuple(name.decode() for name in _DROPS.findall(up)),
    )


def _texts(value: Node | None) -> tuple[str, ...]:
    if value is None:
        return ()
    items = value[2] if value[0] == "seq" else [value]
    return tuple(item[1] for item in items if item[0] == "c" and isinstance(item[1], str))


def _message(data: bytes) -> str:
    """The first line of the module's docstring, which Alembic fills with the message."""
    found = re.match(rb"\s*[rR]?(?:\"\"\"|''')\s*([^\n\"]*)", data)
    return found[1].decode("utf-8", "replace").strip()[:120] if found else ""
