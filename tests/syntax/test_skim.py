"""Bodies are cut out of a file before it is parsed, and nothing else changes."""

import ast

import pytest

from fe_skill.syntax.skim import skimmed

CUT = {
    "a function": "def f(a):\n    x = 1\n    return x\ny = 2\n",
    "methods": "class A:\n    def f(self):\n        return 1\n\n    async def g(self): ...\n",
    "a signature over several lines": "def f(\n    a=1,\n) -> x[\n    int\n]:\n    return 1\n",
    "a comment after the colon": "def f():  # why\n    return 1\nx = 1\n",
    "comments further left": "def f():\n    a = 1\n# here\n    return a\n# and here\nx = 1\n",
    "brackets that close further left": "def f():\n    return g(\n        1,\n)\nx = 1\n",
    "a branch": "if x:\n    def f():\n        return 1\nelse:\n    def f():\n        return 2\n",
    "functions inside": "def f():\n    def g():\n        return 1\n    return g\nx = 1\n",
    "tabs": "class A:\n\tdef f(self):\n\t\treturn 1\n\tz = 1\n",
    "a comment at the end": "class A:\n    def f(self):\n        return 1\n        # last\nx = 1\n",
    "no line end": "def f():\n    return 1",
    "a decorator": "@a.get(\n    '/x'\n)\ndef f():\n    return 1\n\n\n@b\nclass C:\n    x = 1\n",
    "text that looks like code": 'TEXT = """\ndef f():\n    return 1\n"""\nx = 1\n',
}
LEFT = {
    "a body on the same line": "def f(): return 1\nx = 1\n",
    "only the word": "undef = 1\nx = 'def f'\n# def f():\n#     no\n",
}
OPEN = {
    "a string further left": 'def f():\n    return """\nhere\n"""\nx = 1\n',
    "the other quotes": "def f():\n    return '''\nhere\n'''\nx = 1\n",
}


def _outline(tree: ast.Module) -> str:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = []
        for name in ("col_offset", "end_col_offset"):
            if hasattr(node, name):
                setattr(node, name, 0)
        if isinstance(node, ast.Constant):
            node.value = 0
    return ast.dump(tree, include_attributes=True)


@pytest.mark.parametrize("name", CUT)
def test_what_is_left_parses_to_the_same_outline_on_the_same_lines(name: str) -> None:
    text = CUT[name]
    found = skimmed(text)
    assert found is not None
    assert "return 1" not in found
    assert found.count("\n") == text.count("\n")
    assert _outline(ast.parse(found)) == _outline(ast.parse(text))


@pytest.mark.parametrize("name", LEFT)
def test_what_has_no_body_of_its_own_lines_is_left_as_it_is(name: str) -> None:
    assert skimmed(LEFT[name]) == LEFT[name]


@pytest.mark.parametrize("name", OPEN)
def test_a_body_whose_end_cannot_be_told_is_not_guessed(name: str) -> None:
    assert skimmed(OPEN[name]) is None
