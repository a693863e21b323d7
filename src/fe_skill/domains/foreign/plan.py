"""The plan of a domain in a project that we didn't make.

Lives here: Planned, plan_foreign.
Does not:   the parts (its neighbours).
"""

from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from fe_skill.changes.changeset import ChangeSet, Draft, Listing
from fe_skill.domains.foreign.files import new_files
from fe_skill.domains.foreign.finish import finished, format_of
from fe_skill.domains.foreign.idiom import Habit, Idiom
from fe_skill.domains.foreign.kin import Kin
from fe_skill.domains.foreign.made import made_of, place
from fe_skill.domains.foreign.migration import revision_of
from fe_skill.domains.foreign.refusals import unfit
from fe_skill.domains.foreign.registration import register
from fe_skill.domains.foreign.survey import Choices, survey
from fe_skill.domains.foreign.survey_tests import test_idiom
from fe_skill.domains.foreign.work import Work
from fe_skill.domains.foreign.write_tests import conftest_text, tests_file
from fe_skill.domains.plan import Wanted
from fe_skill.domains.refusal import refused
from fe_skill.domains.spec import Domain
from fe_skill.problem import Problem, Refused
from fe_skill.project.program import Program
from fe_skill.project.reader import Facts


@dataclass(frozen=True)
class PlannedDomain:
    """The change set, and what the caller should know of it."""

    changes: ChangeSet
    notes: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ("alembic upgrade head", "pytest")


def plan_foreign(facts: Facts, domain: Domain, wanted: Wanted, choices: Choices) -> PlannedDomain:
    """The change set that gives the project of `facts` this domain, in its own idiom.

    Raises:
        Refused: the project shows no idiom to follow, or something stands in the way.
    """
    program = Program(facts)
    _refuse_unfit(program, domain, wanted)
    style = format_of(program)
    kin, idiom = survey(program, choices, style, frozenset(e.name for e in domain.entities))
    _refuse_open(kin, idiom, domain)
    made = made_of(program, kin, idiom, domain)
    work = Work(program, kin, idiom, made, domain.access, style)
    texts = finished(new_files(work), style)
    habits = list(idiom.habits)
    if wanted.tests:
        files, habit = _tests(work, domain.name)
        texts |= finished(files, style)
        habits += [habit] if habit else []
    draft = Draft(lambda path: _bytes(facts.root / path))
    for path, text in texts.items():
        _create(draft, path, text)
    notes = _notes(work)
    if wanted.migration:
        notes += _migrate(draft, work, domain)
    register(draft, work)
    told = (f"followed `{kin.model.name}` in {kin.routes.path}", *map(str, habits), *notes)
    steps = ("alembic upgrade head",) if wanted.migration and facts.migrations else ()
    return PlannedDomain(draft.done(), told, (*steps, "pytest"))


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _refuse_unfit(program: Program, domain: Domain, wanted: Wanted) -> None:
    if wanted.prefix is not None:
        raise refused(
            "prefix-unfit",
            "`prefix` is for projects of scaffold alone",
            "elsewhere the new routes stand beside their neighbours, under the same prefix",
            "leave `prefix` out",
        )
    facts = program.facts
    marked = [p for p in facts.paths if "{{" in p or "{%" in p]
    if marked:
        raise unfit(
            "template-tree",
            "the folder holds a template of projects rather than a project",
            "names in it are filled in later, so that nothing can be proven now",
            "make a project of the template, and call with that",
            marked[0],
        )
    if not any(m.base and m.table for m in facts.models):
        raise unfit(
            "models-missing",
            "the project has no mapped classes of SQLAlchemy or SQLModel",
            "a domain's rows are kept the way the project keeps others",
            "give the folder of a project that uses SQLAlchemy, or make one with scaffold",
        )
    if domain.access == "role":
        raise refused(
            "access-unfit",
            "`access: role:<name>` is known in projects of scaffold alone",
            "every project tells roles in a way of its own",
            "name the dependency that asks for the role with `auth`, and leave `access` out",
        )
    for entity in domain.entities:
        if entity.soft_delete or entity.audit:
            raise refused(
                "option-unfit",
                f"`{entity.name}` asks for soft deletion or an audit trail",
                "both are made in projects of scaffold alone",
                "leave the option out, or write it in the project's own way",
            )
        for field in entity.fields:
            if field.type == "bytes":
                raise refused(
                    "type-unfit",
                    f"`{entity.name}.{field.name}` is of type bytes",
                    "how bytes go through JSON is told in projects of scaffold alone",
                    "give another type, or add the field by hand",
                )


def _refuse_open(kin: Kin, idiom: Idiom, domain: Domain) -> None:
    """Go on only where callers can be asked for, or needn't be."""
    auth = idiom.auth
    above = auth is not None and auth.param is None and auth.decorator is None
    if auth is not None and above and domain.access in {"public", "public-read"}:
        raise unfit(
            "access-unfit",
            f"the neighbour's routes are guarded as a whole, by `{auth.dependency}`",
            f"beside it, `access: {domain.access}` can't be kept",
            "leave `access` out, or include a router of your own elsewhere",
            kin.routes.path,
        )
    if domain.access == "public" or idiom.auth is not None:
        return
    raise unfit(
        "auth-missing",
        "no dependency of the project refuses strangers",
        f"`access: {domain.access}` needs one to follow",
        "call with `access: public`, or write the dependency first and name it with `auth`",
    )


def _tests(work: Work, domain: str) -> tuple[dict[str, str], Habit | None]:
    idiom, habit = test_idiom(work.program, work.kin, work.idiom.session.dependency, domain)
    files: dict[str, str] = {}
    if idiom.client is None:
        folder = idiom.folder or idiom.path.rpartition("/")[0]
        files[f"{folder}/conftest.py".removeprefix("/")] = conftest_text(
            work.kin, idiom, documents=work.style.checks("D100")
        )
    for one in work.made:
        if any(link.required and link.made is None for link in one.links):
            continue
        path, text = tests_file(work.routing(one), idiom, work.made, None)
        files[path] = text
        files |= _packages(work.program, idiom.path, path)
    return files, habit


def _packages(program: Program, old: str, new: str) -> dict[str, str]:
    init = f"{old.rpartition('/')[0]}/__init__.py"
    target = f"{new.rpartition('/')[0]}/__init__.py"
    if init == target or init not in program.facts.paths or target in program.facts.paths:
        return {}
    return {target: ""}


def _create(draft: Draft, path: str, text: str) -> None:
    file = PurePosixPath(path)
    present = draft.read(file)
    if present is None:
        draft.create(file, text.encode())
    elif present != text.encode() and not path.endswith("__init__.py"):
        raise Refused(
            Problem(
                code="name-taken",
                what=f"`{path}` is there already, and isn't what this call makes",
                why="a file of yours is never replaced",
                mend="give the entity another name, or move the file away",
                path=path,
            )
        )


def _migrate(draft: Draft, work: Work, domain: Domain) -> list[str]:
    revision = revision_of(work.program, work.idiom, work.made, domain.name)
    if revision is None:
        return ["no revision was written: the project has no Alembic"]
    style, sort = replace(work.style, single=revision.single), revision.first
    if sort and any(p.startswith("alembic/") for p in work.program.facts.paths):
        style = replace(style, first_party=(*style.first_party, "alembic"))
    folder = PurePosixPath(revision.path).parent
    names = frozenset(path.name for path in (work.program.facts.root / folder).glob("*.py"))
    # Another call's revision on the same head would fork them.
    draft.take_for_granted(Listing(folder, ".py", names))
    for path, text in finished({revision.path: revision.text}, style, sort=sort).items():
        _create(draft, path, text)
    return []


def _notes(work: Work) -> list[str]:
    """What the caller should know besides the habits."""
    found = []
    path = work.kin.model.where.path
    for one in work.made:
        new = place(path, one.twin)
        if one.twin(path) == path:
            found.append(f"`{path}` holds every model: the new one is in `{new}`")
        if one.entity.order_by:
            found.append("lists are ordered by the key: `order_by` isn't followed here")
        if one.entity.search:
            found.append("lists aren't searched: `search` isn't followed here")
        if any(link.required and link.made is None for link in one.links):
            found.append(
                f"`{one.entity.name}` has no tests: they would need rows of a model that is there"
            )
    return list(dict.fromkeys(found))
