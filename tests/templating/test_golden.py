"""The rendered files of a made project, as a reviewer reads them.

Only what comes of a template with markup is kept under `tests/golden`: every other file of a
project is its template, byte for byte. `GOLDEN=write pytest` on this file renders them anew.
"""

import os
from pathlib import Path, PurePosixPath

import pytest

from fe_skill.data import data_folder
from fe_skill.tools.scaffold import Part, plan

GOLDEN = Path(__file__).parents[1] / "golden"
DESCRIPTION = (
    'Takes orders, tells where they are, and "quotes" what it\'s told, '
    "in a sentence that is long enough for several lines."
)
VARIANTS: dict[str, frozenset[Part]] = {
    "everything": frozenset({"docker", "ci", "tracing", "agents"}),
    "nothing-optional": frozenset(),
}


def rendered(variant: str) -> dict[PurePosixPath, bytes]:
    """What the templates with markup make."""
    folder = data_folder("templates") / "project"
    change_set = plan("order-desk", DESCRIPTION, "sqlite", VARIANTS[variant])
    marked = {PurePosixPath(p.relative_to(folder)).with_suffix("") for p in folder.rglob("*.jinja")}
    found = {path: change_set.after(path) for path in marked}
    return {path: content for path, content in found.items() if content is not None}


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_templates_make_what_was_reviewed(variant: str) -> None:
    made = rendered(variant)
    for path, content in made.items():
        kept = GOLDEN / variant / path
        if os.environ.get("GOLDEN") == "write":
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(content)
        assert kept.read_bytes() == content, f"{path}: review it, then GOLDEN=write"
    held = {PurePosixPath(p.relative_to(GOLDEN / variant)) for p in kept_files(variant)}
    assert held == set(made)


def kept_files(variant: str) -> list[Path]:
    """What is kept of a variant."""
    return [path for path in (GOLDEN / variant).rglob("*") if path.is_file()]
