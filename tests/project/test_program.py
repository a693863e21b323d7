from pathlib import Path

from fe_skill.project.program import Program
from fe_skill.project.reader import read_project


def program(root: Path, files: dict[str, str]) -> Program:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return Program(read_project(root))


def test_modules_come_by_path_with_the_name_that_imports_use(tmp_path: Path) -> None:
    found = program(tmp_path, {"app/__init__.py": "", "app/b.py": "x = 1", "app/a.py": "y = 1"})
    assert [module.name for module in found.modules()] == ["app", "app.a", "app.b"]


def test_a_file_that_does_not_parse_is_left_out(tmp_path: Path) -> None:
    found = program(tmp_path, {"a.py": "x = (", "b.py": "x = 1"})
    assert [module.path for module in found.modules()] == ["b.py"]
    assert found.module("a.py") is None


def test_a_path_outside_the_project_is_no_module(tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text("x = 1")
    found = program(tmp_path / "project", {"a.py": "x = 1"})
    assert found.module("../outside.py") is None


def test_only_files_with_one_of_the_words_are_worth_a_parse(tmp_path: Path) -> None:
    files = {"a.py": "print(1)", "b.py": "log(1)", "c.py": "pass"}
    found = program(tmp_path, files).mentioning(b"print", b"log")
    assert [module.path for module in found] == ["a.py", "b.py"]


def test_a_module_has_the_same_name_before_and_after_the_project_was_read(tmp_path: Path) -> None:
    files = {
        "src/shop/__init__.py": "",
        "src/shop/cart/items.py": "from fastapi import APIRouter\nrouter = APIRouter()\n",
        "backend/app/main.py": "from fastapi import FastAPI\nfrom app.parts import x\n"
        "app = FastAPI()\n",
        "backend/app/parts.py": "x = 1",
        "backend/tool.py": "",
        "scripts/run.py": "",
        "src/loose.py": "",
    }
    found = program(tmp_path, files)
    before = {path: found.facts.module_name(path) for path in found.facts.paths}
    assert found.facts.routes == ()
    assert before == {path: found.facts.module_name(path) for path in found.facts.paths}
    assert before == {
        "src/shop/__init__.py": "shop",
        "src/shop/cart/items.py": "shop.cart.items",
        "backend/app/main.py": "app.main",
        "backend/app/parts.py": "app.parts",
        "backend/tool.py": "tool",
        "scripts/run.py": "scripts.run",
        "src/loose.py": "loose",
    }
