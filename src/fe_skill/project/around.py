"""What surrounds the application: interpreter, distributions, telemetry, tests.

Lives here: link_around, link_tooling, PLACES and NAMES (what is looked for in the bytes of files).
"""

import re
import tomllib

from fe_skill.project.interpreter.run import is_test
from fe_skill.project.model import Around, Where
from fe_skill.project.store import Store

_CLIENT = re.compile(rb"\b(?:TestClient|AsyncClient)\(")
_OVERRIDE = re.compile(rb"\.dependency_overrides\b")
_NAME = re.compile(r"^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*([^;#]*)")
_TELEMETRY = tuple(
    re.compile(name)
    for name in (
        b"opentelemetry", b"prometheus_client", b"prometheus_fastapi_instrumentator",
        b"structlog", b"logfire", b"sentry_sdk", b"loguru",
    )
)  # fmt: skip
PLACES, NAMES = (_CLIENT, _OVERRIDE), _TELEMETRY


def link_around(store: Store) -> Around:
    """Read from the notes of the project and by a look at its files' bytes."""
    config = _pyproject(store)
    seen = [
        w.pattern for w in _TELEMETRY if any(not is_test(p) for p in store.matching(w, w.pattern))
    ]
    return Around(
        python=_python(store, config),
        distributions=tuple(sorted(_distributions(store, config).items())),
        package_roots=_roots(store),
        test_clients=tuple(_lines(store, _CLIENT, b"Client(")),
        overrides=tuple(_lines(store, _OVERRIDE, b"dependency_overrides")),
        telemetry=tuple(name.decode() for name in seen),
    )


def link_tooling(store: Store) -> tuple[tuple[str, str], ...]:
    """The formatter, its line length, and the test runner's async mode, as configured."""
    config = _pyproject(store)
    found: list[tuple[str, str]] = []
    for name in ("ruff", "black"):
        settings = table(config, "tool", name)
        if settings or any(
            p.rpartition("/")[2].endswith(f"{name}.toml") for p in store.listing.notes
        ):
            found.append(("formatter", name))
            length = settings.get("line-length")
            found += [("line length", str(length))] if isinstance(length, int) else []
            break
    pytest = table(config, "tool", "pytest", "ini_options")
    if isinstance(pytest.get("asyncio_mode"), str):
        found.append(("tests", f"pytest-asyncio, {pytest['asyncio_mode']}"))
    return tuple(found)


def _pyproject(store: Store) -> dict[str, object]:
    paths = [p for p in store.listing.notes if p.rpartition("/")[2] == "pyproject.toml"]
    paths.sort(key=lambda p: p.count("/"))
    return _read(store, paths[0]) if paths else {}


def _read(store: Store, path: str) -> dict[str, object]:
    try:
        return tomllib.loads(store.data(path).decode("utf-8", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def table(value: object, *names: str) -> dict[str, object]:
    """A table inside a table, or an empty one."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _python(store: Store, config: dict[str, object]) -> str | None:
    declared = table(config, "project").get("requires-python")
    declared = declared or table(config, "tool", "poetry", "dependencies").get("python")
    if isinstance(declared, str):
        return declared
    return store.data(".python-version").decode("ascii", "replace").strip()[:20] or None


def _distributions(store: Store, config: dict[str, object]) -> dict[str, str]:
    lines: list[str] = []
    declared = table(config, "project").get("dependencies")
    lines += [d for d in declared if isinstance(d, str)] if isinstance(declared, list) else []
    lines += _poetry(config)
    for path in store.listing.notes:
        name = path.rpartition("/")[2]
        if name.startswith("requirements") and name.endswith(".txt"):
            lines += store.data(path).decode("utf-8", "replace").splitlines()
    return _named(lines)


def declared_near(store: Store, path: str) -> dict[str, str]:
    """What the nearest pyproject.toml above a file declares; nothing where there is none."""
    folder = path
    while folder:
        folder = folder.rpartition("/")[0]
        file = f"{folder}/pyproject.toml" if folder else "pyproject.toml"
        if file in store.listing.notes:
            config = _read(store, file)
            given = table(config, "project").get("dependencies")
            plain = [d for d in given if isinstance(d, str)] if isinstance(given, list) else []
            return _named([*plain, *_poetry(config)])
    return {}


def _poetry(config: dict[str, object]) -> list[str]:
    """The dependencies of poetry, each a version or a table with one."""
    found: list[str] = []
    for name, given in table(config, "tool", "poetry", "dependencies").items():
        version = given.get("version") if isinstance(given, dict) else given
        if isinstance(version, str) and name != "python":
            found.append(f"{name} {version}")
    return found


def _named(lines: list[str]) -> dict[str, str]:
    found = (_NAME.match(line) for line in lines if not line.lstrip().startswith(("-", "#")))
    return {m[1].lower().replace("_", "-"): m[2].strip() for m in found if m}


def _roots(store: Store) -> tuple[str, ...]:
    """The top packages: folders with an `__init__.py` and none above."""
    packages = {p.removesuffix("/__init__.py") for p in store.listing.python if "/__init__.py" in p}
    tops = [p for p in packages if p.rpartition("/")[0] not in packages]
    return tuple(sorted(top for top in tops if not is_test(f"{top}/x.py")))


def _lines(store: Store, pattern: re.Pattern[bytes], *words: bytes) -> list[Where]:
    found: list[Where] = []
    for path in store.matching(pattern, *words):
        if is_test(path):
            data = store.data(path)
            found += [
                Where(path, data.count(b"\n", 0, m.start()) + 1) for m in pattern.finditer(data)
            ]
    return found
