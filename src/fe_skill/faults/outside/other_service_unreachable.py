"""Another service doesn't answer, or answers with an error.

The cause is outside the project: the service, the network, a name or a certificate.

Tell-tale: httpx's, requests', aiohttp's, botocore's and redis' errors of connection and status.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, OPEN, Diagnosis, Fault, Sample
from fe_skill.faults.reading.reading import Raised

_TYPES = re.compile(
    r"^(?:httpx|httpx2|httpcore|httpcore2|requests|urllib3|aiohttp|botocore|redis|kombu|aiormq|grpc|smtplib|openai|"
    r"aiosmtplib|pymongo|elasticsearch|aiokafka|kafka|stripe|celery|boto|minio|fastapi_mail|"
    r"anthropic|keycloak|fastapi_keycloak|elastic_transport|google\.api_core|twilio|pika|aio_pika|qdrant_client|ldap3)\b.*"
)
# The same where the text has their names alone.
_NAMES = re.compile(
    r"SMTP[A-Z]\w+|BotoServerError|S3Error|ServerSelectionTimeoutError|ConnectTimeout|ReadTimeout|"
    r"ConnectError|RemoteProtocolError|AMQPConnectionError|APIConnectionError|APITimeoutError|"
    r"AioRpcError|_InactiveRpcError|NewConnectionError|MaxRetryError|EndpointConnectionError|"
    r"ClientConnectorError|ServerDisconnectedError|BusyLoadingError|ReadOnlyError|ClusterDownError"
)
# It answered, and says what it doesn't accept.
_ANSWERED = (
    r"An error occurred \([\w.]+\) when calling the \w+ operation|S3 operation failed|"
    r"Client error '4|Error code: 4\d\d|not accepted|[Aa]uthenticat|WRONGPASS|NOAUTH"
)
_SIGN = (
    r"Connection refused|Connect call failed|timed out|Timeout|Name or service not known|"
    r"getaddrinfo failed|"
    r"CERTIFICATE_VERIFY_FAILED|Temporary failure in name resolution|Max retries exceeded|"
    r"Server disconnected|All connection attempts failed|Client error '4|Server error '5|"
    r"Connection reset|Server disconnected|Error -?\d+ (?:while )?connecting to|"
    r"Retry limit exceeded while trying to reconnect|invalid username-password pair|"
    r"Authentication required|Error code: [45]\d\d|WRONGPASS|NOAUTH|"
    r"An error occurred \([\w.]+\) when calling the \w+ operation|S3 operation failed|"
    r"^HTTP [45]\d\d\b|check your credentials or email service|MISCONF|read only replica|"
    r"force unblock"
)
# Clients of services, by their folders, for what Python itself raised below them.
_CLIENTS = re.compile(
    r"(?:site|dist)-packages/(?P<name>httpx2?|httpcore2?|requests|urllib3|aiohttp|botocore|redis|kombu|"
    r"aio_?pika|pika|aiormq|grpc|openai|anthropic|pymongo|motor|elasticsearch|elastic_transport|"
    r"opensearchpy|aiokafka|kafka|confluent_kafka|minio|stripe|celery|aiosmtplib|qdrant_client|neo4j)/"
)
_BROKEN = ("ConnectionRefusedError", "ConnectionError", "TimeoutError", "gaierror", "SSLError",
           "SSLCertVerificationError", "ConnectionResetError", "ConnectTimeoutError")  # fmt: skip
_UNANSWERED = (*(name for name in _BROKEN if "Reset" not in name), "OSError")
_SAID = (
    r"Error -?\d+ (?:while )?connecting to [\w.-]+:\d+|"
    r"Retry limit exceeded while trying to reconnect to the Celery \w+ result store"
)


def recognise(case: Case) -> Diagnosis | None:
    last = next((one for one in reversed(case.chain) if _is_service(one)), None)
    if last is None:
        return _said(case) or _plain(case)
    spot = case.spot(last)
    library = _library(last)
    return Diagnosis(
        what=f"another service could not be reached or refused, says `{library}`: "
        f"{last.message.partition(chr(10))[0][:100].rstrip('.')}",
        why="the cause is outside the project: the service, the network, a name or a certificate",
        confidence=CLEAR if spot or case.program is None else LIKELY,
        place=spot.place if spot else None,
        evidence=(spot.evidence("where it is asked"),) if spot else (),
        mend=(
            "what it answered names what it refuses: the login, a permission, a limit, or a name"
            if re.search(_ANSWERED, last.message)
            else "see whether the service answers from this machine, at this address",
            "let the caller know: catch the error, answer 502 or 503; turning certificate checks "
            "off "
            "only hides the fault",
        ),
    )


def _is_service(raised: Raised) -> bool:
    if _TYPES.match(raised.type):
        return bool(
            re.search(_SIGN, raised.message)
            or _NAMES.fullmatch(raised.name)
            or re.search(r"Connect|Timeout|HTTPStatus|Network|SSL|Authentication", raised.name)
        )
    if "." not in raised.type and (
        _NAMES.fullmatch(raised.name)
        or re.search(_ANSWERED.partition("|Client")[0], raised.message)
    ):
        return True
    return raised.name in _BROKEN and _through(raised) is not None


def _through(raised: Raised) -> str | None:
    """The client of a service in whose innermost frames it was raised."""
    for frame in reversed(raised.frames[-6:]):
        if found := _CLIENTS.search(frame.path.replace("\\", "/")):
            return found["name"]
    return None


def _library(raised: Raised) -> str:
    return raised.type.partition(".")[0] if "." in raised.type else _through(raised) or raised.name


def _said(case: Case) -> Diagnosis | None:
    """What clients of Redis and Celery log without an exception's name."""
    found = None if case.whole else case.says(_SAID)
    if found is None:
        return None
    return Diagnosis(
        what=f"another service could not be reached: {found[0][:100]}",
        why="the cause is outside the project: the service, the network, or its address here",
        confidence=LIKELY,
        mend=(
            "see whether the service answers from this machine, at this address",
            "inside a container `localhost` is the container: use the service's name",
        ),
    )


def _plain(case: Case) -> Diagnosis | None:
    """Python's own errors of connection, with nothing that tells whose they are."""
    last = case.last if case.whole else None
    if last is None or last.frames or last.name not in _UNANSWERED:
        return None
    if last.name in ("OSError", "TimeoutError") and not re.search(_SIGN, last.message):
        return None
    return Diagnosis(
        what=f"something could not be reached: {last.message.partition(chr(10))[0][:100]}",
        why="nothing answers at that address: a database or another service, or no such name",
        confidence=OPEN,
        mend=(
            "find in the traceback which library asks, and see whether it answers from here",
            "inside a container `localhost` is the container: use the service's name",
        ),
    )


FAULT = Fault(
    name="other-service-unreachable",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample("SMTPServerDisconnected: Connection unexpectedly closed"),
        Sample(
            trace(
                "botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling "
                "the PutObject operation: Access Denied",
                ("/srv/app/files.py", 12, "keep", "bucket.upload_fileobj(file, name)"),
            )
        ),
        Sample("Error 111 connecting to localhost:6379. Connection refused."),
        Sample(
            trace(
                "httpx.ConnectError: [Errno 111] Connection refused",
                ("/srv/app/rates.py", 5, "rates", "return await client.get(URL)"),
            )
        ),
    ),
)
