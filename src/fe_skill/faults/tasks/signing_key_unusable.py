"""A key or a secret isn't there, or isn't of the kind that is needed.

Tell-tale: "Expecting a string- or bytes-formatted key", "secret must be unicode or bytes, not
           None".
"""

from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("TypeError",),
        says=(
            r"Expecting a (?:string|PEM)\S* (?:or bytes-)?formatted key|Expected a "
            r"string value|key must be (?:str|bytes)"
        ),
        what="the key for tokens is no text: most often the setting is None",
        why=("an environment variable that isn't set gives None, and a `SecretStr` isn't its text"),
        mend=(
            ("make the setting required: `secret_key: SecretStr`, and give `.get_secret_value()`"),
        ),
    ),
    Sign(
        types=(
            "TypeError",
            "NotImplementedError",
            "JWTError",
            "JWSError",
            "JWKError",
            "InvalidAlgorithmError",
        ),
        says=r"Algorithm '?(None|\w+)'? (?:could not be found|not supported)",
        what="there is no algorithm `{0}` for tokens here",
        why=("the setting is missing or misspelt, or the algorithm needs `cryptography`"),
        mend=(("name it in settings: `HS256`; for `RS256` and `ES256` install `pyjwt[crypto]`"),),
    ),
    Sign(
        types=("ValueError", "JWKError", "InvalidKeyError", "UnsupportedAlgorithm"),
        says=(
            r"Unable to load PEM|Could not deserialize key|Could not parse the provided public|"
            r"Unable to process (?:JWK|key)|MalformedFraming"
        ),
        what="the key can't be read: {said}",
        why=(
            "it lost its line ends on the way through a variable, is of another kind, or is "
            "protected by a password"
        ),
        mend=("write `\\n` for its line ends and turn them back, or read the key from a file",),
    ),
    Sign(
        types=("TypeError", "ExpectedTypeError"),
        says=(
            r"secret must be (?:unicode|str) or bytes, not ([\w.]+)|hash must be "
            r"(?:unicode|str) or bytes, not ([\w.]+)"
        ),
        what="a password or its hash is `{0}{1}` where text is needed",
        why="the field wasn't given, is a `SecretStr`, or the row has none",
        mend=(
            "require the field, take a `SecretStr`'s text by `.get_secret_value()`",
            "treat an account without a hash as one that can't log in by password",
        ),
    ),
    Sign(
        types=(
            "InvalidToken",
            "BadSignature",
            "BadTimeSignature",
            "InvalidKeyError",
            "VerifyMismatchError",
            "InvalidHash",
            "InvalidHashError",
        ),
        what=("what was signed, encrypted or hashed doesn't fit this key or this input"),
        why=(
            "the key changed since, another one was configured, the value was cut, "
            "or the input is simply wrong"
        ),
        mend=(
            "keep one key for all processes, in settings",
            "answer 400 or 401 where the value came from a client",
        ),
        confidence=0.75,
    ),
)

FAULT = Fault(
    name="signing-key-unusable",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample("TypeError: Expecting a string- or bytes-formatted key."),
        Sample("TypeError: secret must be unicode or bytes, not None"),
        Sample("jose.exceptions.JWKError: Unable to load PEM file."),
        Sample("cryptography.fernet.InvalidToken"),
    ),
)
