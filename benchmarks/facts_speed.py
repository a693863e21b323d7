"""How fast the model is, as ratios to a bare `ast.parse` of all files in one process.

    python benchmarks/facts_speed.py PROJECT [ROUNDS]
    python benchmarks/facts_speed.py --growth

Every figure is the best of some rounds, each in a fresh process, taken in turn so that a busy
machine disturbs them alike. "cold" works out routes, dependencies, models, schemas, settings,
migrations, sessions, domains and conventions without any cache; "warm" reads them from the disk;
"edit" is a running server after one file changed, in seconds of its own CPU, for others use the
machine too, with the same process's `ast.parse` of all files beside it: "at once" after a restart
and "first" once the server's thread has prepared it, once each; the median of seven edits where
"comment" and "lines" move lines and "route" (as "first") adds one. --growth makes projects of 100,
1,000 and 10,000 files and times each.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PARSE = """
import ast, sys, time, pathlib
start = time.perf_counter()
for path in pathlib.Path(sys.argv[1]).rglob("*.py"):
    try:
        ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        pass
print(time.perf_counter() - start)
"""
READ = """
import sys, time, pathlib
from fe_skill.project.reader import read_project
root, cached = pathlib.Path(sys.argv[1]), sys.argv[2] == "warm"
start = time.perf_counter()
facts = read_project(root, cached=cached)
facts.routes, facts.models, facts.domains, facts.conventions
print(time.perf_counter() - start)
"""
EDIT = """
import ast, json, sys, time, pathlib
from fe_skill.project.files import list_files
from fe_skill.project.reader import Keeper
root, keeper = pathlib.Path(sys.argv[1]), Keeper()
def seen():
    facts = keeper.facts(root)
    return facts.routes, facts.models
routes, _ = seen()
path = root / routes[len(routes) // 2].where.path
old, found = path.read_bytes(), {}
ROUTE = b"\\n@router.get('/edited%d')\\ndef edited(): ...\\n"
edits = {
    "at once": lambda at: old + b"\\n" * (at + 1),
    "first": lambda at: old + ROUTE % at,
    "comment": lambda at: old + b"\\n# %d\\n" % at,
    "lines": lambda at: b"\\n" * (at + 2) + old,
    "route": lambda at: old + ROUTE % at,
}
try:
    for name, edited in edits.items():
        times = []
        for at in range(1 if name in ("at once", "first") else 7):
            if name == "first":
                path.write_bytes(old); keeper = Keeper(); seen(); keeper.get_ready().join()
            path.write_bytes(edited(at))
            start = time.process_time(); list_files(root); stat = time.process_time() - start
            start = time.process_time(); seen(); times.append(time.process_time() - start - stat)
        found[name] = sorted(times)[len(times) // 2]
finally:
    path.write_bytes(old)
start = time.process_time()
for file in root.rglob("*.py"):
    try: ast.parse(file.read_bytes())
    except (SyntaxError, ValueError): pass
found["parse"] = time.process_time() - start
print(json.dumps(found))
"""
MEMORY = """
import resource, sys, pathlib
from fe_skill.project.reader import Keeper
root = pathlib.Path(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
facts = Keeper().facts(root); facts.routes, facts.models, facts.conventions
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
source = sum(path.stat().st_size for path in root.rglob("*.py"))
print((after - before) * 1024 / source)
"""


def run(program: str, *arguments: str, cache: str) -> str:
    """What a fresh process prints."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], env={**os.environ, "XDG_CACHE_HOME": cache},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def measure(project: str, rounds: int) -> None:
    """Print the ratios of one project."""
    parse: list[float] = []
    cold: list[float] = []
    warm: list[float] = []
    with tempfile.TemporaryDirectory() as cache:
        run(READ, project, "warm", cache=cache)
        for _ in range(rounds):
            parse.append(float(run(PARSE, project, cache=cache)))
            cold.append(float(run(READ, project, "cold", cache=cache)))
            warm.append(float(run(READ, project, "warm", cache=cache)))
        edit = json.loads(run(EDIT, project, cache=cache))
        memory = float(run(MEMORY, project, cache=f"{cache}/other"))
    base = min(parse)
    print(f"ast.parse {base:.2f} s; cold {min(cold):.2f} s = {min(cold) / base:.2f}; "
          f"warm {min(warm):.3f} s = {min(warm) / base:.3f}; edit, beyond stat: "
          + ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in edit.items())
          + f"; memory {memory:.1f} x source")  # fmt: skip


def grow() -> None:
    """Print the time of made projects of three sizes."""
    for files in (100, 1_000, 10_000):
        with tempfile.TemporaryDirectory() as folder:
            _make(Path(folder), files)
            base = float(run(PARSE, folder, cache=folder))
            cold = float(run(READ, folder, "cold", cache=folder))
            print(f"{files} files: ast.parse {base:.2f} s, cold {cold:.2f} s = {cold / base:.2f}")


def _make(folder: Path, files: int) -> None:
    main = ["from fastapi import FastAPI", "app = FastAPI()"]
    for at in range(files // 4):
        part = folder / f"part{at}"
        part.mkdir()
        (part / "__init__.py").write_text("")
        (part / "models.py").write_text(
            "from sqlalchemy.orm import Mapped, mapped_column\nfrom base import Base\n\n\n"
            f"class Thing{at}(Base):\n    __tablename__ = 'things{at}'\n"
            "    id: Mapped[int] = mapped_column(primary_key=True)\n"
        )
        (part / "schemas.py").write_text(
            f"from pydantic import BaseModel\n\n\nclass Thing{at}Out(BaseModel):\n    id: int\n"
        )
        (part / "router.py").write_text(
            f"from fastapi import APIRouter\nfrom part{at}.schemas import Thing{at}Out\n"
            f"router = APIRouter(prefix='/part{at}')\n\n\n"
            f"@router.get('/', response_model=list[Thing{at}Out])\nasync def things(): ...\n"
        )
        main += [f"from part{at}.router import router as r{at}", f"app.include_router(r{at})"]
    (folder / "base.py").write_text(
        "from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase): ...\n"
    )
    (folder / "main.py").write_text("\n".join(main))


if __name__ == "__main__":
    if sys.argv[1] == "--growth":
        grow()
    else:
        measure(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3)  # noqa: PLR2004
