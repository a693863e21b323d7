"""The plan of a domain: its files and the edits to those that are there.

Lives here: begun, plan.
Does not:   the parts (its neighbours), or how a plan is carried out (changes/).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from fe_skill.changes.changeset import ChangeSet, Draft, Listing
from fe_skill.data import data_folder
from fe_skill.domains import edits
from fe_skill.domains.answers import association_answers, domain_answers, entity_answers
from fe_skill.domains.answers_access import access_answers
from fe_skill.domains.extend import extended
from fe_skill.domains.finish import finished
from fe_skill.domains.growth import growth_of, growth_steps
from fe_skill.domains.inflection import snake
from fe_skill.domains.link import Linked, link
from fe_skill.domains.merge import merged
from fe_skill.domains.read_back import PREFIX, Known, read_back
from fe_skill.domains.refusal import refused
from fe_skill.domains.spec import Domain
from fe_skill.domains.surroundings import Existing, Surroundings, survey
from fe_skill.domains.tables import back_of, back_of_many, migration_tables
from fe_skill.problem import Problem, Refused
from fe_skill.project.reader import Facts
from fe_skill.templating.render import Rendered, render_tree

_MAIN = "src/main.py"
_MODELS = "src/models.py"
_REVISIONS = "migrations/versions"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a call wants besides the domain; `prefix` None is that of a domain that is there."""

    migration: bool = True
    tests: bool = True
    prefix: str | None = None


def begun(root: Path) -> Draft:
    """A draft for the project at `root`, begun before its facts are read.

    Whoever adds a domain writes `main.py`: read first, it tells a plan on what was there before
    another's change from one on what is there after it, which is then refused as stale. A domain
    that is extended may leave it as it is: so the revisions have to be the same, too, where one is
    added.
    """
    draft = Draft(lambda path: _bytes(root / path))
    draft.read(PurePosixPath(_MAIN))
    names = frozenset(path.name for path in (root / _REVISIONS).glob("*.py"))
    draft.take_for_granted(Listing(PurePosixPath(_REVISIONS), ".py", names))
    return draft


def plan(draft: Draft, facts: Facts, domain: Domain, wanted: Wanted) -> ChangeSet:
    """The change set that gives the project of `facts` this domain, or what it lacks of it.

    Raises:
        Refused: the project isn't ours, or something stands in the way.
    """
    root = facts.root
    around = survey(facts, domain.name)
    known = read_back(domain.name, around)
    linked = link(domain if known is None else extended(known, domain), around)
    old = None if known is None else link(known.domain, around)
    prefix = _prefix(wanted.prefix, known)
    files = rendered(linked, around, prefix)
    if wanted.migration:
        files += finished(list(_revision(linked, old, around)), root)
    before = [] if old is None else rendered(old, around, prefix)
    for file in files:
        if wanted.tests or file.path.parts[0] != "tests":
            _write(draft, file, {base.path: base.content for base in before})
    if wanted.tests:
        _make_factories(draft, linked, facts)
    _register(draft, linked, prefix)
    _answer_relations(draft, linked)
    return draft.done()


def rendered(linked: Linked, around: Surroundings, prefix: str) -> list[Rendered]:
    """Every file of the domain but its migration, as it is written."""
    return finished(list(_files(linked, around, prefix)), around.root)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _prefix(given: str | None, known: Known | None) -> str:
    if known is None:
        return given or PREFIX
    if given not in {None, known.prefix}:
        raise refused(
            "prefix-differs",
            f"the routes of `{known.domain.name}` begin with `{known.prefix}`",
            "the routes of one domain begin alike",
            "leave `prefix` out, or give the new entities a domain of their own",
        )
    return known.prefix


def _files(linked: Linked, around: Surroundings, prefix: str) -> Iterator[Rendered]:
    templates = data_folder("templates")
    common = {**domain_answers(linked), "prefix": prefix}
    yield from render_tree(templates / "domain", common)
    for entity in linked.domain.entities:
        access = access_answers(entity, linked, prefix)
        answers = {**common, **access, **entity_answers(entity, linked)}
        yield from render_tree(templates / "entity", answers)
    for many in linked.many:
        yield from render_tree(templates / "association", association_answers(many, linked))
    for part, used in (
        ("soft_delete", any(entity.soft_delete for entity in linked.entities)),
        ("audit", any(entity.audit for entity in linked.entities)),
    ):
        if used and around.read(f"src/core/{part}.py") is None:
            yield from render_tree(templates / part, common)


def _revision(linked: Linked, old: Linked | None, around: Surroundings) -> Iterator[Rendered]:
    """The revision that makes what no earlier one has made."""
    up, down = migration_tables(linked, around.created)
    grown = () if old is None else growth_of(linked, old, around.created)
    for growth in grown:
        more, less = growth_steps(growth, linked)
        up, down = up + more, less + down
    if not up:
        return
    if grown and "foreign_keys" not in (around.read("migrations/env.py") or ""):
        raise refused(
            "migrations-unsafe",
            "`migrations/env.py` leaves foreign keys on while SQLite rebuilds a table",
            "SQLite gets new columns by making the table anew, and drops the old one: what refers "
            "to its rows would go with it",
            "take over `run_online` of a new project's `migrations/env.py`",
        )
    revision, after = around.next_revision
    answers = {
        "domain": linked.domain.name,
        "domain_words": linked.domain.name.replace("_", " "),
        "revision": revision,
        "after": after,
        "verb": "create" if old is None else "extend",
        "up": up,
        "down": down,
    }
    yield from render_tree(data_folder("templates") / "revision", answers)


def _write(draft: Draft, file: Rendered, before: Mapping[PurePosixPath, bytes]) -> None:
    """Plan `file`: new, or with what is new in it since `before`."""
    present = draft.read(file.path)
    base = before.get(file.path)
    if present is None:
        draft.create(file.path, file.content, executable=file.executable)
    elif base is None and present != file.content:
        raise _taken(file.path)
    elif base is not None and base != file.content:
        old, new = base.decode(), file.content.decode()
        draft.edit(file.path, lambda there: merged(old, new, there, str(file.path)))


def _taken(path: PurePosixPath) -> Refused:
    return Refused(
        Problem(
            code="name-taken",
            what=f"`{path}` is there already, and isn't what this call makes",
            why="a file of yours is never replaced",
            mend="give the new entities a domain of their own, or move the file away",
            path=str(path),
        )
    )


def _make_factories(draft: Draft, linked: Linked, facts: Facts) -> None:
    """Give the tests what makes rows of other domains, where those were added without tests."""
    for other in linked.made_elsewhere:
        path = PurePosixPath(f"tests/{other.domain}_factories.py")
        if f"async def make_{snake(other.name)}(".encode() in (draft.read(path) or b""):
            continue
        around = survey(facts, other.domain)
        known = read_back(other.domain, around)
        if known is None or draft.read(path) is not None:
            raise refused(
                "factories-missing",
                f"tests can make no `{other.domain}.{other.name}`",
                f"`{path}` has no `make_{snake(other.name)}`, and none can be made there",
                "write one that takes `client` and `headers`, or call with `tests: false`",
            )
        theirs = link(known.domain, around)
        made = rendered(theirs, around, known.prefix)
        _write(draft, next(file for file in made if file.path == path), {})
        _make_factories(draft, theirs, facts)


def _register(draft: Draft, linked: Linked, prefix: str) -> None:
    """Include the routers, and import the models where Alembic looks."""
    domain = linked.domain
    included = {f"{e.plural}_router": f"{prefix}/{e.path}" for e in domain.entities}
    names = [e.name for e in domain.entities] + [m.table for m in linked.many]
    trail = ["AuditEntry"] if any(entity.audit for entity in domain.entities) else []

    def main(text: str) -> str:
        text = edits.with_import(text, f"{linked.package}.routers", included, _MAIN)
        for router, path in included.items():
            text = edits.with_include(text, router, path, _MAIN)
        return text

    def models(text: str) -> str:
        text = edits.with_import(text, f"{linked.package}.models", names, _MODELS)
        if trail:
            text = edits.with_import(text, "src.core.audit", trail, _MODELS)
        return edits.with_all(text, [*names, *trail], _MODELS)

    draft.edit(PurePosixPath(_MAIN), main)
    draft.edit(PurePosixPath(_MODELS), models)


def _answer_relations(draft: Draft, linked: Linked) -> None:
    """Give entities of other domains their end of the relations that point at them."""
    ends = [(key.target.existing, key.child, back_of(key)) for key in linked.keys]
    ends += [(many.target.existing, many.owner, back_of_many(many)) for many in linked.many]
    for existing, source, line in ends:
        if existing is not None:
            module = f"{linked.package}.models.{source.module}"
            edit = partial(_answered, existing, module, source.name, line)
            draft.edit(PurePosixPath(existing.path), edit)


def _answered(existing: Existing, module: str, name: str, line: str, text: str) -> str:
    text = edits.with_line_in_class(text, existing.name, line, existing.path)
    text = edits.with_import(text, "sqlalchemy.orm", ["relationship"], existing.path)
    return edits.with_type_import(text, module, name, existing.path)
