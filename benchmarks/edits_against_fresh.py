"""Edits in a running server: its facts against those of a fresh reading, and what each costs.

    python benchmarks/edits_against_fresh.py PROJECT [COUNT] [SEED]

Works on a copy. Each edit picks a file and does one of EDITS to it, adds or deletes a file, or
takes an earlier edit back; edits pile up. After each, everything that the running server says must
be what a new reading says: one that runs and links everything from the outlines that are known, and
every twentieth time one that reads every file. Times are of this process's CPU, for the parts that
describe-project's overview and the rules ask for, beyond listing the files.
"""

import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from fe_skill.project.files import list_files
from fe_skill.project.reader import Facts, Keeper, read_project
from fe_skill.project.store import Store

PARTS = ("applications", "routes", "routers", "dependencies", "unresolved", "models", "schemas",
         "settings", "sessions", "migrations", "around", "tooling", "domains", "conventions",
         "unparsed")  # fmt: skip
_NEW = '\n\n@{0}.get("/edited/{{edited_id}}")\ndef edited(edited_id: int): ...\n'
Edit = Callable[[random.Random, str], str]


def _put(pattern: str, new: str, *, before: bool = True) -> Edit:
    """Insert something before (or in place of) one of the places where a pattern is."""
    known = re.compile(pattern, re.MULTILINE)

    def edit(chance: random.Random, text: str) -> str:
        found = list(known.finditer(text))
        if not found:
            return text
        at = chance.choice(found)
        return text[: at.start()] + at.expand(new) + text[at.start() if before else at.end() :]

    return edit


def _route(_chance: random.Random, text: str) -> str:
    found = re.search(r"^(\w+) = (?:\w+\.)*(?:APIRouter|FastAPI)\(", text, re.MULTILINE)
    return text + _NEW.format(found[1]) if found else text


def _import(chance: random.Random, text: str) -> str:
    found = re.findall(r"^from [\w.]+ import \w+$", text, re.MULTILINE)
    return f"{chance.choice(found)} as edited_name\n{text}" if found else text


EDITS: dict[str, Edit] = {
    "comment": lambda _chance, text: text + "\n# edited\n",
    "lines above": _put(r"\A", "\n\n"),
    "lines inside": _put(r"^(?=def|class|async def|@)", "\n\n"),
    "body": _put(r"^( +)return\b", r"\1edited = 1\n"),
    "route added": _route,
    "route removed": _put(r"^@\w+\.(?:get|post|put|patch|delete)\(.*\)\n", "", before=False),
    "route's path": _put(r'(^@\w+\.(?:get|post|put|delete)\(\s*)"', r'\1"/edited', before=False),
    "prefix": _put(r'prefix="', 'prefix="/edited', before=False),
    "field": _put(r"^    (\w+): \w+", r"    edited_\1: int = 0\n"),
    "class renamed": _put(r"^class (\w+)", r"class Edited\1", before=False),
    "function renamed": _put(r"^((?:async )?def )(\w+)", r"\1edited_\2", before=False),
    "constant": _put(r'^(\w+(?:: \w+)? = )"', r'\1"edited', before=False),
    "setting": _put(r'^(    \w+: (?:str|int|bool) = )["\w]+$', r'\1"edited"', before=False),
    "import removed": _put(r"^from [\w.]+ import \w+\n", "", before=False),
    "import added": _import,
    "import doubled": _put(r"^from ([\w.]+) import (\w+)$", r"import \1\n"),
    "dependency": _put(r"Depends\(\w+\)", "Depends(edited)", before=False),
    "base": _put(r"^class (\w+)\(\w+\):", r"class \1(object):", before=False),
    "broken": lambda chance, text: text[: chance.randrange(len(text) + 1)] + "\n(((\n",
    "cut": lambda chance, text: text[: chance.randrange(len(text) + 1)],
}  # fmt: skip


class Copy:
    """The copy of a project that is edited."""

    def __init__(self, root: Path, chance: random.Random) -> None:
        self.root = root
        self._chance = chance
        self._first: dict[str, bytes | None] = {}

    def edit(self, paths: list[str]) -> str:
        """Do something to a file; what it was."""
        choice = self._chance.random()
        if self._first and choice < 0.35:  # noqa: PLR2004
            path = self._chance.choice(sorted(self._first))
            before = self._first.pop(path)
            self._write(path, before)
            return "taken back"
        path = self._chance.choice(paths)
        if choice < 0.4:  # noqa: PLR2004
            return self._change(path, None, "deleted")
        data = (self.root / path).read_bytes()
        if choice < 0.45:  # noqa: PLR2004
            return self._change(path.removesuffix(".py") + "_edited.py", data, "added")
        name = self._chance.choice(list(EDITS))
        text = EDITS[name](self._chance, data.decode("utf-8", "surrogateescape"))
        return self._change(path, text.encode("utf-8", "surrogateescape"), name)

    def _change(self, path: str, data: bytes | None, name: str) -> str:
        file = self.root / path
        self._first.setdefault(path, file.read_bytes() if file.exists() else None)
        self._write(path, data)
        return f"{name} ({path})"

    def _write(self, path: str, data: bytes | None) -> None:
        file = self.root / path
        if data is None:
            file.unlink(missing_ok=True)
        else:
            file.write_bytes(data)


def seen(facts: Facts) -> dict[str, object]:
    """What is compared."""
    return {name: getattr(facts, name) for name in PARTS}


def _files(facts: Facts) -> list[str]:
    """What facts rest on, and for every two of these one that they may not rest on."""
    routes = {r.where.path for r in facts.routes} | {r.registered.path for r in facts.routes}
    data = {each.where.path for each in facts.models} | {s.where.path for s in facts.schemas}
    data |= {each.where.path for each in facts.settings}
    around = {d.where.path for d in facts.dependencies if d.where}
    via = {where.path for r in facts.routes for where in r.via}
    return sorted(routes | via) * 2 + sorted(data) + sorted(around) * 2 + list(facts.paths)


def main(project: Path, count: int, seed: int) -> None:
    """Edit, compare, print."""
    chance = random.Random(seed)  # noqa: S311 -- which edit is done is no secret
    took: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / project.name
        shutil.copytree(
            project, root, symlinks=True, ignore=shutil.ignore_patterns("*.pyc", "node_modules")
        )
        keeper, store = Keeper(), Store(root)
        files = _files(keeper.facts(root))
        seen(keeper.facts(root))
        copy = Copy(root, chance)
        for at in range(count):
            what = copy.edit([path for path in files if (root / path).is_file()])
            start = time.process_time()
            list_files(root)
            stat = time.process_time() - start
            start = time.process_time()
            found = seen(keeper.facts(root))
            seconds = time.process_time() - start - stat
            took.setdefault(what.partition(" (")[0], []).append(seconds)
            store = store.following(list_files(root))
            fresh = seen(read_project(root) if at % 20 == 19 else Facts(store))  # noqa: PLR2004
            for part in PARTS:
                if found[part] != fresh[part]:
                    print(f"edit {at}, {what}: {part} differ")
                    _tell(found[part], fresh[part])
                    sys.exit(1)
    for name, times in sorted(took.items()):
        worst = max(times) * 1000
        print(f"{name}: {len(times)}, median {median(times) * 1000:.0f} ms, worst {worst:.0f}")
    every = sorted(time for times in took.values() for time in times)
    print(
        f"{project.name}: {count} edits without a difference; median {median(every) * 1000:.0f}, "
        f"90 % below {every[len(every) * 9 // 10] * 1000:.0f}, worst {every[-1] * 1000:.0f} ms"
    )


def _tell(found: object, fresh: object) -> None:
    """The first few differences."""
    if isinstance(found, tuple) and isinstance(fresh, tuple):
        print("only in the server's:", *[one for one in found if one not in fresh][:3], sep="\n  ")
        print("only in the fresh:", *[one for one in fresh if one not in found][:3], sep="\n  ")


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[2:4]]
    main(Path(sys.argv[1]).absolute(), *(given + [60, 7][len(given) :]))
