"""A token was refused: its signature, time, audience, algorithm or form.

Turning a check off would let every token in.

Tell-tale: an exception of PyJWT, jose, authlib, itsdangerous; 401 "Could not validate credentials".
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import (
    CLEAR,
    LIKELY,
    SURE,
    Diagnosis,
    Edit,
    Evidence,
    Fault,
    Place,
    Sample,
)
from fe_skill.faults.looking.source import last_name, lines_with, placed
from fe_skill.faults.mending import around
from fe_skill.syntax.module import SourceModule

_ERRORS = (
    "InvalidAudienceError", "InvalidAlgorithmError", "InvalidSignatureError",
    "ExpiredSignatureError",
    "DecodeError", "InvalidIssuerError", "ImmatureSignatureError", "MissingRequiredClaimError",
    "InvalidTokenError", "JWTError", "JWTClaimsError", "InvalidKeyError", "InvalidSubjectError",
    "InvalidIssuedAtError", "PyJWTError",
    "JWSError", "JWSSignatureError", "JWEError", "ExpiredTokenError", "BadSignatureError",
    "InvalidClaimError", "MissingClaimError", "SignatureExpired",
)  # fmt: skip
_MEND = {
    "InvalidAudienceError": 'give the audience that it has: `jwt.decode(..., audience="...")`',
    "InvalidAlgorithmError": "sign and check with one algorithm, from one setting",
    "InvalidSignatureError": "sign and check with one key, from one setting",
    "ExpiredSignatureError": "get a new token; compare the clocks and `exp` if it should still "
    "hold",
    "DecodeError": "hand the token itself over, without `Bearer ` before it",
    "InvalidSubjectError": "the claim `sub` has to be text: `str(user.id)` when it is made",
    "ImmatureSignatureError": "compare the clocks; `datetime.now(UTC)`, not `utcnow()`, for `iat`",
    "InvalidIssuedAtError": "compare the clocks; `datetime.now(UTC)`, not `utcnow()`, for `iat`",
}


_EXPIRED = (
    r"Signature has expired|Signature verification failed|Not enough segments|"
    r"(?:[Ff]ailed to|[Cc]ould not|[Cc]annot) (?:decode|verify|validate) (?:the )?(?:JWT|token)|"
    r"(?:JWT|[Tt]oken) (?:has )?expired"
)
_UNAUTHORIZED = 401
_KEY = 1  # the place of the key among the arguments of `encode`


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(*_ERRORS) or case.raised("ExpiredSignatureError", says=_EXPIRED)
    if raised is not None and "Algorithm" in raised.message and raised.name == "JWSError":
        return None  # the setting names none (signing-key-unusable)
    if raised is not None and not re.search(r"jwt|jose|Error$|SignatureExpired$", raised.type):
        return None
    answered = (
        case.status == _UNAUTHORIZED
        and "could not validate" in (case.response.detail if case.response else "").lower()
    )
    if (raised is None and not answered) or (
        raised is not None and raised.type.startswith("pydantic")
    ):
        return None
    name = raised.name if raised else ""
    spot = case.spot(raised)
    decode, encode = _call(case, "decode"), _call(case, "encode")
    place = (
        spot.place
        if spot
        else Place(decode[0].path, decode[1].lineno, "decode")
        if decode
        else None
    )
    shown = (Evidence("where tokens are made", encode[0].path, encode[1].lineno),) if encode else ()
    subject = _subject(*encode) if encode and name == "InvalidSubjectError" else None
    if subject is not None:
        place = placed(*subject, "sub")
    return Diagnosis(
        what=f"a token was refused: {raised.message if raised else 'it could not be validated'}",
        why="what the token says isn't what the check wants",
        confidence=SURE if spot and decode else CLEAR if raised else LIKELY,
        place=place,
        evidence=(*((spot.evidence("the check"),) if spot else ()), *shown),
        mend=(_MEND.get(name, "log which check failed, and compare how tokens are made and read"),),
        edits=_same_algorithm(decode, encode)
        if name == "InvalidAlgorithmError" and decode and encode
        else around(*subject, "str(", ")")
        if subject
        else (),
    )


def _subject(module: SourceModule, encode: ast.Call) -> tuple[SourceModule, ast.expr] | None:
    """What a token that is made names as its subject, where that isn't plainly text."""
    for table in module.inside(module.function_of(encode) or module.tree, ast.Dict):
        for key, value in zip(table.keys, table.values, strict=True):
            text = isinstance(value, ast.JoinedStr) or (
                isinstance(value, ast.Call) and last_name(value.func) == "str"
            )
            if isinstance(key, ast.Constant) and key.value == "sub" and not text:
                return module, value
    return None


def _call(case: Case, name: str) -> tuple[SourceModule, ast.Call] | None:
    for line in lines_with(case, rf"jwt\.{name}\(", f"jwt.{name}"):
        for call in line.module.nodes(ast.Call):
            if call.lineno == line.number and last_name(call.func) == name:
                return line.module, call
    return None


def _same_algorithm(
    decode: tuple[SourceModule, ast.Call], encode: tuple[SourceModule, ast.Call]
) -> tuple[Edit, ...]:
    """The algorithm that signs, as the check's only one, where both files can spell it alike."""
    signs = next((k.value for k in encode[1].keywords if k.arg == "algorithm"), None)
    signs = signs or (encode[1].args[_KEY + 1] if len(encode[1].args) > _KEY + 1 else None)
    checks = next((k.value for k in decode[1].keywords if k.arg == "algorithms"), None)
    if signs is None or checks is None:
        return ()
    text = encode[0].segment(signs)
    first = text.partition(".")[0]
    known = isinstance(signs, ast.Constant) or decode[0].names.get(first) == encode[0].names.get(
        first
    )
    if not known or (not isinstance(signs, ast.Constant) and first not in decode[0].names):
        return ()
    start, end = decode[0].offsets(checks)
    if f"[{text}]" == decode[0].text[start:end]:
        return ()
    return (Edit(decode[0].path, start, end, f"[{text}]"),)


_GATE = """\
import jwt


def issue(user):
    return jwt.encode({"sub": user.id}, KEY)


def verify(token):
    return jwt.decode(token, KEY, [HS])
"""

FAULT = Fault(
    name="token-rejected",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "jwt.exceptions.InvalidAudienceError: Invalid audience",
                ("/app/gate/verify.py", 7, "verify", "claims = jwt.decode(token, KEY)"),
            )
        ),
        Sample(
            trace(
                "jwt.exceptions.InvalidSubjectError: Subject must be a string",
                ("/app/gate.py", 9, "verify", "return jwt.decode(token, KEY, [HS])"),
            ),
            {"gate.py": _GATE},
            "gate.py:5",
            mended=True,
        ),
        Sample("authlib.jose.errors.ExpiredTokenError: expired_token: The token is expired"),
        Sample("itsdangerous.exc.SignatureExpired: Signature age 90 > 60 seconds"),
        Sample('GET /me gives 401 {"detail":"Could not validate credentials"}'),
    ),
    docs=("https://pyjwt.readthedocs.io/en/stable/api.html#exceptions",),
)
