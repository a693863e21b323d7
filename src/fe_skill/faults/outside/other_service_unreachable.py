"""Another service doesn't answer, or answers with an error.

The cause is outside the project: the service, the network, a name or a certificate.

Tell-tale: httpx's, requests', aiohttp's, botocore's and redis' errors of connection and status.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, Diagnosis, Fault, Sample

_TYPES = re.compile(
    r"^(?:httpx|httpx2|httpcore|httpcore2|requests|urllib3|aiohttp|botocore|redis|kombu|aiormq|grpc|smtplib|openai|"
    r"aiosmtplib|pymongo|elasticsearch|aiokafka|kafka|stripe|celery)\b.*"
)
_SIGN = (
    r"Connection refused|Connect call failed|timed out|Timeout|Name or service not known|"
    r"getaddrinfo failed|"
    r"CERTIFICATE_VERIFY_FAILED|Temporary failure in name resolution|Max retries exceeded|"
    r"Server disconnected|All connection attempts failed|Client error '4|Server error '5|"
    r"Connection reset"
)


def recognise(case: Case) -> Diagnosis | None:
    last = next((one for one in reversed(case.chain) if _TYPES.match(one.type)), None)
    if last is None or not (
        re.search(_SIGN, last.message)
        or re.search(r"Connect|Timeout|HTTPStatus|Network|SSL", last.name)
    ):
        return None
    spot = case.spot(last)
    library = last.type.partition(".")[0]
    return Diagnosis(
        what=f"another service could not be reached or refused, says `{library}`: "
        f"{last.message.partition(chr(10))[0][:100].rstrip('.')}",
        why="the cause is outside the project: the service, the network, a name or a certificate",
        confidence=CLEAR if spot or case.program is None else LIKELY,
        place=spot.place if spot else None,
        evidence=(spot.evidence("where it is asked"),) if spot else (),
        mend=(
            "see whether the service answers from this machine, at this address",
            "let the caller know: catch the error, answer 502 or 503; turning certificate checks "
            "off "
            "only hides the fault",
        ),
    )


FAULT = Fault(
    name="other-service-unreachable",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "httpx.ConnectError: [Errno 111] Connection refused",
                ("/srv/app/rates.py", 5, "rates", "return await client.get(URL)"),
            )
        ),
    ),
)
