"""Comments that suppress findings: `# fe-skill: ignore[FE101] reason`.

Lives here: Suppression, suppressions, misused, unused.
Does not:   settings of a whole project (settings.py).

A comment speaks for the line that it ends, and one that stands alone for the next line of code. It
names rules by code, prefix of a code or name, and has to give a reason; without one it suppresses
nothing.
"""

import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from fe_skill.problem import Refused
from fe_skill.project.program import Program
from fe_skill.rules.notices import NO_REASON, UNKNOWN, UNUSED
from fe_skill.rules.registry import chosen
from fe_skill.rules.rule import Applicability, Edit, Finding, Fix
from fe_skill.syntax.module import SourceModule, Span

_WORD: Final = b"fe-skill:"
_NEAR: Final = 30
_COMMENT: Final = re.compile(r"#\s*fe-skill:\s*ignore\b\s*(?:\[([^\]]*)\])?[\s:-]*(.*)")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment, the line that it speaks for, and what it says."""

    path: str
    span: Span
    covers: int
    codes: frozenset[str]
    unknown: tuple[str, ...]
    reason: str
    edit: Edit

    def takes(self, finding: Finding) -> bool:
        """Whether it suppresses a finding."""
        lines = (finding.span.line, finding.span.end_line)
        named = finding.rule in self.codes and bool(self.reason)
        return named and self.path == finding.path and self.covers in lines


def suppressions(program: Program) -> tuple[Suppression, ...]:
    """Every such comment in files that parse."""
    return tuple(s for module in program.mentioning(_WORD) for s in _of_module(module))


def misused(found: Iterable[Suppression]) -> Iterator[Finding]:
    """What is wrong with comments themselves."""
    for each in found:
        if not each.reason:
            yield _notice(NO_REASON.code, each, "the suppression gives no reason")
        for word in each.unknown:
            yield _notice(UNKNOWN.code, each, f"`{word}` names no rule")
        if not each.codes and not each.unknown:
            yield _notice(UNKNOWN.code, each, "the suppression names no rule")


def unused(
    found: Iterable[Suppression], used: frozenset[Suppression], ran: frozenset[str]
) -> Iterator[Finding]:
    """The comments that had nothing to suppress, though every rule that they name was run."""
    for each in found:
        if each.reason and each.codes and each.codes <= ran and each not in used:
            names = ", ".join(f"`{code}`" for code in sorted(each.codes)[:3])
            fix = Fix("Delete the comment", Applicability.SAFE, (each.edit,))
            yield _notice(UNUSED.code, each, f"nothing to suppress here for {names}", fix)


def _notice(code: str, at: Suppression, message: str, fix: Fix | None = None) -> Finding:
    return Finding(rule=code, path=at.path, span=at.span, message=message, fix=fix)


def _of_module(module: SourceModule) -> Iterator[Suppression]:
    for line, column, text in _comments(module.text):
        found = _COMMENT.match(text)
        if not found:
            continue
        alone = not module.line(line)[:column].strip()
        codes, unknown = _named(found[1] or "")
        yield Suppression(
            path=module.path,
            span=Span(line, column + 1, line, column + len(text) + 1),
            covers=_next_code(module, line) if alone else line,
            codes=codes,
            unknown=unknown,
            reason=found[2].strip(),
            edit=_removal(module, line, column, len(text), alone=alone),
        )


def _comments(text: str) -> list[tuple[int, int, str]]:
    """Line, column from 0 and text of each comment; what comes after a break is not seen."""
    found: list[tuple[int, int, str]] = []
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    try:
        found.extend((*t.start, t.string) for t in tokens if t.type == tokenize.COMMENT)
    except (tokenize.TokenError, SyntaxError):
        return found
    return found


def _next_code(module: SourceModule, line: int) -> int:
    """The first line after a comment that holds code; the comment's own where none is near."""
    for at in range(line + 1, line + _NEAR):
        if module.line(at).strip() and not module.line(at).lstrip().startswith("#"):
            return at
    return line


def _removal(module: SourceModule, line: int, column: int, length: int, *, alone: bool) -> Edit:
    start = module.offset(line)
    end = module.offset(line, column + 1) + length
    if alone:
        after = module.text.find("\n", end)
        return Edit(module.path, start, len(module.text) if after < 0 else after + 1, "")
    kept = module.text[start : start + column].rstrip()
    return Edit(module.path, start + len(kept), end, "")


def _named(words: str) -> tuple[frozenset[str], tuple[str, ...]]:
    codes: set[str] = set()
    unknown: list[str] = []
    for word in filter(None, (part.strip() for part in words.split(","))):
        try:
            codes |= chosen([word])
        except Refused:
            unknown.append(word[:60])
    return frozenset(codes), tuple(unknown)
