"""A request to another service can't be made as it is given.

Tell-tale: httpx's `UnsupportedProtocol`, `InvalidURL`, `StreamConsumed`, `ResponseNotRead`;
           "Invalid type for url".
"""

from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("UnsupportedProtocol", "InvalidURL", "InvalidSchema", "MissingSchema"),
        what="the address of another service isn't one: {said}",
        why="a setting is empty, lacks `https://`, or has what doesn't belong there",
        mend=(
            "check the setting when the application starts: `AnyHttpUrl`",
            "`AsyncClient(base_url=...)` for relative paths",
        ),
    ),
    Sign(
        types=("TypeError",),
        says=(
            r"Invalid type for url\.\s+Expected str or httpx\.URL, got <class "
            r"'(\w+)'>"
        ),
        what="the address of another service is `{0}`",
        why="a setting or a value wasn't given",
        mend=("check the setting when the application starts",),
    ),
    Sign(
        types=("ResponseNotRead", "StreamConsumed", "StreamClosed", "RequestNotRead"),
        what="an answer's body is read at the wrong time: {said}",
        why="a streamed body has to be read inside the `with`, and only once",
        mend=("`await response.aread()` inside `async with client.stream(...)`",),
    ),
    Sign(
        types=("TooManyRedirects",),
        what="another service redirects in circles",
        why="an address, a scheme or a cookie is missing that it insists on",
        mend=("look at the `location` headers, and ask for the last one directly",),
    ),
    Sign(
        types=("LocalProtocolError",),
        says=r"Illegal header (?:value|name)|Illegal (?:target|method) characters",
        what="a header or an address holds characters that aren't allowed: {said}",
        why="most often a token with a line end, or an empty one",
        mend=("strip what is read from files and settings",),
    ),
)

FAULT = Fault(
    name="outgoing-request-malformed",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            "httpx.UnsupportedProtocol: Request URL is missing an 'http://' or 'https://' protocol."
        ),
        Sample(
            "httpx.ResponseNotRead: Attempted to access streaming response "
            "content, without having called `read()`."
        ),
    ),
)
