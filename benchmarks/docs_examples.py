"""The routes of FastAPI's own documentation examples: static model against imported application.

    python benchmarks/docs_examples.py DOCS_SRC PYTHON

DOCS_SRC is the folder `docs_src` of FastAPI's repository, PYTHON an interpreter with
`fastapi[all]` and the libraries that the examples use. Each example file that makes an
application is imported in a child process; one that can't be imported there is counted as such.
"""

import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fe_skill.project.reader import Facts, read_project

LISTER = Path(__file__).with_name("list_runtime_routes.py")
DOCS = frozenset(("/openapi.json", "/docs", "/redoc", "/docs/oauth2-redirect"))


def runtime(python: str, folder: Path, name: str) -> set[tuple[str, str, bool]] | None:
    """Method, path and whether a security scheme is below, or None: not importable."""
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [python, LISTER, name], cwd=home, capture_output=True, text=True, timeout=60,
            env={"HOME": home, "PYTHONPATH": str(folder.parent)}, check=False,
        )  # fmt: skip
    if done.returncode:
        return None
    listed = json.loads(done.stdout.strip().splitlines()[-1])
    return {
        (method, route["path"], route["security"])
        for route in listed
        if "fastapi.applications" not in route["module"]
        for method in route["methods"]
        if not (method == "HEAD" and route["kind"] == "Route")
    }


def static(project: Facts, app: str) -> set[tuple[str, str, bool]]:
    """The same from the model."""
    return {(r.method, r.path, r.has_scheme) for r in project.routes if r.app == app}


def main(folder: Path, python: str) -> None:
    """Compare all examples and print what differs."""
    project = read_project(folder)
    apps = sorted({a.name for a in project.applications if not a.name.endswith("()")})
    named = [app if app.startswith("docs_src.") else f"docs_src.{app}" for app in apps]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda name: runtime(python, folder, name), named))
    right = total = extra = failed = 0
    for app, answer in zip(apps, answers, strict=True):
        if answer is None:
            failed += 1
            continue
        found = static(project, app)
        total, right, extra = (
            total + len(answer),
            right + len(answer & found),
            extra + len(found - answer),
        )
        if found != answer:
            print(app, "missing", sorted(answer - found), "extra", sorted(found - answer))
    print(f"{len(apps)} applications, {failed} not importable; routes at run time {total}, "
          f"right {right} ({right / total:.4f}), extra {extra}, "
          f"unresolved {len(project.unresolved)}")  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), sys.argv[2])
