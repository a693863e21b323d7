"""The plan of a domain: its files and the edits to those that are there.

Lives here: plan.
Does not:   the parts (its neighbours), or how a plan is carried out (changes/).
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from fe_skill.changes.changeset import ChangeSet, Draft
from fe_skill.data import data_folder
from fe_skill.domains import edits
from fe_skill.domains.answers import association_answers, domain_answers, entity_answers
from fe_skill.domains.finish import finished
from fe_skill.domains.link import Linked, link
from fe_skill.domains.spec import Domain
from fe_skill.domains.surroundings import Surroundings, survey
from fe_skill.domains.tables import back_of, back_of_many
from fe_skill.problem import Problem, Refused
from fe_skill.templating.render import Rendered, render_tree

_MAIN = "src/main.py"


def plan(root: Path, domain: Domain, *, migration: bool, tests: bool, prefix: str) -> ChangeSet:
    """The change set that gives the project at `root` this domain.

    Raises:
        Refused: the project isn't ours, or something stands in the way.
    """
    draft = Draft(lambda path: _bytes(root / path))
    # Read before the rest: whoever adds a domain writes it, so that a plan on what was there before
    # another's change is told from one on what is there after it, and refused as stale.
    draft.read(PurePosixPath(_MAIN))
    around = survey(root, domain.name)
    linked = link(domain, around)
    for file in finished(list(_files(linked, around, prefix)), root):
        kind = file.path.parts[0]
        if (kind == "migrations" and not migration) or (kind == "tests" and not tests):
            continue
        _create(draft, file)
    _register(draft, linked, prefix)
    _answer_relations(draft, linked)
    return draft.done()


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _files(linked: Linked, around: Surroundings, prefix: str) -> Iterator[Rendered]:
    templates = data_folder("templates")
    common = {**domain_answers(linked, around.revision, around.after), "prefix": prefix}
    yield from render_tree(templates / "domain", common)
    for entity in linked.domain.entities:
        yield from render_tree(templates / "entity", {**common, **entity_answers(entity, linked)})
    for many in linked.many:
        yield from render_tree(templates / "association", association_answers(many, linked))


def _create(draft: Draft, file: Rendered) -> None:
    present = draft.read(file.path)
    if present is None:
        draft.create(file.path, file.content, executable=file.executable)
    elif present != file.content:
        raise Refused(
            Problem(
                code="name-taken",
                what=f"`{file.path}` is there already, and isn't what this call makes",
                why="a file of yours is never replaced; extending a domain isn't built yet",
                mend="give the new entities a domain of their own, or move the file away",
                path=str(file.path),
            )
        )


def _register(draft: Draft, linked: Linked, prefix: str) -> None:
    domain = linked.domain
    routers = [f"{entity.plural}_router" for entity in domain.entities]
    main = _text(draft, _MAIN)
    main = edits.with_import(main, f"{linked.package}.routers", routers, _MAIN)
    for entity, router in zip(domain.entities, routers, strict=True):
        main = edits.with_include(main, router, f"{prefix}/{entity.path}", _MAIN)
    _update(draft, _MAIN, main)
    names = [e.name for e in domain.entities] + [m.table for m in linked.many]
    models = _text(draft, "src/models.py")
    models = edits.with_import(models, f"{linked.package}.models", names, "src/models.py")
    _update(draft, "src/models.py", edits.with_all(models, names, "src/models.py"))


def _answer_relations(draft: Draft, linked: Linked) -> None:
    """Give entities of other domains their end of the relations that point at them."""
    ends = [(key, key.child, back_of(key)) for key in linked.keys]
    ends += [(many, many.owner, back_of_many(many)) for many in linked.many]  # type: ignore[misc]  # both have a target
    for end, source, line in ends:
        existing = end.target.existing
        if existing is None:
            continue
        path = existing.path
        text = edits.with_line_in_class(_text(draft, path), existing.name, line, path)
        text = edits.with_import(text, "sqlalchemy.orm", ["relationship"], path)
        module = f"{linked.package}.models.{source.module}"
        _update(draft, path, edits.with_type_import(text, module, source.name, path))


def _text(draft: Draft, path: str) -> str:
    content = draft.read(PurePosixPath(path))
    return (content or b"").decode()


def _update(draft: Draft, path: str, text: str) -> None:
    draft.update(PurePosixPath(path), text.encode())
