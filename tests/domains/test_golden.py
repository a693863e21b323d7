"""The files of one domain, as a reviewer reads them: soft delete, audit, owners and links.

`GOLDEN=write pytest` on this file renders them anew; review what changes.
"""

import os
from pathlib import Path

from fe_skill.call import Call
from fe_skill.domains.given import EntityGiven
from fe_skill.domains.judge import judged
from fe_skill.domains.plan import Wanted, begun, plan
from fe_skill.project.reader import read_project
from fe_skill.tools.scaffold import scaffold
from tests.made.shapes import SHAPES

GOLDEN = Path(__file__).parents[1] / "golden" / "vault"


def test_a_domain_is_what_was_reviewed(tmp_path: Path) -> None:
    scaffold(Call(workspace=tmp_path), path="shop", verify="none")
    name, access, entities = next(shape for shape in SHAPES if shape[0] == "vault")
    given = [EntityGiven.model_validate(entity) for entity in entities]
    root = tmp_path / "shop"
    domain = judged(name, given, access)
    planned = plan(begun(root), read_project(root), domain, Wanted())
    for path in planned.created:
        content = planned.after(path) or b""
        kept = GOLDEN / path
        if os.environ.get("GOLDEN") == "write":
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(content)
        assert kept.read_bytes() == content, f"{path}: review it, then GOLDEN=write"
    held = {str(path.relative_to(GOLDEN)) for path in GOLDEN.rglob("*.py")}
    assert held == {str(path) for path in planned.created}
