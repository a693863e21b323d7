"""A revision is named that isn't among the files.

Either a `down_revision` is misspelt, or the database was migrated by files that this checkout
doesn't have. Stamping the database would only hide what it has.

Tell-tale: "Can't locate revision identified by", "Revision ... is not present", `KeyError` in
           Alembic's revision map.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import (
    LIKELY,
    SURE,
    Diagnosis,
    Edit,
    Evidence,
    Fault,
    Place,
    Sample,
)
from fe_skill.faults.looking.names import nearest
from fe_skill.faults.looking.revisions import assigned, env_of, revisions
from fe_skill.project.model import Revision

_SIGN = re.compile(
    r"[Cc]an't locate revision identified by ['\"](\w+)['\"]|No such revision or branch '(\w+)'|"
    r"Revision (\w+) referenced from .{1,80} is not present|revision \(?'?(\w+)'?\)? is not present"
)


def recognise(case: Case) -> Diagnosis | None:
    name = _named(case)
    if name is None:
        return None
    known = revisions(case)
    follower = next((one for one in known if name in one.down), None)
    if follower is not None:
        return _misspelt(case, follower, name, nearest(name, (one.id for one in known)))
    env = env_of(case)
    place = Place(env.path, _connects(env.text), "env.py") if env else None
    return Diagnosis(
        what=f"the database is at revision `{name}`, which isn't among the files",
        why="it was migrated by files that this checkout doesn't have",
        confidence=SURE if known and name not in {one.id for one in known} else LIKELY,
        place=place,
        evidence=tuple(
            Evidence(f"revision {one.id}", one.where.path, one.where.line) for one in known[-2:]
        ),
        mend=(
            "bring the missing file in: another branch, or a pull, has it",
            "a database of your own, to throw away: make it anew and run `alembic upgrade head`",
        ),
    )


def _named(case: Case) -> str | None:
    found = _SIGN.search(case.said)
    if found:
        return next(group for group in found.groups() if group)
    key = case.raised("KeyError")
    paths = [frame.path for one in case.chain for frame in one.frames]
    if key is not None and any("alembic/script/revision" in path for path in paths):
        return key.message.strip("'\"")
    return None


def _misspelt(case: Case, follower: Revision, name: str, near: str | None) -> Diagnosis:
    module = case.module(follower.where.path)
    node = assigned(module, "down_revision") if module else None
    line = node.lineno if node else follower.where.line
    edits: tuple[Edit, ...] = ()
    if module and node and near and node.value is not None:
        start, end = module.offsets(node.value)
        at = module.text.find(name, start, end)
        edits = (Edit(module.path, at, at + len(name), near),) if at >= 0 else ()
    return Diagnosis(
        what=f"`{follower.id}` follows `{name}`, and no revision is called that",
        why=f"the nearest is `{near}`" if near else "its file is missing",
        confidence=SURE,
        place=Place(follower.where.path, line, follower.id),
        mend=(
            f'`down_revision = "{near}"`'
            if near
            else "bring the missing file in, or correct the name",
        ),
        edits=edits,
        safe=True,
    )


def _connects(text: str) -> int:
    for number, line in enumerate(text.split("\n"), 1):
        if "connect(" in line or "create_engine" in line or "engine_from_config" in line:
            return number
    return 1


FAULT = Fault(
    name="revision-not-found",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            "FAILED: Can't locate revision identified by 'e5f6'",
            {
                "alembic.ini": "[alembic]\nscript_location = migrations\n",
                "migrations/env.py": "from alembic import context\ncontext.run_migrations()\n",
                "migrations/versions/1_a.py": 'revision = "e5f7"\ndown_revision = None\n',
                "migrations/versions/2_b.py": 'revision = "aaaa"\ndown_revision = "e5f6"\n',
            },
            "migrations/versions/2_b.py:2",
            mended=True,
        ),
    ),
)
