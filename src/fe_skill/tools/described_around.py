"""What surrounds an application, as items of `describe-project`.

Lives here: around.
Does not:   the facts (project/around.py, project/link_setup.py), paging (described.py).
"""

from collections.abc import Iterator

from fe_skill.project.model import Fixture, Where
from fe_skill.project.reader import Facts
from fe_skill.tools.describe_project import AroundView


def around(facts: Facts) -> Iterator[AroundView]:
    """Interpreter, packages, start-up, middlewares, sessions, set-up calls and tests, in order."""
    known = facts.around
    if known.python:
        yield _item("python", known.python)
    yield from (_item("package root", root) for root in known.package_roots)
    yield from (_item("tooling", name, more=value) for name, value in facts.tooling)
    yield from (_item("lifespan", a.lifespan, a.where) for a in facts.applications if a.lifespan)
    for one in facts.applications:
        yield from (_item("middleware", name, one.where, one.name) for name in one.middleware)
        yield from (_item("handler", name, one.where, one.name) for name in one.handlers)
    for session in facts.sessions:
        options = ", ".join(f"{name}={value}" for name, value in session.options)
        yield _item(session.kind, session.name, session.where, options or None)
    yield from (_item("set-up", each.what, each.where) for each in facts.setup)
    yield from (_item("telemetry", name) for name in known.telemetry)
    yield from (_fixture(each) for each in facts.fixtures)
    yield from (_item("test client", "made here", where) for where in known.test_clients)
    yield from (_item("override", "set here", where) for where in known.overrides)
    for name, version in known.distributions:
        yield _item("distribution", name, more=version or None)


def _fixture(one: Fixture) -> AroundView:
    words = [f"gives {one.gives}"] if one.gives else []
    words += [f"scope {one.scope}"] if one.scope != "function" else []
    words += [f"needs {', '.join(one.needs)}"] if one.needs else []
    words += [f"overrides {', '.join(one.overrides)}"] if one.overrides else []
    return _item("fixture", one.name, one.where, "; ".join(words) or None)


def _item(what: str, name: str, where: Where | None = None, more: str | None = None) -> AroundView:
    return AroundView(
        what=what,
        name=name,
        file=where.path if where else None,
        line=where.line if where else None,
        more=more,
    )
