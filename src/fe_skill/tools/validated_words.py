"""A judged project as the reply of `validate-project`: a page of findings, and all in words.

Lives here: reply_of, paged, in_words.
Does not:   the reply's shape (validate_project.py), or what was judged (judged.py).
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from fe_skill.rules.fixing import Fixed
from fe_skill.rules.registry import known_rules
from fe_skill.rules.rule import Applicability
from fe_skill.rules.run import Found
from fe_skill.rules.settings import matches
from fe_skill.tools.judged import Judged, Wish, inside
from fe_skill.tools.reply import WriteReply
from fe_skill.tools.validate_project import FindingView, RelatedView, Summary, Validation

# A concise reply stays under 800 tokens and a full one under 8,000: structure and text together.
_CONCISE: Final = 3_000
_FULL: Final = 30_000
_NAMED: Final = 8
_RELATED: Final = 2


def reply_of(
    judged: Judged,
    wish: Wish,
    seconds: float,
    mended: Fixed | None,
    written: WriteReply | None,
) -> Validation:
    """The reply without findings."""
    report = judged.report
    change = written.model_dump() if written else {}
    applied = len(mended.applied) if mended and written and written.status != "unchanged" else 0
    change["notes"] = (*change.get("notes", ()), *_notes(judged, wish))
    change["next_steps"] = tuple(_next_steps(judged, wish, written))
    unparsed = tuple(gap.where.path for gap in report.unparsed)
    return Validation(
        summary=Summary(
            files=judged.facts.files,
            routes=report.routes,
            models=report.models,
            rules_run=len(report.ran),
            profile=judged.settings.profile,
            findings=len(judged.visible),
            by_severity=dict(Counter(found.severity.value for found in judged.visible)),
            by_rule=dict(Counter(found.finding.rule for found in judged.visible)),
            suppressed=report.suppressed,
            baselined=judged.baselined,
            fixed=applied,
            unparsed=unparsed if wish.detail == "full" else unparsed[:_NAMED],
            seconds=seconds,
        ),
        findings=(),
        next_cursor=None,
        not_evaluated=tuple(f"{n.rule}: {n.reason}" for n in report.not_evaluated[:_NAMED]),
        **change,
    )


def _notes(judged: Judged, wish: Wish) -> Iterator[str]:
    if not judged.report.routes:
        yield "no application with routes was found: rules about routes had nothing to judge"
    if unresolved := judged.report.unresolved:
        yield f"{unresolved} things can't be told from the source: `describe-project` lists them"
    missing = [path for path in wish.paths if not _there(judged, path)]
    if missing:
        yield f"no file of the project is under `{missing[0]}`"


def _there(judged: Judged, path: str) -> bool:
    pattern = inside(judged.facts.root, path)
    return any(matches(file, pattern) for file in judged.facts.paths)


def _next_steps(judged: Judged, wish: Wish, written: WriteReply | None) -> Iterator[str]:
    levels = Counter(f.finding.fix.applicability for f in judged.visible if f.finding.fix)
    if written is not None and written.status == "applied" and wish.fix != "none":
        yield "run the tests; `undo-change` takes the change back"
    elif written is not None and written.status == "planned":
        yield "call again without `dry_run` to write it"
    if wish.fix == "none" and levels[Applicability.SAFE]:
        yield f'call with fix="safe": mends {levels[Applicability.SAFE]}, meaning kept'
    if wish.fix != "unsafe" and levels[Applicability.UNSAFE]:
        yield f'fix="unsafe", dry_run=true shows {levels[Applicability.UNSAFE]} fixes to look at'
    if judged.visible:
        yield f"`fe-skill explain {judged.visible[0].finding.rule}` shows the rule with examples"


def paged(visible: tuple[Found, ...], reply: Validation, wish: Wish, offset: int) -> Validation:
    """The reply with as many findings as it has room for, but at least one."""
    full = wish.detail == "full"
    longest = str(len(visible))
    room = (_FULL if full else _CONCISE) - _length(
        reply.model_copy(update={"next_cursor": longest})
    )
    views: list[FindingView] = []
    for found in visible[offset : offset + wish.limit]:
        view = _view(found, full=full)
        room -= len(view.model_dump_json()) + len(_told(view)) + 2
        if room < 0 and views:
            break
        views.append(view)
    end = offset + len(views)
    cursor = str(end) if end < len(visible) else None
    return reply.model_copy(update={"findings": tuple(views), "next_cursor": cursor})


def _length(reply: Validation) -> int:
    return len(reply.model_dump_json()) + len(in_words(reply)) - len(reply.diff or "")


def _view(found: Found, *, full: bool) -> FindingView:
    finding, rule = found.finding, known_rules()[found.finding.rule]
    related = finding.related if full else finding.related[:_RELATED]
    return FindingView(
        rule=rule.code,
        name=rule.name,
        severity=found.severity.value,
        path=finding.path,
        line=finding.span.line,
        column=finding.span.column,
        end_line=finding.span.end_line,
        end_column=finding.span.end_column,
        message=finding.message,
        why=rule.why if full else None,
        mend=rule.mend,
        fix=finding.fix.applicability.value if finding.fix else None,
        confidence=finding.confidence,
        fingerprint=found.fingerprint,
        related=tuple(RelatedView(path=r.path, line=r.line, message=r.message) for r in related),
    )


def in_words(reply: Validation) -> str:
    """The reply as a model reads it: the conclusion first."""
    lines = [_headline(reply.summary)]
    if reply.status is not None:
        name = f" as change {reply.change_id}" if reply.change_id else ""
        files = ", ".join((*reply.created, *reply.modified)[:_NAMED])
        lines.append(f"{reply.status}{name}: {reply.summary.fixed} fixed; {files or 'no file'}")
    lines += [f"failed {c.name}: {c.detail}" for c in reply.checks if c.outcome == "failed"]
    lines += [_told(view) for view in reply.findings]
    lines += _by_rule(reply.summary)
    lines += [f"not evaluated: {each}" for each in reply.not_evaluated]
    lines += [f"note: {note}" for note in reply.notes]
    lines += [f"next: {step}" for step in reply.next_steps]
    if reply.next_cursor:
        lines.append(f'next: cursor="{reply.next_cursor}", detail="full" for more of them')
    return "\n".join([*lines, reply.diff] if reply.diff else lines)


def _headline(summary: Summary) -> str:
    seen = f"{summary.files} files, {summary.routes} routes, {summary.models} models"
    run = f"{summary.rules_run} rules on {seen}"
    left = [f"{summary.suppressed} suppressed"] if summary.suppressed else []
    left += [f"{summary.baselined} in the baseline"] if summary.baselined else []
    aside = f" ({', '.join(left)})" if left else ""
    if not summary.findings:
        return f"nothing found{aside}: {run}"
    levels = ", ".join(f"{n} {name}" for name, n in summary.by_severity.items())
    return f"{summary.findings} findings ({levels}){aside}: {run}"


def _told(view: FindingView) -> str:
    fix = f" [{view.fix} fix]" if view.fix in {"safe", "unsafe"} else ""
    return f"{view.severity} {view.rule} {view.path}:{view.line} {view.message}{fix}"


def _by_rule(summary: Summary) -> list[str]:
    if not summary.findings:
        return []
    most = Counter(summary.by_rule).most_common(_NAMED)
    rules = ", ".join(f"{known_rules()[code].name} {count}" for code, count in most)
    return [f"most: {rules}"]
