"""A secret field in what a route answers.

Why: whoever may call the route gets the password hash, and with it all night to guess the password.
"""

import re
from collections.abc import Iterator
from typing import Final

from fe_skill.project.model import Route, Schema
from fe_skill.project.program import Program
from fe_skill.rules.across import last, response_schema
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Related, Rule, Severity

_SECRET: Final = re.compile(
    r"(hashed_|encrypted_)?(password|passwd)(_hash|_digest)?|pw_hash|private_key|client_secret"
    r"|secret_key|(totp|otp|mfa)_secret"
)
_DEPTH: Final = 4
# What a payment's client needs to go on with it: it is made for browsers.
_PAYMENT: Final = re.compile(r"payment|intent|checkout|stripe|setup", re.IGNORECASE)


def check(program: Program) -> Iterator[Finding]:
    """Fields named as secrets in response models and in the models that these hold."""
    told: set[tuple[str, int]] = set()
    for route in program.facts.routes:
        schema = response_schema(program, route.response_model)
        if schema is not None:
            for finding in _within(program, route, schema, (), _DEPTH):
                key = (finding.path, finding.span.line)
                if key not in told:
                    told.add(key)
                    yield finding


def _within(
    program: Program, route: Route, schema: Schema, above: tuple[Related, ...], depth: int
) -> Iterator[Finding]:
    for field in schema.fields:
        kind = field.type or ""
        place = (field.where.path, field.where.line)
        secret = _SECRET.fullmatch(field.name) is not None and "Secret" not in kind
        if secret and not _handed_out(schema, field.name) and not _kept(program, place):
            start = Related(
                route.registered.path, route.registered.line, f"`{route.path}` answers with it"
            )
            message = f"`{schema.name}.{field.name}` is shown to callers"
            # Others than a password's hash may be what the route is there to hand out.
            sure = "hash" in field.name
            yield RULE.finding_at(
                field.where,
                message,
                related=(start, *above),
                severity=None if sure else Severity.WARNING,
                confidence=None if sure else 0.7,
            )
        inner = response_schema(program, kind) if depth and kind else None
        if inner is not None and inner is not schema:
            step = Related(*place, f"`{schema.name}.{field.name}` holds `{last(inner.name)}`")
            yield from _within(program, route, inner, (*above, step), depth - 1)


def _handed_out(schema: Schema, secret: str) -> bool:
    """Whether the answer is there to hand this secret out, going by its name and its kin.

    `ClientSecretRotated` says what it shows; a password's hash is never handed out.
    """
    if "hash" in secret:
        return False
    named = secret.replace("_", "") in last(schema.name).lower()
    kin = " ".join((schema.name, *(field.name for field in schema.fields)))
    return named or (secret == "client_secret" and _PAYMENT.search(kin) is not None)  # noqa: S105 -- a name


def _kept(program: Program, place: tuple[str, int]) -> bool:
    """Whether a field is excluded where it is declared."""
    lines = program.facts.source(place[0]).splitlines()
    return place[1] <= len(lines) and b"exclude=True" in lines[place[1] - 1]


RULE = Rule(
    code="FE203",
    name="secret-in-response",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="leave the field out of the schema that is answered with",
    check=InProject(check),
    examples=(
        Bad(
            {
                "app/schemas.py": """
                from pydantic import BaseModel

                class UserOut(BaseModel):
                    id: int
                    hashed_password: str  # <- FE203

                class OrderOut(BaseModel):
                    id: int
                    owner: UserOut
                """,
                "app/main.py": """
                from fastapi import FastAPI

                from app.schemas import OrderOut

                app = FastAPI()

                @app.get("/orders", response_model=list[OrderOut])
                async def list_orders(): ...
                """,
            }
        ),
        Good(
            """
            from fastapi import FastAPI
            from pydantic import BaseModel, Field

            class UserIn(BaseModel):
                password: str

            class UserOut(BaseModel):
                id: int
                hashed_password: str = Field(exclude=True)

            app = FastAPI()

            @app.post("/users")
            async def create_user(body: UserIn) -> UserOut: ...

            class PaymentIntentOut(BaseModel):
                payment_intent_id: str
                client_secret: str

            @app.post("/payments")
            async def start_payment() -> PaymentIntentOut: ...

            class ClientSecretOut(BaseModel):
                client_id: str
                client_secret: str

            @app.post("/clients/{at}/secret")
            async def rotate_secret(at: int) -> ClientSecretOut: ...
            """
        ),
    ),
)
