"""Something that was to be read as JSON isn't any.

Often an empty body, a page of HTML that tells of an error, or text with single quotation marks.

Tell-tale: `JSONDecodeError`: "Expecting value: line 1 column 1 (char 0)".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("ContentTypeError",),
        says=r"unexpected mimetype: '?([\w/.+-]*)",
        what="what was read as JSON is answered as `{0}`",
        why="the service answered with a page, most often of an error, or with nothing",
        mend=(
            "look at status and text before `.json()`: `response.raise_for_status()`",
            "only where the text is JSON all the same: `.json(content_type=None)`",
        ),
    ),
    Sign(
        types=("JSONDecodeError",),
        what="what was read as JSON isn't any: {said}",
        why=(
            '"char 0" is an empty text or a page of HTML; further on it is a slip '
            "in the text itself"
        ),
        mend=(
            ("look at status and text before `.json()`: `response.raise_for_status()`"),
            (
                "a file or variable: print what the process really reads; JSON has "
                "double quotation marks and no comma at the end"
            ),
        ),
        confidence=0.85,
    ),
)

FAULT = Fault(
    name="not-json",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    general=True,
    samples=(
        Sample(
            trace(
                "aiohttp.client_exceptions.ContentTypeError: 502, message='Attempt to decode "
                "JSON with unexpected mimetype: text/html'",
                ("/srv/app/rates.py", 12, "rates", "return await response.json()"),
            )
        ),
        Sample(
            trace(
                ("json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)"),
                ("/srv/app/rates.py", 12, "rates", "return response.json()"),
            )
        ),
    ),
    lookalikes=(
        Sample(
            trace(
                'pydantic.env_settings.SettingsError: error parsing JSON for "hosts"',
                ("/srv/app/settings.py", 12, "<module>", "settings = Settings()"),
            )
        ),
    ),
)
