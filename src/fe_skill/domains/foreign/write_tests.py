"""Tests of an entity's routes, in the project's own idiom.

Lives here: tests_file, conftest_text.
Does not:   how the idiom was found (survey_tests.py).
"""

import ast
import re
from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

from fe_skill.domains.foreign.idiom import AuthIdiom
from fe_skill.domains.foreign.kin import Kin
from fe_skill.domains.foreign.made import Made, dotted_of, place
from fe_skill.domains.foreign.piece import Need, Piece, piece
from fe_skill.domains.foreign.survey_tests import TestIdiom
from fe_skill.domains.foreign.text import file_text, rendered
from fe_skill.domains.foreign.work import Routing
from fe_skill.domains.samples import samples_of
from fe_skill.syntax.tree import expression_of

_COMPARED = frozenset(("string", "text", "slug", "url", "email", "int", "bool", "enum"))
_NO_ROW = {"int": "999999999", "uuid": "00000000-0000-4000-8000-000000000000", "string": "missing"}


def tests_file(
    routing: Routing, tests: TestIdiom, every: Sequence[Made], package: str | None
) -> tuple[str, str]:
    """The path and the text of an entity's tests."""
    made, idiom = routing.made, routing.idiom
    asks = routing.access != "public" and idiom.auth is not None
    by_client = asks and tests.signed is not None
    by_headers = asks and not by_client and tests.headers is not None
    by_override = asks and not by_headers and not by_client
    needs = set(piece("", "typing.Any").needs)
    client = "AsyncClient" if tests.is_async and tests.client else "TestClient"
    needs |= piece(
        "", "httpx.AsyncClient" if client == "AsyncClient" else "fastapi.testclient.TestClient"
    ).needs
    needs |= tests.prefix.needs if tests.prefix else frozenset()
    needs |= frozenset[Need]().union(*(mark.needs for mark in tests.marks))
    app = _app(routing.kin, needs) if by_override and not tests.app_fixture else ""
    needed = _needed(made, every)
    overrides = (
        dict.fromkeys(_override(replace(routing, made=one), needs, made) for one in needed)
        if by_override and idiom.auth is not None
        else {}
    )
    if by_override:
        needs |= piece("", "pytest").needs | piece("", "collections.abc.Iterator").needs
    fixed = {
        "client": (tests.signed if by_client else tests.client) or "client",
        "plain": tests.client or "client",
        "client_type": client,
        "app": tests.app_fixture or app,
        "app_fixture": tests.app_fixture,
        "overrides": list(overrides),
        "signed": '@pytest.mark.usefixtures("signed_in")' if overrides else "",
        "credentials": f", headers={tests.headers}" if by_headers else "",
        "asked": f", {tests.headers}: dict[str, str]" if by_headers else "",
        "given": f", {tests.headers}" if by_headers else "",
        "strangers": asks and not _is_above(idiom.auth),
        "reads_open": routing.access == "public-read",
        "async": "async " if tests.is_async and tests.client else "",
        "await": "await " if tests.is_async and tests.client else "",
        "marks": [f"@{mark.text}" for mark in tests.marks] if tests.client else [],
        "documented": tests.documented,
        "ok": _said("200", routing, needs),
        "malformed": "MALFORMED" if routing.no_magic else "422",
        "constant": "MALFORMED = 422" if routing.no_magic else "",
        "created": _said(_created(routing), routing, needs),
        "method": idiom.route.update,
        "deleted": _said(_deleted(routing), routing, needs),
        "paged": made.many[1] if made.many and not idiom.layers else "",
        "conflict": _said(_status(idiom.error.conflict.text, "409"), routing, needs),
        "missing": _said(_status(idiom.error.missing.text, "404"), routing, needs),
    }
    makers = [
        rendered("maker", {**fixed, **_of(replace(routing, made=one), tests, every)})
        for one in needed
    ]
    numbered = any(f.field.unique for one in needed for f in one.fields)
    if numbered:
        needs |= {Need("itertools", "itertools"), Need("time", "time")}
    answers = {**fixed, **_of(routing, tests, every), "makers": makers, "numbered": numbered}
    text = rendered("tests", answers)
    path = place(tests.path, made.twin)
    if tests.folder is not None:
        path = f"{tests.folder}/{path.rpartition('/')[2]}"
    said = tests.documented or routing.documents
    head = f"{made.entity.many_words.capitalize()} by their routes." if said else None
    return path, file_text(head, [Piece(text, frozenset(needs))], package)


def conftest_text(kin: Kin, tests: TestIdiom, *, documents: bool) -> str:
    """A client for all tests, where the project has none: one loop for one pool of connections."""
    needs = set(
        piece("", "pytest", "collections.abc.Iterator", "fastapi.testclient.TestClient").needs
    )
    base = f', base_url="http://{tests.host}"' if tests.host else ""
    app = _app(kin, needs)
    text = rendered("conftest", {"app": app, "base": base, "apart": tests.folder is not None})
    head = "What tests are given." if documents else None
    return file_text(head, [Piece(text, frozenset(needs))], None)


def _is_above(auth: AuthIdiom | None) -> bool:
    """Whether it is the router that asks: how it refuses is no affair of the new routes."""
    return auth is not None and auth.param is None and auth.decorator is None


def _of(routing: Routing, tests: TestIdiom, every: Sequence[Made]) -> dict[str, object]:
    """What is said of one entity."""
    made = routing.made
    return {
        **_values(made),
        **_paths(routing, tests),
        "one": made.entity.module,
        "many": made.entity.plural,
        "words": made.entity.words,
        "a_words": made.entity.a_words,
        "many_words": made.entity.many_words,
        "key": made.twin(routing.idiom.model.key.name),
        "targets": _targets(made, every),
    }


def _needed(made: Made, every: Sequence[Made]) -> list[Made]:
    """The entity, and before it those whose rows it needs."""
    found: list[Made] = []
    for link in made.links:
        target = next((one for one in every if one.entity.name == link.made), None)
        if target is not None and link.required and target is not made:
            found += [one for one in _needed(target, every) if one not in found]
    return [*found, made]


def _values(made: Made) -> dict[str, object]:
    sent = [f.field for f in made.fields if not f.field.read_only]
    samples = {f.name: s for f in sent if (s := samples_of(f)) is not None}
    plain = [f for f in sent if not f.secret and f.type in _COMPARED]
    changed = next((f for f in plain if not f.unique), plain[0] if plain else None)
    must = [f for f in sent if f.required and f.default is None]
    return {
        "body": [f"{f.name!r}: {samples[f.name].numbered}," for f in sent if f.name in samples],
        "numbered": any(f.unique for f in sent),
        "compared": [f.name for f in plain],
        "changed": changed.name if changed else "",
        "changed_value": repr(samples[changed.name].other) if changed else "",
        "unique": any(f.unique for f in sent) and not any(f.secret for f in sent),
        "sent": repr([*(f.name for f in sent), *(k.name for k in made.links)]),
        "must": bool(must),
    }


def _targets(made: Made, every: Sequence[Made]) -> list[tuple[str, str, str]]:
    """The keys that a body needs, each with the entity whose row has to be there, and its key."""
    modules = {one.entity.name: one.entity.module for one in every}
    return [
        (k.name, modules[k.made], k.key) for k in made.links if k.required and k.made in modules
    ]


def _paths(routing: Routing, tests: TestIdiom) -> dict[str, str]:
    """Expressions for the URLs."""
    made, route = routing.made, routing.idiom.route
    full = made.twin.path(route.full)
    id_name = made.twin(route.id_name)
    prefix = tests.prefix
    lead = ""
    if prefix is not None and full.startswith(tests.stands_for):
        lead, full = f"{{{prefix.text}}}", full[len(tests.stands_for) :]
    quote = "f" if lead else ""
    found = {}
    for name in ("create", "list"):
        found[f"{name}_url"] = f'{quote}"{lead}{full}{made.twin.path(route.paths[name])}"'
    one = made.twin.path(route.paths["read"]).replace(f"{{{id_name}}}", "{id}")
    key = made.twin(routing.idiom.model.key.name)
    row = f"{made.entity.module}['{key}']"
    found["one_url"] = f'f"{lead}{full}{one}"'.replace("{id}", "{" + row + "}")
    nothing = _NO_ROW[routing.idiom.model.key.kind]
    found["none_url"] = f'{quote}"{lead}{full}{one}"'.replace("{id}", nothing)
    return found


def _said(code: str, routing: Routing, needs: set[Need]) -> str:
    """A status as a number, or as a name where the project's linter minds numbers."""
    if not routing.no_magic:
        return code
    needs |= piece("", "fastapi.status").needs
    return f"status.HTTP_{code}_{HTTPStatus(int(code)).name}"


def _status(text: str, usual: str) -> str:
    found = re.search(r"\b(4\d\d)\b|HTTP_(4\d\d)", text)
    return (found[1] or found[2]) if found else usual


def _created(routing: Routing) -> str:
    route = routing.idiom.route
    if "create" not in routing.kin.operations:
        return "201"
    found = re.search(r"20\d", route.created or "")
    return found[0] if found else "200"


def _deleted(routing: Routing) -> str:
    found = re.search(r"20\d", routing.idiom.route.deletion.status or "")
    return found[0] if found else "200"


def _app(kin: Kin, needs: set[Need]) -> str:
    """The application, as tests import it."""
    module, _, name = kin.all[0].route.app.partition(":")
    plain = name.removesuffix("()")
    needs.add(Need(f"{module}.{plain}", plain))
    return name


def _override(routing: Routing, needs: set[Need], own_made: Made) -> str:
    """What stands in `dependency_overrides` for the routes' way to ask for users."""
    auth = routing.idiom.auth
    made = routing.made
    text = _depended(auth) if auth else None
    own = routing.own
    home = dotted_of(
        routing.program, routing.kin.routes.path, place(routing.kin.routes.path, made.twin)
    )
    for each in _auth_needs(auth):
        if text is not None and text.partition(".")[0] == each.written:
            inside = each.dotted.rpartition(".")[0] == own
            if not inside:
                needs.add(each)
                return text
            other = "" if made is own_made else f"{made.entity.module}_"
            needs.add(Need(f"{home}.{each.written}", f"{other}{each.written}"))
            return f"{other}{text}"
    dotted = auth.dependency if auth else ""
    needs.add(Need(dotted, dotted.rpartition(".")[2]))
    return dotted.rpartition(".")[2]


def _auth_needs(auth: AuthIdiom | None) -> frozenset[Need]:
    if auth is None:
        return frozenset()
    found = auth.decorator.needs if auth.decorator else frozenset[Need]()
    if auth.param is not None:
        found |= auth.param.annotation.needs
        found |= auth.param.default.needs if auth.param.default else frozenset()
    return found


def _depended(auth: AuthIdiom) -> str | None:
    """The text inside `Depends(...)`, where the routes write one."""
    texts = [auth.decorator.text] if auth.decorator else []
    if auth.param is not None:
        texts += [
            auth.param.annotation.text,
            *([auth.param.default.text] if auth.param.default else []),
        ]
    for text in texts:
        for node in ast.walk(expression_of(text)):
            if (
                isinstance(node, ast.Call)
                and node.args
                and ast.unparse(node.func).endswith("Depends")
            ):
                return ast.unparse(node.args[0])
    return None
