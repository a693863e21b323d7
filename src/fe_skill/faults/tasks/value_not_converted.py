"""A text can't be read as the number, date, id or document that it should be.

Tell-tale: "invalid literal for int()", "badly formed hexadecimal UUID string", "does not match
           format", a parser's error of YAML, TOML or INI.
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, in_own_code

_SIGNS = (
    Sign(
        types=("ValueError",),
        says=(
            r"invalid literal for int\(\) with base \d+: (.+)|could not convert "
            r"string to float: (.+)|badly formed hexadecimal UUID string|Invalid "
            r"isoformat string: (.+)|time data (.+) does not match format|"
            r"unconverted data remains|year \S+ is out of range|(?:month|day|hour|"
            r"minute) (?:must be|is out of range)|Exceeds the limit \(\d+ digits\)"
        ),
        what="a value can't be read as what it should be: {said}",
        why="what came in isn't of the form that this line expects",
        mend=(
            (
                "declare the type where it comes in (`int`, `UUID`, `datetime`): "
                "FastAPI answers 422 then"
            ),
            "or catch the error here and answer 400",
        ),
        confidence=0.65,
    ),
    Sign(
        types=("InvalidId",),
        says=r"is not a valid ObjectId",
        what="a text isn't the id of a document: {said}",
        why="what came in isn't 24 hexadecimal digits",
        mend=("declare the type where it comes in (`PydanticObjectId`), or answer 404 here",),
        confidence=0.85,
    ),
    Sign(
        types=("UnicodeDecodeError", "UnicodeEncodeError"),
        what="bytes are read or written in the wrong encoding: {said}",
        why=(
            "the data is binary or of another encoding than this line assumes; the "
            "system's default may differ"
        ),
        mend=(('name the encoding: `open(..., encoding="utf-8")`; keep binary data as bytes'),),
        confidence=0.65,
    ),
    Sign(
        types=(
            "ScannerError",
            "ParserError",
            "TOMLDecodeError",
            "ParsingError",
            "MissingSectionHeaderError",
            "NoSectionError",
            "NoOptionError",
            "DuplicateOptionError",
            "InterpolationSyntaxError",
        ),
        what="a configuration file isn't as its reader needs it: {said}",
        why="its form is wrong at that line, or a section is missing",
        mend=("correct the line that the message names",),
        confidence=0.7,
    ),
)

FAULT = Fault(
    name="value-not-converted",
    explanation=__doc__,
    recognise=in_own_code(*_SIGNS),
    general=True,
    samples=(
        Sample(
            trace(
                "ValueError: invalid literal for int() with base 10: 'abc'",
                ("/srv/app/main.py", 12, "show", "number = int(value)"),
            )
        ),
        Sample(
            trace(
                (
                    "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position "
                    "0: invalid start byte"
                ),
                ("/srv/app/main.py", 12, "show", "text = data.decode()"),
            )
        ),
        Sample("bson.errors.InvalidId: 'abc' is not a valid ObjectId, it must be a 12-byte input"),
        Sample("yaml.scanner.ScannerError: mapping values are not allowed here"),
    ),
)
