"""Routes that the static model finds against those that the imported application lists.

    python benchmarks/routes_against_runtime.py VENVS [NAME ...]
    python benchmarks/routes_against_runtime.py VENVS --probe [NAME ...]

VENVS is a folder with one virtual environment a target, named as in TARGETS (`pip install` the
distribution that stands there). Only this program imports a target: in a child process, with a
time limit, in a scratch home.

A route is a method and a full path. "outside": endpoints that another distribution defines; the
model reads one project, so they don't count for recall. "conditional": found statically under a
condition that can't be decided or doesn't hold by default; such a route counts where it is there,
and isn't held against precision where it isn't, but is counted in a column of its own.

--probe compares `protected` with what the running application answers to requests without
credentials, authentication turned on: 401 and 403 are refusals; 422 and having come to the function
behind the route (which isn't run) are passes; another answer says nothing.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fe_skill.project.reader import Facts, read_project

LISTER = Path(__file__).with_name("list_runtime_routes.py")
OURS = Path(__file__).parent.parent
PROBE = Path(__file__).with_name("probe_runtime_routes.py")
REFUSED, PASSED = frozenset((401, 403)), frozenset((299, 422))
DOCS = frozenset(("/openapi.json", "/docs", "/redoc", "/docs/oauth2-redirect"))


@dataclass(frozen=True)
class Target:
    """A real application: where its source is, what to import, and which of its apps that is."""

    name: str
    install: str
    source: str
    runtime: str
    app: str
    env: tuple[tuple[str, str], ...] = ()
    # What turns authentication on, where the default lets everybody in.
    closed: tuple[tuple[str, str], ...] = ()


# What an application takes for a secret that somebody thought of.
_LONG = "q7Zr2Lw9Xc4Vb8Nm1Kj5Hg3Fd6Sa0PoIuYtReWqTyUiOpAsDfGh"

TARGETS = (
    Target(
        "prefect", "prefect", "prefect", "prefect.server.api.server:create_app()",
        "prefect.server.api.server:create_app()",
        closed=(("PREFECT_SERVER_API_AUTH_STRING", "admin:benchmark"),),
    ),
    Target(
        "dstack", "dstack[server]", "dstack", "dstack._internal.server.main:app",
        "dstack._internal.server.main:app",
    ),
    Target(
        "litellm", "litellm[proxy]", "litellm", "litellm.proxy.proxy_server:app",
        "litellm.proxy.proxy_server:app", closed=(("LITELLM_MASTER_KEY", "sk-benchmark"),),
    ),
    Target(
        "langflow", "langflow-base", "langflow", "langflow.main:create_app()",
        "langflow.main:create_app()", closed=(("LANGFLOW_AUTO_LOGIN", "false"),),
    ),
    Target(
        "zenml", "zenml[server]", "zenml", "zenml.zen_server.zen_server_api:app",
        "zenml.zen_server.zen_server_api:app",
    ),
    Target(
        "mlflow", "mlflow", "mlflow", "mlflow.server.fastapi_app:app",
        "mlflow.server.fastapi_app:app",
    ),
    Target(
        "openwebui", "open-webui", "open_webui", "open_webui.main:app", "open_webui.main:app",
        (("WEBUI_SECRET_KEY", "benchmark"), ("FRONTEND_BUILD_DIR", "{source}"),
         ("DATA_DIR", "{home}"), ("STATIC_DIR", "{home}")),
    ),
    Target(
        "chainlit", "chainlit", "chainlit", "chainlit.server:app", "chainlit.server:app",
    ),
    Target(
        "chromadb", "chromadb", "chromadb", "chromadb.app:app", "chromadb.app:app",
    ),
    Target(
        "airflow", "apache-airflow-core", "airflow", "airflow.api_fastapi.app:create_app()",
        "airflow.api_fastapi.main:app",
    ),
    Target(
        "contextforge", "mcp-contextforge-gateway", "mcpgateway", "mcpgateway.main:app",
        "mcpgateway.main:app",
        (("DATABASE_URL", "sqlite:///{home}/a.db"), ("JWT_SECRET_KEY", _LONG),
         ("AUTH_ENCRYPTION_SECRET", _LONG), ("BASIC_AUTH_PASSWORD", _LONG),
         ("PLATFORM_ADMIN_PASSWORD", _LONG), ("DEFAULT_USER_PASSWORD", _LONG)),
    ),
    Target(
        "autogenstudio", "autogenstudio", "autogenstudio", "autogenstudio.web.app:app",
        "autogenstudio.web.app:app", (("AUTOGENSTUDIO_APPDIR", "{home}"),),
    ),
    Target(
        "skyvern", "skyvern[server]", "skyvern", "skyvern.forge.api_app:create_api_app()",
        "skyvern.forge.api_app:create_api_app()",
    ),
    Target("tipg", "tipg", "tipg", "tipg.main:app", "tipg.main:app"),
    Target("aim", "aim", "aim", "aim.web.run:app", "aim.web.run:app"),
    Target(
        "argilla", "argilla-server", "argilla_server", "argilla_server:app",
        "argilla_server._app:create_server_app()",
        (("ARGILLA_HOME_PATH", "{home}"),),
    ),
    Target("quetz", "quetz-server", "quetz", "quetz.main:app", "quetz.main:app"),
    Target("fides", "ethyca-fides", "fides", "fides.api.main:app", "fides.api.main:app"),
)  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """The figures of one target."""

    name: str
    runtime: int
    static: int
    both: int
    outside: int
    conditional: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    security_agree: int
    security_differ: tuple[str, ...]
    dependencies_agree: int
    dependencies_differ: tuple[str, ...]
    unresolved: int
    seconds: float

    @property
    def recall(self) -> float:
        """How much of what the project's own source defines was found."""
        here = self.runtime - self.outside
        return self.both / here if here else 1.0

    @property
    def precision(self) -> float:
        """How much of what was found is there."""
        found = self.both + len(self.extra)
        return self.both / found if found else 1.0


def runtime_routes(  # noqa: PLR0917 -- what one run of a child needs
    program: Path, python: Path, name: str, env: dict[str, str], folder: Path, source: str
) -> list[dict[str, Any]]:
    """What a program that imports the application says of its routes.

    Raises:
        RuntimeError: it could not be imported.
    """
    with tempfile.TemporaryDirectory() as home:
        given = {k: v.format(home=home, source=folder / source) for k, v in env.items()}
        child = {
            "HOME": home,
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{folder}{os.pathsep}{OURS}",
            **given,
        }
        done = subprocess.run(
            [python, program, name], env=child, cwd=home, capture_output=True, text=True,
            timeout=540, check=False,
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-1500:])
    answer: list[dict[str, Any]] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


@dataclass(frozen=True)
class Probed:
    """How far `protected` agrees with the answers to requests without credentials."""

    refused: int
    passed: int
    untold: int
    agree: int
    open_here: tuple[str, ...]
    closed_here: tuple[str, ...]


def probed(target: Target, project: Facts, answers: list[dict[str, Any]]) -> Probed:
    """Compare each answer; what is neither a refusal nor a pass says nothing."""
    static = {(r.method, r.path): r for r in project.routes if r.app == target.app}
    told = {(a["method"], a["path"]): a["status"] for a in answers}
    refused = {k for k, status in told.items() if k in static and status in REFUSED}
    passed = {k for k, status in told.items() if k in static and status in PASSED}
    protected = {k for k in refused | passed if static[k].protected}
    return Probed(
        len(refused), len(passed), len(told) - len(refused) - len(passed),
        len(refused & protected) + len(passed - protected),
        _shown(refused - protected), _shown(passed & protected),
    )  # fmt: skip


def compare(
    target: Target, project: Facts, source: Path, listed: list[dict[str, Any]], seconds: float
) -> Compared:
    """The figures of one target, routes of the documentation itself left out."""
    real = {
        (method, route["path"]): route
        for route in listed
        if route["path"] not in DOCS and "fastapi.applications" not in route["module"]
        for method in route["methods"]
        if not (method == "HEAD" and route["kind"] == "Route")
    }
    static = {(r.method, r.path): r for r in project.routes if r.app == target.app}
    both = real.keys() & static.keys()
    outside = {k for k in real.keys() - both if not _inside(real[k]["file"], source)}
    extra = [k for k in static.keys() - both if not static[k].conditional]
    differ = [k for k in both if real[k]["security"] != static[k].has_scheme]
    names = {k: {d.rpartition(".")[2] for d in static[k].dependencies} for k in both}
    lacking = [k for k in both if not set(real[k]["dependencies"]) <= names[k] | {"<lambda>"}]
    return Compared(
        target.name, len(real), len(static), len(both), len(outside),
        len(static.keys() - both) - len(extra),
        _shown(real.keys() - both - outside), _shown(extra),
        len(both) - len(differ), _shown(differ), len(both) - len(lacking), _shown(lacking),
        len(project.unresolved), seconds,
    )  # fmt: skip


def _inside(file: str, source: Path) -> bool:
    """Whether an endpoint is defined in the project's source; made-up code has no file."""
    return not file.startswith("/") or Path(file).is_relative_to(source)


def _shown(keys: object) -> tuple[str, ...]:
    return tuple(sorted(f"{method} {path}" for method, path in keys))  # type: ignore[attr-defined]


def read(venvs: Path, target: Target) -> tuple[Facts, Path, float]:
    """The static facts of a target, where its packages are, and how long reading took."""
    packages = next((venvs / target.name / "lib").glob("python*/site-packages"))
    start = time.perf_counter()
    project = read_project(packages / target.source)
    routes, models = len(project.routes), len(project.models)
    seconds = time.perf_counter() - start
    del routes, models
    return project, packages, seconds


def measure(venvs: Path, target: Target) -> Compared:
    """One target, both ways."""
    project, packages, seconds = read(venvs, target)
    python = venvs / target.name / "bin" / "python"
    env = dict(target.env)
    listed = runtime_routes(LISTER, python, target.runtime, env, packages, target.source)
    return compare(target, project, packages / target.source, listed, seconds)


def probe(venvs: Path, target: Target) -> Probed:
    """One target: what it refuses."""
    project, packages, _ = read(venvs, target)
    python = venvs / target.name / "bin" / "python"
    env = dict(target.env) | dict(target.closed)
    answers = runtime_routes(PROBE, python, target.runtime, env, packages, target.source)
    return probed(target, project, answers)


def main_probe(venvs: Path, names: list[str]) -> None:
    """Probe the targets that are named, or all."""
    print(
        "| project | refused | let through | neither | `protected` agrees |\n|---|---|---|---|---|"
    )
    for target in TARGETS:
        if names and target.name not in names:
            continue
        try:
            found = probe(venvs, target)
        except (RuntimeError, subprocess.TimeoutExpired, StopIteration) as error:
            print(f"| {target.name} | not importable here: {str(error)[-300:]!r} |")
            continue
        print(f"| {target.name} | {found.refused} | {found.passed} | {found.untold} "
              f"| {found.agree}/{found.refused + found.passed} |", flush=True)  # fmt: skip
        if names:
            print("  refused and not protected here:", *found.open_here[:40], sep="\n    ")
            print("  let through and protected here:", *found.closed_here[:40], sep="\n    ")


def row(c: Compared) -> str:
    """A line of the table."""
    return (
        f"| {c.name} | {c.runtime} | {c.static} | {c.outside} | {c.recall:.3f} | {c.precision:.3f} "
        f"| {c.conditional} | {c.unresolved} | {c.security_agree}/{c.both} "
        f"| {c.dependencies_agree}/{c.both} | {c.seconds:.2f} |"
    )


def main(arguments: list[str]) -> None:
    """Measure the targets that are named, or all."""
    venvs, names = Path(arguments[0]).absolute(), arguments[1:]
    if "--probe" in names:
        main_probe(venvs, [name for name in names if name != "--probe"])
        return
    print("| project | runtime | static | outside | recall | precision | conditional | unresolved "
          "| security agrees | dependencies agree | s |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for target in TARGETS:
        if names and target.name not in names:
            continue
        try:
            compared = measure(venvs, target)
        except (RuntimeError, subprocess.TimeoutExpired, StopIteration) as error:
            print(f"| {target.name} | not importable here: {str(error)[-300:]!r} |")
            continue
        print(row(compared))
        if names:
            for what in ("missing", "extra", "security_differ", "dependencies_differ"):
                lines = getattr(compared, what)
                print(f"  {what}: {Counter(lines).total()}", *lines[:25], sep="\n    ")


if __name__ == "__main__":
    main(sys.argv[1:])
