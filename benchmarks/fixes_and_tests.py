"""Safe fixes, written to copies of real projects whose own tests run: what passed still passes.

    python -m benchmarks.fixes_and_tests FOLDER [name ...]

FOLDER is the one of `benchmarks.foreign_projects`. House style is on, for its fixes too. Printed:
the fixes by rule, whether each changed file compiles, whether the OpenAPI document is the same,
and the tests before and after.
"""

import argparse
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks.foreign_projects.cases import CASES, Case
from benchmarks.foreign_projects.trial import Site, environment, openapi, own_tests
from fe_skill.project.program import Program
from fe_skill.project.reader import read_project
from fe_skill.rules.fixing import Fixed, fixed
from fe_skill.rules.rule import Applicability
from fe_skill.rules.run import examine
from fe_skill.rules.settings import settings_of

# Projects that add-domain isn't tried on.
MORE = (
    Case(
        "hng",
        "hngprojects/hng_boilerplate_python_fastapi_web",
        "5a01cac",
        "legacy columns, sync, packages by layer",
        "authenticated",
        "main:app",
        env={
            **{f"DB_{key}": f"{{{key.lower()}}}" for key in ("HOST", "PORT", "USER", "NAME")},
            "DB_PASSWORD": "secret",
            "DB_TYPE": "postgresql",
            "DB_URL": "postgresql://{at}",
            "PYTHON_ENV": "dev",
            "SECRET_KEY": "secret",
            "ALGORITHM": "HS256",
            "ACCESS_TOKEN_EXPIRE_MINUTES": "3000",
            "JWT_REFRESH_EXPIRY": "7",
            **{f"MAIL_{key}": "a" for key in ("USERNAME", "PASSWORD", "SERVER")},
            "MAIL_FROM": "a@example.com",
            "MAIL_PORT": "465",
            **{f"TWILIO_{key}": "a" for key in ("ACCOUNT_SID", "AUTH_TOKEN", "PHONE_NUMBER")},
            **dict.fromkeys(
                (
                    "APP_URL",
                    "GOOGLE_CLIENT_ID",
                    "GOOGLE_CLIENT_SECRET",
                    "FRONTEND_URL",
                    "MYSQL_DRIVER",
                    "TESTING",
                    "FLUTTERWAVE_SECRET",
                    "PAYSTACK_SECRET",
                    "STRIPE_SECRET_KEY",
                    "STRIPE_WEBHOOK_SECRET",
                    "MAILJET_API_KEY",
                    "MAILJET_API_SECRET",
                ),
                "",
            ),
        },
        migration=False,
    ),
)


@dataclass(frozen=True)
class Seen:
    """What was seen of one project."""

    name: str
    rules: Counter[str]
    files: int
    refused: int
    compiles: bool
    same_api: bool
    before: str
    after: str

    def __str__(self) -> str:
        fixes = ", ".join(f"{code} {count}" for code, count in sorted(self.rules.items()))
        held = "yes" if self.compiles else "NO"
        api = "same" if self.same_api else "CHANGED"
        cells = (self.name, fixes, self.files, self.refused, held, api, self.before, self.after)
        return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    """Fix every project that is named, by default all that are there."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    total: Counter[str] = Counter()
    print("| project | safe fixes | files | refused | compiles | OpenAPI | before | after |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for case in (*CASES, *MORE):
        if given.names and case.name not in given.names:
            continue
        if (given.folder / "src" / case.name).is_dir():
            seen = tried(case, given.folder.resolve())
            total.update(seen.rules)
            print(seen, flush=True)
    print(f"\n{total.total()} safe fixes: {dict(sorted(total.items()))}")


def tried(case: Case, folder: Path) -> Seen:
    """Fix a copy of the project, and run its tests before and after."""
    with tempfile.TemporaryDirectory(prefix="fixed-") as name:
        copy = Path(name) / case.name
        left_out = shutil.ignore_patterns(".git", ".venv", "node_modules")
        shutil.copytree(folder / "src" / case.name, copy, ignore=left_out)
        root = copy / case.folder
        for path, text in case.files.items():
            (root / path).write_text(text)
        before = _run(case, root, folder, Path(name))
        done = _fixed(root)
        for path, data in done.files.items():
            (root / path).write_bytes(data)
        after = _run(case, root, folder, Path(name))
        return Seen(
            case.name,
            Counter(found.finding.rule for found in done.applied),
            len(done.files),
            len(done.refused),
            all(_compiles(root / path) for path in done.files),
            before[1] == after[1],
            before[0],
            after[0],
        )


def _run(case: Case, root: Path, folder: Path, scratch: Path) -> tuple[str, object]:
    """The tests and the OpenAPI document, on a fresh database."""
    site = Site(root, environment(case, folder, scratch))
    if case.migration:
        site.run(*case.alembic, "upgrade", "head", where=case.alembic_folder)
    if case.first:
        site.run(*case.first)
    return own_tests(case, site, ()), openapi(case, site)


def _fixed(root: Path) -> Fixed:
    facts = read_project(root)
    settings = settings_of(facts).narrowed((), (), "blueprint")
    report = examine(Program(facts), settings)
    return fixed(facts, settings, report, report.found, trust=Applicability.SAFE)


def _compiles(path: Path) -> bool:
    try:
        compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


if __name__ == "__main__":
    main()
