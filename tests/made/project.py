"""Projects that `scaffold` makes, and environments of their own to run them in.

The environment is kept under `.cache/`, named for what it holds, so that it is installed once.
"""

import hashlib
import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fe_skill.call import Call
from fe_skill.tools.scaffold import scaffold

CACHE = Path(__file__).parents[2] / ".cache"
# Beside the project's own: what tests it from outside.
PROBES = ["schemathesis>=4.32"]


@dataclass(frozen=True)
class Made:
    """A made project and the commands of its environment."""

    root: Path
    commands: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        """What a command of the project finds in its environment."""
        path = f"{self.commands}{os.pathsep}{os.environ['PATH']}"
        bare = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
        return {**bare, "PATH": path, **self.variables}

    def run(self, *command: str, status: int = 0) -> str:
        """The output of one of the project's commands, which has to end with `status`."""
        done = subprocess.run(
            [str(self.commands / command[0]), *command[1:]],
            cwd=self.root,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        output = done.stdout + done.stderr
        assert done.returncode == status, f"{' '.join(command)}\n{output[-4000:]}"
        return output


def make(root: Path, **arguments: object) -> Path:
    """Scaffold a project at `root`."""
    reply = scaffold(Call(workspace=root.parent), path=root.name, **arguments)  # type: ignore[arg-type]
    assert reply.status == "applied"
    return root


def environment_for(root: Path) -> Path:
    """The folder of commands of an environment that holds what the project at `root` needs."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    needs = [*project["dependencies"], *project["optional-dependencies"]["dev"], *PROBES]
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    digest = hashlib.sha256("\n".join(needs).encode()).hexdigest()[:12]
    folder = CACHE / f"made-{version}-{digest}"
    if not (folder / ".ready").exists():
        uv = Path(sys.executable).with_name("uv")
        subprocess.run([uv, "venv", "--quiet", "--clear", "-p", sys.executable, folder], check=True)
        python = folder / "bin" / "python"
        subprocess.run([uv, "pip", "install", "--quiet", "-p", python, *needs], check=True)
        (folder / ".ready").touch()
    return folder / "bin"
