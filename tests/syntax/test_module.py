import ast

from fe_skill.syntax.module import SourceModule
from fe_skill.syntax.tree import module_of


def module(
    source: str, *, path: str = "app/orders/api.py", name: str = "app.orders.api"
) -> SourceModule:
    return SourceModule(path, name, source, module_of(source))


def meanings(source: str) -> list[str | None]:
    """What the function of each call in `source` means."""
    code = module(source)
    return [code.dotted(call.func) for call in code.nodes(ast.Call)]


def test_a_name_means_what_the_file_imports_under_it() -> None:
    assert meanings("import time as t\nfrom fastapi import status as s\nt.sleep(s.HTTP())") == [
        "time.sleep",
        "fastapi.status.HTTP",
    ]


def test_a_plain_import_binds_its_first_part_alone() -> None:
    assert meanings("import os.path\nos.path.join()\nos.getcwd()") == ["os.path.join", "os.getcwd"]


def test_an_import_inside_a_function_counts() -> None:
    assert meanings("def f():\n    from time import sleep\n    sleep()") == ["time.sleep"]


def test_relative_imports_start_at_the_files_package() -> None:
    assert meanings("from ..core import db\nfrom . import models\ndb.open()\nmodels.Order()") == [
        "app.core.db.open",
        "app.orders.models.Order",
    ]


def test_relative_imports_of_a_package_start_at_itself() -> None:
    code = module(
        "from .models import Order\nOrder()", path="app/orders/__init__.py", name="app.orders"
    )
    assert code.dotted(code.nodes(ast.Call)[0].func) == "app.orders.models.Order"


def test_a_relative_import_above_the_top_means_nothing() -> None:
    code = module("from .... import x\nx()")
    assert code.dotted(code.nodes(ast.Call)[0].func) is None


def test_what_the_module_defines_has_its_name() -> None:
    assert meanings("router = make()\ndef make(): ...\nrouter.get()") == [
        "app.orders.api.make",
        "app.orders.api.router.get",
    ]


def test_a_local_name_means_nothing() -> None:
    head = "from x import a\ndef f(a, *b, c=a(1)):\n    a(2)\n"
    body = "    for d in b: d(3)\n    [e(4) for e in b]\n    lambda g: g(5)\n"
    assert meanings(head + body) == ["x.a", None, None, None, None]


def test_a_global_declaration_leads_outside() -> None:
    assert meanings("def f():\n    global a\n    a = 1\n    a()\na = 2") == ["app.orders.api.a"]


def test_a_comprehensions_variable_is_its_own() -> None:
    assert meanings("from x import a\nb = [a(1) for a in y]\na(2)") == [None, "x.a"]


def test_builtins_are_named_unless_the_file_has_its_own() -> None:
    assert meanings("print()\ndef open(): ...\nopen()") == ["builtins.print", "app.orders.api.open"]


def test_nodes_come_in_source_order_and_know_what_is_around_them() -> None:
    code = module("class A:\n    def f(self):\n        return g(h())\n")
    outer, inner = code.nodes(ast.Call)
    function = code.function_of(inner)
    assert code.parent(inner) is outer
    assert function is not None
    assert function.name == "f"
    assert code.class_of(function) is code.nodes(ast.ClassDef)[0]
    assert code.class_of(inner) is None


def test_nested_functions_are_not_inside_their_outer_one() -> None:
    code = module("def f():\n    a()\n    def g():\n        b()\n    lambda: c()\n    d()\n")
    calls = code.inside(code.nodes(ast.FunctionDef)[0], ast.Call)
    assert [code.segment(call) for call in calls] == ["a()", "d()"]


def test_places_count_characters_from_one() -> None:
    code = module("x = 1\r\nä = 'é'; f(1,\r\n  2)\r\n")
    call = code.nodes(ast.Call)[0]
    at = code.span(call)
    assert (at.line, at.column, at.end_line, at.end_column) == (2, 10, 3, 5)
    assert code.segment(call) == "f(1,\r\n  2)"


def test_a_line_is_given_without_its_end() -> None:
    code = module("a = 1\r\nb = 2")
    assert [code.line(n) for n in (0, 1, 2, 3)] == ["", "a = 1", "b = 2", ""]
