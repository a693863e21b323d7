"""A project with its domains, planned before any of it is there.

Lives here: whole.
Does not:   the project itself (tools/scaffold.py), or one domain (plan.py).
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from fe_skill.call import Call
from fe_skill.changes.changeset import ChangeSet, Create, Draft
from fe_skill.domains.given import DomainGiven, RelationGiven
from fe_skill.domains.judge import judged
from fe_skill.domains.plan import Wanted, begun, plan
from fe_skill.domains.refusal import refused
from fe_skill.domains.shorthand import relation_of
from fe_skill.project.reader import read_project


def whole(project: ChangeSet, domains: Sequence[DomainGiven], call: Call) -> ChangeSet:
    """The files of `project`, which are all new, with those of `domains`.

    Each domain is planned on the ones before it, so that there is one chain of migrations.

    Raises:
        Refused: what a single domain is refused for, or `domains-circular`.
    """
    if not domains:
        return project
    with TemporaryDirectory(prefix="fe-skill-") as folder:
        root = Path(folder).resolve()
        changes = [project]
        _lay(root, project)
        for done, given in enumerate(_ordered(domains)):
            call.step(done, len(domains), f"planning: {given.domain}")
            domain = judged(given.domain, given.entities, given.access)
            wanted = Wanted(prefix=given.prefix)
            changes.append(plan(begun(root), read_project(root), domain, wanted))
            _lay(root, changes[-1])
        return _as_new(changes)


def _lay(root: Path, change_set: ChangeSet) -> None:
    for change in change_set.changes:
        path = root / change.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(change.content if isinstance(change, Create) else change.after)


def _as_new(changes: Sequence[ChangeSet]) -> ChangeSet:
    """The same files, as if each had been made in one go."""
    draft = Draft()
    for change in (change for change_set in changes for change in change_set.changes):
        if isinstance(change, Create):
            draft.create(change.path, change.content, executable=change.executable)
        else:
            draft.update(change.path, change.after)
    return draft.done()


def _ordered(domains: Sequence[DomainGiven]) -> Iterator[DomainGiven]:
    """The domains, each after those that it points to."""
    left = list(domains)
    while left:
        names = [given.domain for given in left]
        ready = [g for g in left if not _targets(g) & {name for name in names if name != g.domain}]
        if len(set(names)) < len(names) or not ready:
            raise refused(
                "domains-circular",
                ", ".join(f"`{name}`" for name in names) + " can't be put in an order",
                "a domain is given once, and made after those that its relations point to",
                "put what belongs together into one domain, or add one of the relations later "
                "with add-domain",
            )
        yield ready[0]
        left.remove(ready[0])


def _targets(given: DomainGiven) -> set[str]:
    relations = [
        relation if isinstance(relation, RelationGiven) else relation_of(relation, entity.name)
        for entity in given.entities
        for relation in entity.relations
    ]
    return {relation.to.partition(".")[0] for relation in relations if "." in relation.to}
