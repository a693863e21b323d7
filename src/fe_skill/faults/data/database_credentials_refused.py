"""The database refused the user, the password, or has no database of that name.

Tell-tale: "password authentication failed", `InvalidPasswordError`, "database ... does not exist".
"""

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Evidence, Fault, Sample
from fe_skill.faults.looking.urls import urls

_SIGN = (
    r"password authentication failed|no password supplied|role \"\w+\" does not exist|"
    r"database \"\w+\" does not exist|Access denied for user|no pg_hba\.conf entry|"
    r"Unknown database '\w+'|SASL authentication failed|"
    r"[Bb]ad auth ?: [Aa]uthentication failed|Authentication failed\., full error|"
    r"[Cc]ommand \w+ requires authentication"
)


def recognise(case: Case) -> Diagnosis | None:
    if case.raised(says=_SIGN) is None and (case.chain or not case.says(_SIGN)):
        return None
    url = next(iter(urls(case)), None)
    missing = case.says(r"database \"\w+\" does not exist")
    return Diagnosis(
        what="the database has no database of this name"
        if missing
        else "the database refused the login",
        why="what the URL says isn't what the server has",
        confidence=SURE if url else CLEAR,
        place=url.place if url else None,
        evidence=(Evidence("the URL", url.path, url.line, f"{url.driver}://..."),) if url else (),
        mend=("make the database, or correct its name in the URL",)
        if missing
        else (
            "correct user and password where the URL is set",
            "a volume keeps the password of its first start: a new one needs a new volume",
        ),
    )


FAULT = Fault(
    name="database-credentials-refused",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            'asyncpg.exceptions.InvalidPasswordError: password authentication failed for user "app"'
        ),
        Sample("pymongo.errors.OperationFailure: Authentication failed., full error: {'code': 18}"),
        Sample('asyncpg.exceptions.InvalidCatalogNameError: database "shop" does not exist'),
    ),
)
