"""Schemathesis calls every tool over HTTP with what its OpenAPI allows and what it forbids.

    python -m benchmarks.service.fuzz [--examples 60] [--seeds 2]

Every answer must be documented, fit its schema, never be a 5xx, and refuse what the schema does.
Schemathesis is installed in an environment of its own in `.cache/`. `verify="run"` becomes `static`
on the way: it runs a project's own code, for a minute a call. Ends with 1 when one check fails.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.service.processes import free_port, ready, service, started
from fe_skill.call import Call
from fe_skill.tools.scaffold import scaffold

_VERSION = "schemathesis==4.32.5"
_HOME = Path(__file__).parents[2] / ".cache/schemathesis"
_HOOKS = """
import schemathesis

@schemathesis.hook
def before_call(context, case, **_):
    if isinstance(case.body, dict) and case.body.get("verify") == "run":
        case.body["verify"] = "static"
"""


def _program() -> Path:
    """Schemathesis, installed if need be."""
    program = _HOME / "bin/schemathesis"
    if not program.exists():
        uv = [sys.executable, "-m", "uv"]
        subprocess.run([*uv, "venv", "-q", "--clear", "-p", sys.executable, _HOME], check=True)
        python = str(_HOME / "bin/python")
        subprocess.run([*uv, "pip", "install", "-q", "-p", python, _VERSION], check=True)
    return program


def _fuzz(program: Path, port: int, folder: Path, examples: int, seed: int) -> int:
    (folder / "hooks.py").write_text(_HOOKS)
    words = [
        *("run", f"http://127.0.0.1:{port}/openapi.json", "--include-path-regex", "^/tools/"),
        *("--checks", "all", "--max-examples", str(examples), "--seed", str(seed)),
        *("--header", "Authorization: Bearer fuzz", "--phases", "examples,coverage,fuzzing"),
        *("--request-timeout", "60"),
    ]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(folder)}
    return subprocess.run(
        [str(program), *words], cwd=folder, env=environment, check=False
    ).returncode


def main() -> int:
    """Fuzz with each seed; the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=int, default=60)
    parser.add_argument("--seeds", type=int, default=2)
    options = parser.parse_args()
    program = _program()
    os.environ["FE_SKILL_TOKEN"] = "fuzz"  # noqa: S105 -- of this run only
    with tempfile.TemporaryDirectory() as name:
        folder, scratch = Path(name).resolve() / "work", Path(name).resolve() / "scratch"
        folder.mkdir()
        scratch.mkdir()
        scaffold(Call(workspace=folder), path="shop")
        port = free_port()
        with started(service(folder, port), scratch / "log.txt"):
            asyncio.run(ready(port))
            codes = [
                _fuzz(program, port, scratch, options.examples, seed)
                for seed in range(1, options.seeds + 1)
            ]
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())
