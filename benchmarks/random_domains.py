"""Random domains, in made projects: every one of them clean, and some of them run.

    python -m benchmarks.random_domains [--count 300] [--run 30] [--seed 1]

Hypothesis draws domains of every type of field, kind of relation and access, with names that are
odd on purpose. What is refused is counted by its code and drawn anew. Every call is made twice, and
the second has to change nothing. All projects are formatted, linted and typed by their own tools,
and judged by ours; in the first ones, until `--run` domains are reached, the migrations go up, down
and up again without drift, and all tests are run. These get few domains each: an application of
many routers takes longer to make, for each test, than the test. Ends with 1 when anything fails.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from fe_skill.call import Call
from fe_skill.domains.given import TYPES, EntityGiven
from fe_skill.domains.kinds import KINDS
from fe_skill.problem import Refused
from fe_skill.tools.add_domain import add_domain
from fe_skill.tools.validate_project import validate_project
from tests.made.project import Made, environment_for, make
from tests.made.test_commands import prove_migrations

IN_ONE_PROJECT = 30
IN_ONE_RUN = 5
SHOWN = 12
ENTITIES = [
    *("Order", "Item", "Person", "Address", "Series", "News", "Box", "Category", "Analysis", "Day"),
    *("Account", "Client", "User", "Session", "Value", "Name", "Index", "Child", "Hour", "APIKey"),
    *("Request", "Metadata", "Event", "Token", "Data", "Status", "Wolf", "Quiz", "Photo", "Table2"),
]
NAMES = [
    *("name", "order", "group", "user", "value", "values", "text", "number", "count", "title", "q"),
    *("limit", "cursor", "items", "key", "type", "status", "body", "url", "hash", "when", "end"),
    *("first", "x", "is_ok", "a1", "self_made", "session", "statement", "exclude", "filters"),
    *("label", "uuid", "sum", "desc", "total_price_of_all_that_is_in_here", "headers", "owner"),
]
RELATIONS = ["parent", "other", "main", "lines", "tags", "link", "next", "users", "of", "parts"]


def options_of(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """The options that make sense for a type; their values may still contradict each other."""
    known = KINDS[kind]
    options: dict[str, st.SearchStrategy[Any]] = {
        "required": st.booleans(),
        "description": st.sampled_from(["As printed", "what it's worth"]),
    }
    if known.unique:
        options["unique"] = st.booleans()
    if known.index:
        options["index"] = st.booleans()
    if known.bounded:
        options["min"] = st.sampled_from([0, 1, -5])
        options["max"] = st.sampled_from([10, 100, 99_999])
        options["default"] = st.sampled_from([1, 2, 10])
    if kind in {"string", "text"}:
        options["min_length"] = st.integers(0, 5)
        options["max_length"] = st.sampled_from([8, 20, 255, 300])
        options["secret"] = st.sampled_from([False, False, True])
    if kind == "bool":
        options["default"] = st.booleans()
    return st.fixed_dictionaries({"type": st.just(kind)}, optional=options)


def field_of(parts: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """A field by its name and its options; one that nobody can set has a value."""
    name, options = parts
    return {"name": name, "read_only": options.get("default") == 1} | options


plain_types = [kind for kind in TYPES if kind != "enum"]
fields = st.tuples(st.sampled_from(NAMES), st.sampled_from(plain_types).flatmap(options_of)).map(
    field_of
)
short_fields = st.sampled_from(
    [
        *("price:decimal(10,2)>=0", "code:string(20)!unique", "state:enum(open,closed)=open"),
        *("notes:text?", "on:bool=false", "n:int>=1<=5", "day:date!unique", "slug:slug!unique"),
        *("pin:string(12)!secret", "raw:bytes?", "mail:email!unique", "ratio:float>=0<=1"),
    ]
)


def name_of(part: str | dict[str, Any]) -> str:
    """The name of a field or relation, however it is written."""
    return part.partition(":")[0] if isinstance(part, str) else str(part["name"])


relations = st.fixed_dictionaries(
    {
        "name": st.sampled_from(RELATIONS),
        "to": st.integers(0, 40),
        "kind": st.sampled_from(["many-to-one", "one-to-many", "one-to-one", "many-to-many"]),
    },
    optional={
        "required": st.booleans(),
        "on_delete": st.sampled_from(["cascade", "restrict", "set-null"]),
    },
)
entities = st.fixed_dictionaries(
    {
        "name": st.sampled_from(ENTITIES),
        "fields": st.lists(fields | short_fields, min_size=1, max_size=6, unique_by=name_of),
        "relations": st.lists(relations, max_size=3, unique_by=name_of),
        "soft_delete": st.booleans(),
        "audit": st.booleans(),
    },
    optional={"description": st.sampled_from(["Something kept", "what it's about"])},
)


def some_entities(count: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Just so many entities: left to itself, Hypothesis likes one."""
    return st.lists(
        entities, min_size=count, max_size=count, unique_by=lambda entity: entity["name"]
    )


domains = st.tuples(
    st.integers(1, 4).flatmap(some_entities),
    st.sampled_from(["authenticated", "public", "public-read", "owner", "role:admin", "role:user"]),
    st.booleans(),
)
Drawn = tuple[list[dict[str, Any]], str, bool]


def drawn(count: int, number: int) -> list[Drawn]:
    """`count` domains; the same ones for the same number."""
    found: list[Drawn] = []

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(domains)
    def keep(domain: Drawn) -> None:
        found.append(domain)

    keep()
    return found


class Project:
    """A made project that takes random domains."""

    def __init__(self, root: Path, refusals: Counter[str]) -> None:
        self.root = make(root, verify="none")
        self.refusals = refusals
        self.domains = 0
        self.known = ["users.User"]

    def take(self, domain: Drawn) -> bool:
        """Add `domain`, unless it is refused."""
        prefix = "".join(chr(ord("a") + int(digit)) for digit in str(self.domains)).capitalize()
        name = f"{prefix.lower()}_domain"
        own = [prefix + entity["name"] for entity in domain[0]]
        given_ = [self._entity(entity, prefix, own) for entity in domain[0]]
        if domain[2]:
            own.reverse()
        try:
            status = self._add(name, given_, domain[1])
            again = self._add(name, given_, domain[1])
        except Refused as refusal:
            self.refusals[refusal.problem.code] += 1
            return False
        if (status, again) != ("applied", "unchanged"):
            raise AssertionError((status, again, given_, domain[1]))
        self.domains += 1
        self.known += [f"{name}.{entity}" for entity in own]
        return True

    def _entity(self, entity: dict[str, Any], prefix: str, own: list[str]) -> EntityGiven:
        targets = [*own, *own, *self.known[-6:], "users.User"]
        relations_ = [
            relation | {"to": targets[relation["to"] % len(targets)]}
            for relation in entity["relations"]
        ]
        made = entity | {"name": prefix + entity["name"], "relations": relations_}
        return EntityGiven.model_validate(made)

    def _add(self, name: str, given_: list[EntityGiven], access: str) -> str:
        call = Call(workspace=self.root.parent)
        reply = add_domain(
            call, project=self.root.name, domain=name, entities=tuple(given_), access=access
        )
        if not reply.passed():
            raise AssertionError((reply.text(), given_, access))
        return reply.status


def projects(folder: Path, count: int, run: int, number: int) -> Iterator[Project]:
    """Projects that hold `count` domains together, of which the first ones hold `run`."""
    refusals: Counter[str] = Counter()
    stream = iter(drawn(count * 12, number))
    made = 0
    while made < count:
        project = Project(folder / f"shop{made}", refusals)
        start = time.perf_counter()
        most = min(IN_ONE_RUN, run - made) if made < run else IN_ONE_PROJECT
        while project.domains < min(most, count - made):
            project.take(next(stream))
        made += project.domains
        seconds = time.perf_counter() - start
        told = f"{project.domains} domains, {len(project.known) - 1} entities"
        print(f"{project.root.name}: {told}, made in {seconds:.0f} s", flush=True)
        yield project
    print("refused and drawn anew:", dict(refusals.most_common(SHOWN)))


def prove(project: Project, *, run: bool) -> list[str]:
    """What doesn't hold of `project`."""
    # What all projects are made of is typed once.
    typed = {"MYPY_CACHE_DIR": str(project.root.parent / "types")}
    made = Made(project.root, environment_for(project.root), typed)
    failed = []
    for command in (
        ["ruff", "format", "--check", "."],
        ["ruff", "check", "."],
        ["mypy", "--strict"],
    ):
        try:
            made.run(*command)
        except AssertionError as error:
            failed.append(str(error)[-2500:])
    found = validate_project(Call(workspace=made.root.parent), project=made.root.name)
    if found.findings:
        failed.append(found.text())
    if run:
        try:
            prove_migrations(made)
            output = made.run("pytest", "-q", "-W", "error", "-p", "no:cacheprovider")
            print(f"  {output.splitlines()[-1].strip('= ')}", flush=True)
        except AssertionError as error:
            failed.append(str(error)[-2500:])
    return failed


def main() -> int:
    """Make, prove, print; 1 when something fails."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--run", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    failures: list[str] = []
    ran = 0
    with tempfile.TemporaryDirectory() as folder:
        numbers = (options.count, options.run, options.seed)
        for project in projects(Path(folder).resolve(), *numbers):
            run = ran < options.run
            ran += project.domains * run
            start = time.perf_counter()
            found = prove(project, run=run)
            outcome = "fails" if found else "holds"
            how = "and run" if run else "statically"
            print(f"  {how}: {outcome} in {time.perf_counter() - start:.0f} s", flush=True)
            failures += found
    print(*failures, sep="\n\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
