"""Routes with their full paths: the entries of every application, flattened in matching order.

Lives here: Flat, Reached, applications, flatten.
Does not:   how entries came about (interpreter/), what a route needs (link_dependencies.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from fe_skill.project.interpreter.fastapi import unwrapped
from fe_skill.project.interpreter.libraries import generator
from fe_skill.project.interpreter.machine import Machine, options_of
from fe_skill.project.interpreter.run import Outcome, is_test
from fe_skill.project.interpreter.tasks import ALL
from fe_skill.project.interpreter.values import (
    Condition,
    Const,
    Entry,
    External,
    Instance,
    Made,
    Method,
    Place,
    Router,
    Unknown,
    Value,
)

_DEEPEST = 40
_MOST = 60_000


@dataclass(frozen=True, slots=True)
class Step:
    """One include, mount or router on the way to a route."""

    of: Router | Entry
    options: dict[str, Value]
    place: Place


@dataclass(frozen=True, slots=True)
class Flat:
    """A registered function with the path and the steps that lead to it."""

    path: str
    entry: Entry
    steps: tuple[Step, ...]
    when: tuple[Condition, ...]
    router: Router
    assumed: bool
    middleware: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Routes that exist but can't be told."""

    place: Place
    prefix: str
    reason: str


@dataclass(slots=True)
class Reached:
    """What flattening one application came upon."""

    flats: list[Flat] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    routers: set[int] = field(default_factory=set)
    mounts: list[tuple[str, Place]] = field(default_factory=list)


def applications(outcome: Outcome) -> list[Router]:
    """The applications that no other one mounts, each place of making once: the fullest."""
    routers = outcome.routers
    apps = [router for router in routers if router.kind == "app"]
    # Socket.IO and the like are wrapped around an application and mounted in that same one.
    inner = {
        id(entry.target)
        for router in routers
        for entry in router.entries
        if entry.kind == "mount" and entry.target is not router
    }
    own = {id(app) for app in apps}
    included = (e for router in routers for e in router.entries if e.kind == "include")
    inner |= {id(entry.target) for entry in included if id(entry.target) in own}
    fullest: dict[Place, Router] = {}
    for app in apps:
        if id(app) in inner or is_test(app.place.path):
            continue
        best = fullest.get(app.place)
        if best is None or _weight(app) >= _weight(best):
            fullest[app.place] = app
    places = {router.place for router in routers if id(router) in inner}
    return [app for app in fullest.values() if app.place not in places]


def _weight(app: Router) -> int:
    reached = flatten(app)
    return len(reached.flats) + len(app.entries)


def flatten(app: Router) -> Reached:
    """Everything that the application can answer, in the order in which it is matched."""
    reached = Reached()
    _walk(app, _Way("", (), (), (id(app),), assumed=False), reached)
    return reached


@dataclass(frozen=True, slots=True)
class _Way:
    prefix: str
    steps: tuple[Step, ...]
    when: tuple[Condition, ...]
    seen: tuple[int, ...]
    assumed: bool
    middleware: tuple[Entry, ...] = ()


def _walk(router: Router, way: _Way, reached: Reached) -> None:
    reached.routers.add(id(router))
    here = Step(router, router.options, router.place)
    around = tuple(entry for entry in router.entries if entry.kind == "middleware")
    way = replace(way, steps=(*way.steps, here), middleware=(*way.middleware, *around))
    for entry in _entries(router):
        # What a test adds to the application isn't its own; a router of that file is, where the
        # application includes it: `test_cases.py` may be about cases of tests.
        added = is_test(entry.place.path) and entry.place.path != router.place.path
        if added or len(reached.flats) > _MOST:
            continue
        if entry.kind in {"route", "websocket"}:
            _route(router, entry, way, reached)
        elif entry.kind == "include":
            for own in _prefixes(router):
                _include(entry, own, way, reached)
        elif entry.kind == "mount":
            _mount(entry, way, reached)
        elif entry.kind == "opaque":
            reached.gaps.append(Gap(entry.place, way.prefix, entry.reason))


def _entries(router: Router) -> list[Entry]:
    """What is registered; a router that is included in both branches of a test only once."""
    found: list[Entry] = []
    included: dict[int, int] = {}
    for entry in router.entries:
        at = included.get(id(entry.target)) if entry.kind == "include" else None
        if at is not None and _either_way(found[at], entry):
            found[at] = replace(found[at], when=entry.when[:-1])
            continue
        if entry.kind == "include":
            included[id(entry.target)] = len(found)
        found.append(entry)
    return found


def _either_way(one: Entry, other: Entry) -> bool:
    """Whether two includes of one router stand in the two branches of a test."""
    if not (one.when and other.when):
        return False
    paths = [each.path.value if isinstance(each.path, Const) else None for each in (one, other)]
    tests = one.when[:-1] == other.when[:-1] and paths[0] == paths[1] is not None
    return tests and other.when[-1].text == f"not ({one.when[-1].text})"


def _route(router: Router, entry: Entry, way: _Way, reached: Reached) -> None:
    own = _prefixes(router) if entry.prefixed else [Const("")]
    for prefix in own:
        path, reason = _joined((prefix, entry.path))
        if path is None:
            reached.gaps.append(Gap(entry.place, way.prefix, f"the path is {reason}"))
            continue
        when = (*way.when, *entry.when)
        assumed = way.assumed or any(
            isinstance(v, Const) and v.assumed for v in (prefix, entry.path)
        )
        full = way.prefix + path
        flat = Flat(full, entry, way.steps, when, router, assumed, way.middleware)
        reached.flats.append(flat)


def _prefixes(router: Router) -> list[Value]:
    prefix = router.options.get("prefix")
    if prefix is None or router.kind == "app":
        return [Const("")]
    return list(options_of(prefix))


def _joined(parts: tuple[Value | None, ...]) -> tuple[str | None, str]:
    """The texts put together, or None and the reason."""
    text = ""
    for part in parts:
        if isinstance(part, Const) and isinstance(part.value, str | None):
            text += part.value or ""
        else:
            reason = part.reason if isinstance(part, Unknown) else "not a literal"
            return None, reason
    return text, ""


def _include(entry: Entry, own: Value, way: _Way, reached: Reached) -> None:
    target = entry.target
    if not isinstance(target, Router):
        reached.gaps.append(Gap(entry.place, _known(way, entry), _why(target)))
        return
    if id(target) in way.seen or len(way.seen) > _DEEPEST:
        return
    text, reason = _joined((own, entry.path))
    if text is None:
        reached.gaps.append(Gap(entry.place, way.prefix, f"the prefix is {reason}"))
        return
    step = Step(entry, entry.options, entry.place)
    assumed = way.assumed or any(isinstance(v, Const) and v.assumed for v in (own, entry.path))
    when = (*way.when, *entry.when)
    seen = (*way.seen, id(target))
    inner = _Way(way.prefix + text, (*way.steps, step), when, seen, assumed, way.middleware)
    _walk(target, inner, reached)


def _mount(entry: Entry, way: _Way, reached: Reached) -> None:
    target = unwrapped(entry.target)
    text, reason = _joined((entry.path,))
    if text is None:
        reached.gaps.append(Gap(entry.place, way.prefix, f"the mount's path is {reason}"))
        return
    prefix = (way.prefix + text).rstrip("/")
    reached.mounts.append((prefix, entry.place))
    if isinstance(target, Router):
        if id(target) in way.seen or len(way.seen) > _DEEPEST:
            return
        when = (*way.when, *entry.when)
        seen = (*way.seen, id(target))
        inner = _Way(prefix, (), when, seen, way.assumed, way.middleware)
        _walk(target, inner, reached)
    elif isinstance(target, Unknown) or generator(getattr(target, "name", "")):
        reached.gaps.append(Gap(entry.place, prefix, _why(target)))
    elif isinstance(target, Instance):
        library = next((base.name for base in target.cls.bases if isinstance(base, External)), "")
        if library and not library.endswith(".StaticFiles"):
            reached.gaps.append(Gap(entry.place, prefix, f"the application is a `{library}`"))


def _known(way: _Way, entry: Entry) -> str:
    return way.prefix + (_joined((entry.path,))[0] or "")


def _why(target: Value) -> str:
    if isinstance(target, Unknown):
        return f"what is included is not known: {target.reason}"
    name = target.name if isinstance(target, External | Made) else ""
    if isinstance(target, Method) and isinstance(target.self_value, Made):
        name = target.self_value.name
    if name:
        known = generator(name)
        return f"routes made by {known}: `{name}`" if known else f"routes of a library: `{name}`"
    return "what is included is not a router that is made here"


def names_of(outcome: Outcome) -> Iterator[tuple[int, str]]:
    """The variables that hold routers and applications: (id, "module:name")."""
    m = outcome.machine
    for key in outcome.modules:
        for name, router in m.tasks.answer(("routers", key), _held, m, key):
            yield id(router), f"{m.layout.dotted(key)}:{name}"


def _held(m: Machine, key: str) -> tuple[tuple[str, Router], ...]:
    m.tasks.uses((key, ALL))
    names = m.scopes[key].names.items()
    return tuple((name, value) for name, value in names if isinstance(value, Router))
