"""Source of Python 3.12 to 3.14, reduced to what Python 3.11 parses, line for line.

Lives here: reduced.
Does not:   when it is worth it (parse.py). What is reduced keeps its meaning as far as names,
            calls and annotations go; it is read, never run.

    def f[T](x: T)        loses its type parameters        (3.12)
    type X = int          becomes an assignment            (3.12)
    f"{d["a"]}"           becomes a sum of its parts       (3.12)
    except A, B:          gets its parentheses             (3.14)
    t"..."                becomes a sum of its parts       (3.14)
"""

from collections.abc import Sequence

import libcst as cst

from fe_skill.syntax.tree import expression_of


def reduced(text: str) -> str | None:
    """The text in older syntax, or None where libcst can't read it either."""
    try:
        module = cst.parse_module(text)
        return module.visit(_Reduce(module)).code
    except (cst.ParserSyntaxError, cst.CSTValidationError, RecursionError, ValueError):
        return None


class _Reduce(cst.CSTTransformer):
    """One pass that swaps newer nodes for older ones with as many lines."""

    def __init__(self, module: cst.Module) -> None:
        super().__init__()
        self._module = module

    def leave_FunctionDef(  # noqa: N802 -- libcst's name
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        if original_node.type_parameters is None:
            return updated_node
        gone = (original_node.type_parameters, original_node.whitespace_before_params)
        return updated_node.with_changes(
            type_parameters=None, whitespace_before_params=self._lines("", *gone)
        )

    def leave_ClassDef(  # noqa: N802
        self, original_node: cst.ClassDef, updated_node: cst.ClassDef
    ) -> cst.ClassDef:
        if original_node.type_parameters is None:
            return updated_node
        return updated_node.with_changes(
            type_parameters=None,
            whitespace_after_class=self._lines(" ", original_node.type_parameters),
        )

    def leave_TypeAlias(  # noqa: N802
        self, original_node: cst.TypeAlias, updated_node: cst.TypeAlias
    ) -> cst.Assign:
        del original_node
        target = cst.AssignTarget(target=updated_node.name)
        return cst.Assign(targets=[target], value=updated_node.value)

    def leave_ExceptHandler(  # noqa: N802
        self, original_node: cst.ExceptHandler, updated_node: cst.ExceptHandler
    ) -> cst.ExceptHandler:
        del original_node
        return updated_node.with_changes(type=_parenthesised(updated_node.type))

    def leave_ExceptStarHandler(  # noqa: N802
        self, original_node: cst.ExceptStarHandler, updated_node: cst.ExceptStarHandler
    ) -> cst.ExceptStarHandler:
        del original_node
        return updated_node.with_changes(type=_parenthesised(updated_node.type))

    def leave_FormattedString(  # noqa: N802
        self, original_node: cst.FormattedString, updated_node: cst.FormattedString
    ) -> cst.BaseExpression:
        if _parses(self._module.code_for_node(updated_node)):
            return updated_node
        return self._sum(original_node, updated_node.parts)

    def leave_TemplatedString(  # noqa: N802
        self, original_node: cst.TemplatedString, updated_node: cst.TemplatedString
    ) -> cst.BaseExpression:
        return self._sum(original_node, updated_node.parts)

    def _sum(self, original: cst.CSTNode, parts: Sequence[cst.CSTNode]) -> cst.BaseExpression:
        """The parts added up, over as many lines as the string had."""
        pieces = [
            f"str({self._module.code_for_node(part.expression).strip()})"
            if isinstance(part, cst.FormattedStringExpression | cst.TemplatedStringExpression)
            else repr(getattr(part, "value", ""))
            for part in parts
        ]
        body = " + ".join(pieces) or "''"
        missing = self._module.code_for_node(original).count("\n") - body.count("\n")
        return cst.parse_expression("(" + body + "\n" * max(missing, 0) + ")")

    def _lines(self, start: str, *gone: cst.CSTNode) -> cst.SimpleWhitespace:
        """As many line joins as the removed nodes had."""
        count = sum(self._module.code_for_node(node).count("\n") for node in gone)
        return cst.SimpleWhitespace(start + "\\\n" * count)


def _parenthesised(kind: cst.BaseExpression | None) -> cst.BaseExpression | None:
    if not isinstance(kind, cst.Tuple) or kind.lpar:
        return kind
    return kind.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _parses(code: str) -> bool:
    try:
        expression_of(code)
    except SyntaxError:
        return False
    return True
