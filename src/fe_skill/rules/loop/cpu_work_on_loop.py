"""A password hash that is worked out on the event loop.

Why: such hashes are slow on purpose, a tenth of a second and more; a handful of logins at once
stops every other request of the process for as long.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.rules.across import followed, loop_calls
from fe_skill.rules.rule import Applicability, Bad, Finding, Good, InProject, Rule, Severity
from fe_skill.rules.threads import off_the_loop

_SLOW: Final = frozenset(
    {
        "bcrypt.hashpw",
        "bcrypt.checkpw",
        "hashlib.scrypt",
        "hashlib.pbkdf2_hmac",
        *(
            f"{home}.{method}"
            for home in (
                "argon2.PasswordHasher",
                "pwdlib.PasswordHash",
                "passlib.context.CryptContext",
            )
            for method in ("hash", "verify", "verify_and_update", "verify_and_upgrade")
        ),
    }
)


def check(program: Program) -> Iterator[Finding]:
    """Hashing in coroutines of requests, and in plain functions that these call."""
    for site, chain in loop_calls(program, _SLOW):
        module, related = site.function.module, followed(chain)
        message = f"`{site.target}` keeps the event loop busy"
        # What is kept in a global is worked out once.
        if any(True for _ in module.inside(site.function.node, ast.Global)):
            continue
        yield RULE.finding(
            module, site.node, message, related=related, fix=off_the_loop(program, site, chain)
        )


RULE = Rule(
    code="FE502",
    name="cpu-work-on-loop",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="hand it to `asyncio.to_thread`",
    check=InProject(check),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            """
            import bcrypt
            from fastapi import FastAPI

            app = FastAPI()

            def matches(password: str, hashed: bytes) -> bool:
                return bcrypt.checkpw(password.encode(), hashed)  # <- FE502

            @app.post("/login")
            async def login(password: str) -> bool:
                return matches(password, b"")
            """,
            fixed="""
            import bcrypt
            from fastapi import FastAPI

            app = FastAPI()

            def matches(password: str, hashed: bytes) -> bool:
                return bcrypt.checkpw(password.encode(), hashed)

            @app.post("/login")
            def login(password: str) -> bool:
                return matches(password, b"")
            """,
        ),
        Good(
            """
            import asyncio

            import bcrypt
            from fastapi import FastAPI

            app = FastAPI()

            @app.post("/login")
            async def login(password: str) -> bool:
                return await asyncio.to_thread(bcrypt.checkpw, password.encode(), b"")

            @app.post("/signup")
            def sign_up(password: str) -> bytes:
                return bcrypt.hashpw(password.encode(), bcrypt.gensalt())
            """
        ),
    ),
)
