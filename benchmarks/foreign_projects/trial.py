"""One project, from its state before to all that has to hold after.

Lives here: Outcome, tried; environment, openapi, own_tests.
Does not:   which projects (cases.py), or what style is (traits.py).
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.foreign_projects.cases import Case
from benchmarks.foreign_projects.traits import TRAITS, matched
from fe_skill.call import Call
from fe_skill.domains.given import EntityGiven
from fe_skill.tools.add_domain import add_domain
from fe_skill.tools.reply import WriteReply

ENTITIES = (
    EntityGiven(
        name="Gadget",
        fields=(
            "name:string(80)!unique",
            "price:decimal(10,2)>=0",
            "state:enum(open,closed)=open",
            "notes:text?",
            "stock:int>=0=0",
        ),
    ),
    EntityGiven(
        name="GadgetPart",
        fields=("label:string(40)!index", "weight:float?", "made_on:date?"),
        relations=("gadget>Gadget!cascade",),
    ),
)
_LONGEST = 1200
_MOST_EDITED = 12
_NEEDED_TRAITS = 10
_NO_TESTS = 5  # pytest's exit status
_OPENAPI = """
import importlib, json, sys
module, _, name = sys.argv[1].partition(":")
found = getattr(importlib.import_module(module), name.removesuffix("()"))
app = found() if name.endswith("()") else found
print("OPENAPI" + json.dumps(app.openapi()))
"""


@dataclass
class Outcome:
    """What was seen of one project: a word for each step, and the traits that don't match."""

    case: Case
    steps: dict[str, str] = field(default_factory=dict)
    unmatched: tuple[str, ...] = ()
    edited: int = 0
    reply: WriteReply | None = None

    @property
    def failed(self) -> bool:
        """Whether anything didn't hold."""
        return any(word.startswith("FAILED") for word in self.steps.values())

    def __str__(self) -> str:
        return "  ".join(f"{name}: {word}" for name, word in self.steps.items())


@dataclass(frozen=True)
class Site:
    """A copy of a project that commands are run in."""

    root: Path
    env: Mapping[str, str]

    def run(self, *command: str, where: str = ".") -> subprocess.CompletedProcess[str]:
        """A command of the project's environment."""
        return subprocess.run(
            command,
            cwd=self.root / where,
            env=dict(self.env),
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )


def tried(case: Case, folder: Path) -> Outcome:
    """Add the domain to a copy of the project, and look at all that should hold."""
    outcome = Outcome(case)
    with tempfile.TemporaryDirectory(prefix="foreign-") as name:
        copy = Path(name) / case.name
        shutil.copytree(
            folder / "src" / case.name, copy, ignore=shutil.ignore_patterns(".git", ".venv")
        )
        for path, text in case.files.items():
            (copy / case.folder / path).write_text(text)
        site = Site(copy / case.folder, environment(case, folder, Path(name)))
        before = _state(case, site)
        if not isinstance(before["openapi"], dict):
            outcome.steps["imports"] = f"FAILED before: {before['openapi']}"
            return outcome
        reply = _call(case, site.root)
        outcome.reply = reply
        outcome.steps["checks"] = _word(
            all(check.outcome != "failed" for check in reply.checks), str(reply.checks)
        )
        outcome.edited = _edited(copy, folder / "src" / case.name, reply, case.folder)
        outcome.steps["edits"] = _word(
            outcome.edited <= _MOST_EDITED * len(ENTITIES), f"{outcome.edited} lines"
        )
        again = _call(case, site.root)
        outcome.steps["again"] = _word(
            again.status == "unchanged", f"{again.created}{again.modified}"
        )
        _look(outcome, site, before)
    return outcome


def _call(case: Case, root: Path) -> WriteReply:
    return add_domain(
        Call(workspace=root.parent),
        project=str(root),
        domain="gadgets",
        entities=ENTITIES,
        access=case.access,
        migration=case.migration,
        detail="full",
    )


def environment(case: Case, folder: Path, scratch: Path) -> dict[str, str]:
    """What a project's commands run with, and fresh databases of its name."""
    user, _, address = os.environ.get("POSTGRES", "postgres@127.0.0.1:5432").partition("@")
    host, _, port = address.partition(":")
    name = f"foreign_{case.name}"
    values = {
        "host": host,
        "port": port,
        "user": user,
        "name": name,
        "at": f"{user}:secret@{host}:{port}/{name}",
        "file": str(scratch / "rows.db"),
    }
    for database in (name, f"{name}_test"):
        at = ["-h", host, "-p", port, "-U", user]
        subprocess.run(["dropdb", "--if-exists", *at, database], check=False, capture_output=True)  # noqa: S607 -- PostgreSQL's own
        subprocess.run(["createdb", *at, database], check=False, capture_output=True)  # noqa: S607 -- likewise
    home = folder / "env" / case.name / "bin"
    own = {key: value.format(**values) for key, value in case.env.items()}
    path = f"{home}{os.pathsep}{os.environ['PATH']}"
    plain = {"PATH": path, "HOME": str(scratch), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**plain, **own}


def _state(case: Case, site: Site) -> dict[str, object]:
    migrated = _migrated(case, site)
    return {
        "openapi": openapi(case, site),
        "lint": _lint(site),
        "migrated": migrated,
        "tests": own_tests(case, site, ()),
    }


def _migrated(case: Case, site: Site) -> str:
    if not case.migration:
        return "none"
    done = site.run(*case.alembic, "upgrade", "head", where=case.alembic_folder)
    if done.returncode == 0 and case.first:
        done = site.run(*case.first)
    return "ok" if done.returncode == 0 else _tail(done)


def openapi(case: Case, site: Site) -> object:
    """The OpenAPI document of the application, or why there is none."""
    done = site.run("python", "-c", _OPENAPI, case.app)
    text = done.stdout.rpartition("OPENAPI")[2]
    return json.loads(text) if done.returncode == 0 and text else _tail(done)


def _lint(site: Site) -> dict[str, int]:
    """How much ruff, as the project sets it, has to say: findings, and files to format."""
    own: tuple[str, ...] = ()
    # Projects that don't use ruff are measured by what every linter looks at.
    if not _uses_ruff(site.root):
        own = ("--isolated", "--select=E4,E7,E9,F", "--per-file-ignores=__init__.py:F401")
    plain = ("--output-format", "concise", "--no-fix", "--no-cache", ".")
    found = site.run("ruff", "check", *own, *plain)
    # Revisions are written like revisions, which formatters seldom see.
    apart = ("--exclude=versions",) if own else ()
    form = site.run("ruff", "format", *own[:1], *apart, "--check", "--no-cache", ".")
    return {
        "findings": len(re.findall(r"^\S+:\d+:\d+: ", found.stdout, re.MULTILINE)),
        "unformatted": len(re.findall(r"^Would reformat", form.stdout, re.MULTILINE)),
    }


def _uses_ruff(root: Path) -> bool:
    folders = (root, root.parent)
    names = ("ruff.toml", ".ruff.toml")
    if any((folder / name).is_file() for folder in folders for name in names):
        return True
    files = [folder / "pyproject.toml" for folder in folders]
    return any(file.is_file() and "[tool.ruff" in file.read_text() for file in files)


def own_tests(case: Case, site: Site, only: tuple[str, ...], *without: str) -> str:
    """How the project's own tests end, in words."""
    paths = only or tuple(path for path in case.tests if (site.root / path).exists())
    if not paths:
        return "none"
    ignored = [f"--ignore={path}" for path in without]
    command = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "addopts=")
    done = site.run(*command, *paths, *ignored)
    counts = re.findall(r"(\d+) (passed|failed|errors?|skipped)", done.stdout[-400:])
    words = ", ".join(f"{count} {word}" for count, word in counts)
    return words or ("none" if done.returncode == _NO_TESTS else _tail(done))


def _look(outcome: Outcome, site: Site, before: Mapping[str, object]) -> None:
    """What holds after the call."""
    case, reply = outcome.case, outcome.reply
    if reply is None:
        return
    steps = outcome.steps
    after = openapi(case, site)
    steps["openapi"] = _operations(before["openapi"], after)
    lint, was = _lint(site), before["lint"]
    steps["lint"] = _word(lint == was, f"{was} -> {lint}")
    steps["migration"] = (
        _round_trip(case, site) if before["migrated"] == "ok" else str(before["migrated"])
    )
    tests = tuple(p for p in reply.created if re.search(r"(^|/)test_[^/]*\.py$", p))
    steps["new tests"] = _green(own_tests(case, site, tests))
    own = own_tests(case, site, (), *tests)
    held = _as_before(str(before["tests"]), own)
    steps["own tests"] = _word(held, f"{before['tests']} -> {own}") + f" ({own})"
    missing = [trait for trait in TRAITS if trait not in matched(site.root, reply)]
    outcome.unmatched = tuple(missing)
    count = len(TRAITS) - len(missing)
    steps["traits"] = (
        _word(count >= _NEEDED_TRAITS, f"{count}: {missing}") + f" {count}/{len(TRAITS)}"
    )


def _as_before(before: str, after: str) -> bool:
    """Whether as many tests pass as did, or more where they are made of the routes there are."""
    was, now = _counts(before), _counts(after)
    if not was:
        return before == after
    bad = ("failed", "error", "errors")
    same = all(now.get(word, 0) <= was.get(word, 0) for word in bad)
    return same and now.get("passed", 0) >= was.get("passed", 0)


def _counts(words: str) -> dict[str, int]:
    return {word: int(count) for count, word in re.findall(r"(\d+) (\w+)", words)}


def _green(words: str) -> str:
    good = "passed" in words and "failed" not in words and "error" not in words
    return words if good else f"FAILED {words}"


def _operations(before: object, after: object) -> str:
    """The operations there are now besides the old ones, which have to be as they were."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return f"FAILED {after}"
    old, new = before["paths"], after["paths"]
    changed = [path for path in old if new.get(path) != old[path]]
    added = sum(len(new[path]) for path in new if path not in old)
    expected = 5 * len(ENTITIES)
    return (
        _word(not changed and added == expected, f"{added} new, changed: {changed}") + f" +{added}"
    )


def _round_trip(case: Case, site: Site) -> str:
    for arguments in (("upgrade", "head"), ("downgrade", "-1"), ("upgrade", "head")):
        done = site.run(*case.alembic, *arguments, where=case.alembic_folder)
        if done.returncode:
            return f"FAILED {_tail(done)}"
    done = site.run(*case.alembic, "check", where=case.alembic_folder)
    lines = (done.stdout + done.stderr).splitlines()
    drift = [line for line in lines if "gadget" in line.lower() and "sequence named" not in line]
    return _word(not drift, str(drift)[:_LONGEST])


def _edited(copy: Path, source: Path, reply: WriteReply, folder: str) -> int:
    """How many lines of files that were there are new or changed."""
    total = 0
    for path in reply.modified:
        was = (source / folder / path).read_text().splitlines()
        now = (copy / folder / path).read_text().splitlines()
        with tempfile.TemporaryDirectory() as name:
            first, second = Path(name) / "a", Path(name) / "b"
            first.write_text("\n".join(was) + "\n")
            second.write_text("\n".join(now) + "\n")
            done = subprocess.run(
                ["diff", str(first), str(second)],  # noqa: S607 -- the system's own
                capture_output=True,
                text=True,
                check=False,
            )
        total += sum(line.startswith(">") for line in done.stdout.splitlines())
    return total


def _word(good: bool, otherwise: str) -> str:  # noqa: FBT001 -- what was seen
    return "ok" if good else f"FAILED {otherwise}"


def _tail(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stdout + done.stderr)[-_LONGEST:]
