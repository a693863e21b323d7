"""Parsed files that outlive the program they were parsed for."""

from pathlib import Path

from fe_skill.project.program import Program
from fe_skill.project.program_kept import KeptModules
from fe_skill.project.reader import read_project
from fe_skill.syntax.module import SourceModule
from fe_skill.syntax.parse import Parsed, parse
from tests.project.written import written


def module_of(path: str, data: bytes) -> SourceModule:
    parsed = parse(data)
    assert isinstance(parsed, Parsed)
    return SourceModule(path, path.removesuffix(".py"), parsed.text, parsed.tree)


def test_a_file_is_parsed_again_only_when_it_has_changed(tmp_path: Path) -> None:
    written(tmp_path, {"a.py": "x = 1\n", "b.py": "y = 1\n"})
    before = Program(read_project(tmp_path))
    first, second = before.module("a.py"), before.module("b.py")
    written(tmp_path, {"b.py": "y = 22\n"})
    after = Program(read_project(tmp_path))
    assert after.module("a.py") is first
    changed = after.module("b.py")
    assert changed is not second
    assert changed is not None
    assert changed.text == "y = 22\n"


def test_no_more_is_kept_than_there_is_room_for() -> None:
    kept = KeptModules(most=26)
    sources = {f"{name}.py": f"{name} = 12345\n".encode() for name in "ab"}
    modules = {path: module_of(path, data) for path, data in sources.items()}
    for path, data in sources.items():
        kept.keep(modules[path], data)
    assert kept.get("a.py", "a", sources["a.py"]) is modules["a.py"]
    assert kept.get("a.py", "a", b"a = 2\n") is None
    long = b"c = '" + b"x" * 10 + b"'"
    kept.keep(module_of("c.py", long), long)  # `b` was not used for longest
    assert kept.get("b.py", "b", sources["b.py"]) is None
    kept.keep(module_of("d.py", long), long)
    assert kept.get("a.py", "a", sources["a.py"]) is None
