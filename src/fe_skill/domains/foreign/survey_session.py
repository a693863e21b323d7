"""How functions of the project get their session, and who commits.

Lives here: session_idiom.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from fe_skill.domains.foreign.idiom import Habit, SessionIdiom
from fe_skill.domains.foreign.kin import Kin
from fe_skill.domains.foreign.refusals import ambiguous, unfit, unknown
from fe_skill.domains.foreign.signatures import Aliases, Injected, injected
from fe_skill.project.interpreter.run import is_test
from fe_skill.project.program import Program
from fe_skill.syntax.module import SourceModule

_SESSION = re.compile(r"(?:^|\.)(?:Async)?Session$")
_QUERY = re.compile(r"\b(?:db|session|db_session)\.query\(")
_SELECT = re.compile(r"(?<![\w.])(?:sa\.)?select\(")
_CLEAR = 0.6


def session_idiom(
    program: Program, kin: Kin, aliases: Aliases, given: str | None
) -> tuple[SessionIdiom, Habit]:
    """The session's parameter as most functions have it, those of the neighbour first.

    Raises:
        Refused: `session-missing`, `session-ambiguous` or `session-unknown`.
    """
    words = {alias.rpartition(".")[2].encode() for alias in aliases}
    seen = [
        (module.path, each)
        for module in program.mentioning(b"Session", *words)
        if not is_test(module.path)
        for each in _sessions(module, aliases)
    ]
    near = [each for path, each in seen if path == kin.routes.path]
    every = [each for _, each in seen]
    if given is not None:
        wanted = given.replace(":", ".")
        near = every = [each for each in every if each.dependency == wanted]
        if not every:
            names = sorted({each.dependency for _, each in seen})
            raise unknown("session dependency", "session", given, names)
    best = _most(near or every)
    of = "injected sessions"
    total = len(every)
    follow = sum(_same(each, best) for each in every)
    best_type = best.type or ""
    if not best_type:
        best_type = "AsyncSession"
    session = SessionIdiom(
        param=best.param,
        kind=best.kind,
        dependency=best.dependency,
        is_async="Async" in best_type,
        runs=_runs(program, best_type),
        commits=_commits(program, best.dependency),
    )
    return session, Habit(f"the session comes by {best.form}", follow, total, of)


def _most(seen: list[Injected]) -> Injected:
    if not seen:
        raise unfit(
            "session-missing",
            "no function of the project is given a session by a dependency",
            "routes of a new domain need one, and how sessions come about is the project's affair",
            "give `session` as `module:name` once there is such a dependency",
        )
    dependencies = Counter(each.dependency for each in seen)
    (best, count), *_ = dependencies.most_common(1)
    if count < _CLEAR * len(seen):
        raise ambiguous("session dependencies", "session", sorted(dependencies))
    forms = Counter((each.form, each.param.name) for each in seen if each.dependency == best)
    form = forms.most_common(1)[0][0]
    return next(e for e in seen if e.dependency == best and (e.form, e.param.name) == form)


def _runs(program: Program, kind: str) -> Literal["execute", "exec", "query"]:
    """How rows are asked for: by `query()` where most of the project does."""
    if kind.startswith("sqlmodel"):
        return "exec"
    texts = [m.text for m in program.mentioning(b".query(", b"select(") if not is_test(m.path)]
    old = sum(len(_QUERY.findall(text)) for text in texts)
    new = sum(len(_SELECT.findall(text)) for text in texts)
    return "query" if "Async" not in kind and old > new else "execute"


def _same(one: Injected, other: Injected) -> bool:
    return (one.dependency, one.form) == (other.dependency, other.form)


def _sessions(module: SourceModule, aliases: Aliases) -> Iterator[Injected]:
    for function in module.functions:
        for each in injected(module, function, aliases):
            if _SESSION.search(each.type or ""):
                yield each


def _commits(program: Program, dependency: str) -> bool:
    """Whether those who write commit themselves: not where the dependency does."""
    module_name, _, name = dependency.rpartition(".")
    for module in program.mentioning(name.encode()):
        if module.name == module_name:
            for function in module.functions:
                if function.name == name:
                    source = module.segment(function)
                    return re.search(r"\.commit\(|\.begin\(", source) is None
    return True
