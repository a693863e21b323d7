"""The database server doesn't answer at the address that the project has.

Tell-tale: "Connect call failed", "Connection refused", "could not translate host name", "Name or
           service not known", under a database driver.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Evidence, Fault, Sample
from fe_skill.faults.looking.urls import urls

_SIGN = (
    r"Connect call failed|[Cc]onnection refused|could not translate host name|"
    r"could not connect to server|"
    r"Name or service not known|Temporary failure in name resolution|nodename nor servname|"
    r"connection is bad|Is the server running|timeout expired|No route to host|"
    r"connection to server at .{1,80} failed|unable to open database file|"
    r"Can't connect to (?:MySQL )?(?:local )?(?:MySQL )?server|"
    r"the database system is (?:starting up|shutting down|in recovery mode)"
)
# Others that are refused in the same words.
_OTHERS = re.compile(
    r"\b(?:redis|httpx2?|httpcore|aiohttp|urllib3|kombu|amqp|aiormq|pymongo|elasticsearch|upstream)\b|"
    r":(?:6379|5672|9092|9200|27017|11211)\b"
)
_PORTS = re.compile(r"\b(?:5432|3306|1433|1521)\b")  # of databases
_INNERMOST = 12  # frames, among which the driver's are
_FIRST = 4  # lines of a message that are surely its own
_DRIVERS = ("asyncpg", "psycopg", "aiomysql", "pymysql")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says=_SIGN)
    if raised is None or "password authentication" in raised.message:
        return None
    first = "\n".join(raised.message.split("\n")[:_FIRST])
    if not re.search(_SIGN, first) or _OTHERS.search(f"{raised.type} {first}"):
        return None
    own = (raised.message, *(frame.path for frame in raised.frames[-_INNERMOST:]))
    through = " ".join((raised.type, *(own if raised.frames else (case.said,))))
    file = "unable to open database file" in raised.message
    wrapped = "sqlalchemy" in (through if not raised.frames else raised.type)
    known = wrapped or _PORTS.search(first) or any(word in through for word in _DRIVERS)
    if not file and not known:
        return None
    url = next(iter(urls(case)), None)
    spot = case.spot(raised)
    said_first = re.search(_SIGN, first.partition("\n")[0]) is not None
    return Diagnosis(
        what="the database's file can't be opened"
        if file
        else "the database server can't be reached",
        why="its folder isn't there, or can't be written"
        if file
        else "nothing answers at the host and port of the URL",
        confidence=(SURE if url else CLEAR) if said_first else LIKELY,
        place=url.place if url else spot.place if spot else None,
        evidence=(Evidence("the URL", url.path, url.line, f"{url.driver}://..."),) if url else (),
        mend=("make the folder, or name another path in the URL",)
        if file
        else (
            "start the server, or correct host and port in the URL",
            "inside a container `localhost` is the container: use the service's name",
        ),
    )


FAULT = Fault(
    name="database-unreachable",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "OSError: Multiple exceptions: [Errno 111] Connect call failed ('127.0.0.1', 5432)",
                ("/app/app/main.py", 9, "lifespan", "async with engine.begin() as connection:"),
                (
                    "/usr/lib/python3.12/site-packages/asyncpg/connect_utils.py",
                    1249,
                    "_connect",
                    "",
                ),
            )
        ),
    ),
    lookalikes=(
        Sample(
            trace(
                "httpx.ConnectError: [Errno 111] Connection refused",
                ("/usr/lib/python3.12/site-packages/httpx/_transports/default.py", 118, "x", ""),
            )
        ),
    ),
)
