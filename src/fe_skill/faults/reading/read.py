"""The one way from a failure's text to its Reading.

Lives here: read.
Does not:   any one form of text (the other modules of this folder).
"""

import json
import re
from dataclasses import replace
from typing import Final

from fe_skill.faults.reading.answers import answers
from fe_skill.faults.reading.field_errors import of_message
from fe_skill.faults.reading.lines import clean_lines, speaks_of_error
from fe_skill.faults.reading.messages import told
from fe_skill.faults.reading.pytest_output import PytestOutput
from fe_skill.faults.reading.reading import Failure, Raised, Reading
from fe_skill.faults.reading.records import unfolded
from fe_skill.faults.reading.tracebacks import Tracebacks

LARGEST: Final = 16_000_000  # characters; of more, the end
_LONGEST: Final = 200_000  # lines; likewise
_MOST_FAILURES: Final = 24
_MOST_LINES: Final = 400
_ALL_UP_TO: Final = 400  # lines, of which all are kept
_WIDEST: Final = 4_000
_BARE: Final = re.compile(
    r"(?:^|(?<=[\s`'\"(:>|]))"
    r"((?:[A-Za-z_]\w{0,80}\.){0,8}"
    r"(?:[A-Z]\w{0,80}(?:Error|Exception|Interrupt|Found|Violation|Refused|Timeout|Disconnect(?:ed)?)"
    r"|MissingGreenlet|FlushError|UnmappedInstance|StopAsyncIteration|StopIteration|SystemExit"
    r"|ExceptionGroup|CompileError|DoesNotExist|InvalidToken|BadSignature|UnsupportedProtocol"
    r"|InvalidURL|ResponseNotRead|StreamConsumed|TooManyRedirects|(?:Time|Rate)LimitExceeded"
    r"|WouldBlock|EndOfStream|(?:exceptions?|errors?|exc|err)\.[A-Z]\w{0,80}))"
    r"(?:\[[^\]]{0,60}\])?(?:[`'\"]?: (.+)|\(['\"](.+)|(?=$|[\s`'\"),.]))"
)

_LISTED: Final = re.compile(r"\d+ validation errors? for \w+$")
_HAPPENS: Final = re.compile(
    r"(?i)\b(?:get|gets|getting|got|rais(?:es?|ed|ing)|throw(?:s|n|ing)?|threw|fail(?:s|ed|ing)?|"
    r"see|seeing|shows?|with|ends?|crash(?:es|ed)?|happens?|returns?|error)\b"
)
_VALIDATION: Final = re.compile(r"alidation|SettingsError")
_NOT: Final = re.compile(
    r"(?i)\binstead of\b|\bno errors?\b|\bsee also\b|\bread about\b|\bavoid\b|\bprevent\b"
)
# How a message goes on that was wrapped: in the middle of a sentence.
_WRAPPED: Final = re.compile(r"[a-z][\w']* [\w'(-]")
_RAISING: Final = re.compile(
    r"raise ((?:\w{1,80}\.){0,8}[A-Z]\w{2,80})(?:\(f?['\"](.{1,200})['\"])?"
)
_MARKS: Final = " #*>-`"  # of titles, lists and quotations
_CAUGHT: Final = re.compile(r"^\s*except\s+[\w.,( ]*$")  # program text
_STRAY: Final = re.compile(r"^E(?= {3})")  # pytest's mark, quoted without its report


def read(text: str) -> Reading:
    """Everything that the text tells; an empty Reading is an answer too."""
    end = text[-LARGEST:]
    if end.count("\n") > _LONGEST:
        end = "\n".join(end.split("\n")[-_LONGEST:])
    cut = len(end) < len(text)
    lines = clean_lines(end)
    tracebacks, other, nodes = _taken_apart(lines[-_LONGEST:])
    failures = tracebacks.done()
    kept = _kept(other)
    if not failures or not failures[-1].chain[-1].type:
        failures = _with_mentioned(failures, _mentioned(kept))
    failures = [_with_errors(_by_its_raise(failure)) for failure in failures]
    said = [line for f in failures for raised in f.chain for line in _answer_lines(raised)]
    return Reading(
        failures=_distinct(failures),
        responses=answers([*said, *kept]),
        lines=kept,
        nodes=tuple(nodes)[:_MOST_FAILURES],
        cut=cut,
    )


def _taken_apart(lines: list[str]) -> tuple[Tracebacks, list[str], dict[str, None]]:
    tracebacks, other = Tracebacks(), []
    report = PytestOutput(tracebacks)
    for line in lines:
        record = unfolded(line) if "{" in line else None
        said = (line,) if record is None else record
        other += [one for one in said if not _consumed(one, tracebacks, report)]
    report.done()
    return tracebacks, other, report.nodes


def _consumed(line: str, tracebacks: Tracebacks, report: PytestOutput) -> bool:
    if line[:1] in "│╭╰" and tracebacks.rich_code(line):
        return tracebacks.take(line) or True
    if report.inside and "bove exception" in line:
        report.link()
    return report.take(line) or tracebacks.take(line)


def _kept(lines: list[str]) -> tuple[str, ...]:
    said = [_STRAY.sub(" ", line) for line in lines if line.strip()]
    if len(said) > _ALL_UP_TO:
        said = [line for line in said if speaks_of_error(line)][-_MOST_LINES:]
    return tuple(line[:_WIDEST] for line in said)


def _by_its_raise(failure: Failure) -> Failure:
    """A traceback without its last line, named by the `raise` where it broke off."""
    last = failure.chain[-1]
    if last.type or not last.frames:
        return failure
    raising = _RAISING.match(last.frames[-1].code)
    if raising is None:
        return failure
    named = replace(last, type=raising[1], message=raising[2] or "")
    return replace(failure, chain=(*failure.chain[:-1], named), cut=True)


def _with_mentioned(failures: list[Failure], mentioned: list[Failure]) -> list[Failure]:
    """What lines name, and the frames of a traceback that broke off before it could."""
    cut = next((one for one in failures if not any(raised.type for raised in one.chain)), None)
    if cut is None or not mentioned:
        return [*mentioned, *failures]
    frames = cut.chain[-1].frames
    named = [Failure((replace(one.chain[-1], frames=frames),), cut=True) for one in mentioned]
    return [*(one for one in failures if one is not cut), *named]


def _mentioned(lines: tuple[str, ...]) -> list[Failure]:
    """Exceptions that are only named: a last line without its traceback, or prose."""
    found: list[Failure] = []
    for at, line in enumerate(lines):
        if "HTTP/" in line:
            continue
        if listed := _LISTED.search(line):
            message = "\n".join([listed[0], *_rest_of_message(lines, at)])
            found.append(Failure((Raised("ValidationError", message),)))
            continue
        named = _named(line, at)
        if named is not None and not named.message:
            named = _with_saying(named, told(line))
        if named is not None:
            rest = _rest_of_message(lines, at) if named.message else []
            message = "\n".join([named.message, *rest])
            found.append(Failure((Raised(named.type, message),)))
        elif (raised := told(line)) is not None:
            found.append(Failure((raised,), cut=True))
    return [
        one for one in found if not any(other is not one and _begins(one, other) for other in found)
    ]


def _named(line: str, at: int) -> Raised | None:
    """The exception that a line names, with what it says of it."""
    found = _BARE.search(line)
    if found is None or _CAUGHT.search(line[: found.start()]):
        return None
    said = found[2] or found[3] or ""
    if line[found.start() - 1 : found.start()] == "`":
        said = said.partition("`")[0]  # what is quoted ends where the quotation does
    alone = not line[: found.start()].strip(_MARKS)
    if said or alone or _told(line) or _is_title(line, at):
        return Raised(found[1], said.strip())
    return None


def _with_saying(named: Raised, saying: Raised | None) -> Raised:
    """A name whose message stands further along the line."""
    return saying if saying is not None and saying.name == named.name else named


def _begins(one: Failure, other: Failure) -> bool:
    """Whether a title only has the beginning of what is quoted in full below."""
    short, full = one.chain[-1], other.chain[-1]
    return (
        short.name == full.name
        and len(short.message) < len(full.message)
        and full.message.startswith(short.message.rstrip('`" '))
    )


def _is_title(line: str, at: int) -> bool:
    """Whether a line is what somebody calls the failure that follows."""
    return at == 0 and line.startswith("#") and _NOT.search(line) is None


def _told(line: str) -> bool:
    """Whether prose says that the exception really came."""
    return _HAPPENS.search(line) is not None and _NOT.search(line) is None


def _rest_of_message(lines: tuple[str, ...], at: int) -> list[str]:
    rest: list[str] = []
    for line in lines[at + 1 : at + 40]:
        wrapped = _WRAPPED.match(line) is not None and lines[at + len(rest)][-1:] not in ".:`\"')"
        if _BARE.match(line) or (
            not line.startswith((" ", "[", "(", "\t", "<"))
            and "[type=" not in (lines[min(at + len(rest) + 2, len(lines) - 1)])
            and not wrapped
        ):
            break
        rest.append(line)
    return rest


def _with_errors(failure: Failure) -> Failure:
    if not any(_VALIDATION.search(raised.type) for raised in failure.chain):
        return failure
    return replace(
        failure,
        chain=tuple(
            replace(raised, errors=of_message(raised.message)) if raised.message else raised
            for raised in failure.chain
        ),
    )


def _answer_lines(raised: Raised) -> list[str]:
    """What an assertion says about an answer: `where 422 = <Response [422 ...]>.status_code`."""
    if raised.name == "HTTPException":  # Starlette prints it so: `403: Not enough permissions`
        status, _, detail = raised.message.partition(":")
        return [f'status {status} {{"detail": {json.dumps(detail.strip()[:_WIDEST])}}}']
    if raised.name != "AssertionError":
        return []
    return [line[:_WIDEST] for line in raised.message.split("\n")[:40]]


def _distinct(failures: list[Failure]) -> tuple[Failure, ...]:
    """Each failure once, where it was seen last, and the last ones of many."""
    known: dict[object, Failure] = {}
    for failure in failures:
        key = tuple(
            (r.type, r.message, tuple((f.path, f.line) for f in r.frames)) for r in failure.chain
        )
        known.pop(key, None)
        known[key] = failure
    return tuple(known.values())[-_MOST_FAILURES:]
