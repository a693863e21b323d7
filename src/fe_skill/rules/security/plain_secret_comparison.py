"""A secret that is compared with `==`.

Why: the comparison ends at the first difference, and the time it takes tells a patient caller how
much of a guess was right. For a password it also means that it is stored as it was typed.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.rule import Bad, Finding, Good, InFile, Rule, Severity
from fe_skill.rules.vocabulary import is_test
from fe_skill.syntax.module import SourceModule

_SECRET: Final = re.compile(
    r"(^|_)(password|passwd|api_?key|(access|auth|bearer|csrf|reset|verification|webhook|secret)_token"
    r"|client_secret|secret_key|hmac|hashed_password|password_hash|webhook_secret)$"
)
# The same comparison elsewhere looks a key up in a list, or tells whether it was changed.
_GUARDING: Final = re.compile(
    r"auth|log_?in|verif|valid|secur|passw|guard|allowed|protect|hash|webhook"
)
# What serves requests: a client that compares its own keys has no patient caller.
_WORDS: Final = (b"fastapi", b"starlette", b"Request", b"HTTPException", b"HTTP_4")
_SERVES: Final = re.compile(rb"fastapi|starlette|\bRequest\b|HTTPException|HTTP_4")
_AGAIN: Final = re.compile(
    r"confirm|repeat|again|retype|new|old|current|password_?[12]$|verify_pass"
    r"|raw|normali[sz]ed|stripped|trimmed|original|masked|redacted|placeholder|previous|updated"
)
_NAMED: Final = re.compile(rb"passw|api_?key|token|client_secret|secret_key|hmac|webhook_secret")


def check(module: SourceModule) -> Iterator[Finding]:
    """Comparisons of two values of which one is named as a secret."""
    if is_test(module.path):
        return
    for node in module.nodes(ast.Compare):
        if len(node.ops) != 1 or not isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            continue
        sides = (node.left, node.comparators[0])
        names = [_name(side) for side in sides]
        around = module.function_of(node)
        if not _GUARDING.search(f"{module.path}:{around.name if around else ''}".lower()):
            continue
        if None in names or not any(_SECRET.search(name or "") for name in names):
            continue
        # The two boxes of a form are both the caller's own.
        if not any(_AGAIN.search(name or "") for name in names) and not _in_query(module, node):
            message = f"`{module.segment(node)}` compares a secret in a way that can be timed"
            yield RULE.finding(module, node, message)


def _compares(data: bytes) -> bool:
    """Whether a comparison stands on a line with a name of a secret, or beside such a line."""
    small = data.lower()
    for sign in (b"==", b"!="):
        at = small.find(sign)
        while at >= 0:
            before = small.rfind(b"\n", 0, at)
            end = _line_end(small, at)
            start = max(small.rfind(b"\n", 0, max(before, 0)), 0)
            if _NAMED.search(small, start, _line_end(small, end + 1)):
                return True
            at = small.find(sign, end)
    return False


def _line_end(data: bytes, at: int) -> int:
    found = data.find(b"\n", at)
    return len(data) if found < 0 else found


def _name(node: ast.expr) -> str | None:
    """What a side is called; None for what is no value of its own: a constant, a call, a member."""
    if isinstance(node, ast.Name):
        return None if node.id.isupper() else node.id.lower()
    if isinstance(node, ast.Attribute):
        whose = node.value
        member = isinstance(whose, ast.Name) and whose.id[:1].isupper() and not whose.id.isupper()
        return None if member or node.attr.isupper() else node.attr.lower()
    return None


def _in_query(module: SourceModule, node: ast.AST) -> bool:
    """Whether the comparison makes SQL: it is an argument of `where` and the like."""
    for at in module.parents(node):
        if isinstance(at, ast.Call) and isinstance(at.func, (ast.Attribute, ast.Name)):
            name = at.func.attr if isinstance(at.func, ast.Attribute) else at.func.id
            if name in ("where", "filter", "having", "and_", "or_", "on", "join", "outerjoin"):
                return True
        if isinstance(at, ast.stmt):
            # Left alone too: a list of conditions for a query.
            left = node.left if isinstance(node, ast.Compare) else None
            return isinstance(left, ast.Attribute) and (module.segment(left)[:1].isupper())
    return False


RULE = Rule(
    code="FE307",
    name="plain-secret-comparison",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="use `secrets.compare_digest`, and a password hasher's `verify` for passwords",
    check=InFile(check, _WORDS, _SERVES, _compares),
    examples=(
        Bad(
            """
            from fastapi import Request

            def allowed(request: Request, api_key: str, settings) -> bool:
                return api_key == settings.api_key  # <- FE307
            """
        ),
        Good(
            """
            import secrets

            from fastapi import Request
            from sqlalchemy import select

            def allowed(api_key: str, settings) -> bool:
                return secrets.compare_digest(api_key, settings.api_key)

            def same(password: str, password_confirm: str) -> bool:
                return password == password_confirm

            def empty(password: str) -> bool:
                return password == ""

            def query(Key, api_key: str):
                return select(Key).where(Key.api_key == api_key)
            """
        ),
        Good(
            """
            from fastapi import Request

            def verify(request: Request, raw_api_key: str) -> str:
                normalized_api_key = raw_api_key.strip()
                if normalized_api_key == raw_api_key:
                    return "as it was sent"
                return "trimmed"
            """
        ),
    ),
)
