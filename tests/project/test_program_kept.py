"""Parsed files that outlive the program they were parsed for."""

import gc
import weakref
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


def test_no_more_is_kept_than_there_is_room_for_and_what_is_in_use_stays() -> None:
    kept = KeptModules(most=26)
    sources = {f"{name}.py": f"{name} = 12345\n".encode() for name in "ab"}
    modules = {path: module_of(path, data) for path, data in sources.items()}
    for path, data in sources.items():
        kept.keep(modules[path], data)
    assert kept.get("a.py", "a", sources["a.py"]) is modules["a.py"]
    assert kept.get("a.py", "a", b"a = 2\n") is None
    long = b"c = '" + b"x" * 10 + b"'"
    kept.keep(module_of("c.py", long), long)
    assert kept.get("c.py", "c", long) is None
    kept.another_program()
    assert kept.get("a.py", "a", sources["a.py"]) is modules["a.py"]
    kept.another_program()
    kept.keep(module_of("c.py", long), long)  # the last two programs had no use for `b`
    assert kept.get("b.py", "b", sources["b.py"]) is None
    assert kept.get("a.py", "a", sources["a.py"]) is modules["a.py"]
    assert kept.get("c.py", "c", long) is not None


def test_a_closed_program_is_gone_without_the_collector(tmp_path: Path) -> None:
    source = "def load(): ...\n\ndef run():\n    found = load()\n    return found\n"
    written(tmp_path, {"app.py": source})
    program = Program(read_project(tmp_path))
    function = program.function("app.run")
    assert function is not None
    assert [site.target for site in function.calls] == ["app.load"]
    gone = weakref.ref(program), weakref.ref(function)
    gc.disable()
    try:
        program.close()
        del program, function
        assert [one() for one in gone] == [None, None]
    finally:
        gc.enable()
