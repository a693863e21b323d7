"""`scaffold`: a complete project that runs, migrates, tests and formats as it is.

Lives here: the arguments, which parts the project gets, and what to do next.
Does not:   the project itself (templates/project), or how it is written (changes/).
"""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from fe_skill.call import Call
from fe_skill.domains.given import DomainGiven
from fe_skill.problem import Problem, Refused
from fe_skill.tools.choices import Detail, DryRun, Verify
from fe_skill.tools.reply import WriteReply
from fe_skill.tools.tool import Hints, Tool

if TYPE_CHECKING:
    from fe_skill.changes.changeset import ChangeSet

Part = Literal["docker", "ci", "tracing", "agents"]

# Files that belong to optional parts: a file is made when all of its parts are wanted.
PARTS: Mapping[str, frozenset[Part]] = {
    ".dockerignore": frozenset({"docker"}),
    "Dockerfile": frozenset({"docker"}),
    "compose.yaml": frozenset({"docker"}),
    "deploy/prometheus.yaml": frozenset({"docker"}),
    "deploy/collector.yaml": frozenset({"docker", "tracing"}),
    ".github/workflows/ci.yaml": frozenset({"ci"}),
    ".pre-commit-config.yaml": frozenset({"ci"}),
    "src/core/telemetry.py": frozenset({"tracing"}),
    "tests/integration/test_tracing.py": frozenset({"tracing"}),
    "AGENTS.md": frozenset({"agents"}),
}
DATABASE_URLS = {
    "sqlite": "sqlite+aiosqlite:///./app.db",
    "postgresql": "postgresql+asyncpg://app:app@localhost:5432/app",
}


def scaffold(
    call: Call,
    *,
    path: Annotated[
        str,
        Field(
            description="Folder to make. It must be missing or empty; absolute, or relative to "
            "the workspace.",
            min_length=1,
            examples=["services/order-desk"],
        ),
    ],
    name: Annotated[
        str | None,
        Field(
            description="By default the folder's. Of a-z, 0-9, `-`, `_`.",
            examples=["order-desk"],
        ),
    ] = None,
    description: Annotated[
        str | None,
        Field(
            description="One sentence. What the service does.",
            max_length=300,
            examples=["Takes orders and tells where they are."],
        ),
    ] = None,
    database: Annotated[
        Literal["sqlite", "postgresql"],
        Field(
            description="Of DATABASE_URL. Code and migrations run on both.",
            examples=["postgresql"],
        ),
    ] = "sqlite",
    domains: Annotated[
        tuple[DomainGiven, ...],
        Field(
            description="[{domain, entities, access?, prefix?}] as in add-domain",
            examples=[[{"domain": "tags", "entities": [{"name": "Tag", "fields": ["name:slug"]}]}]],
        ),
    ] = (),
    include: Annotated[
        tuple[Part, ...],
        Field(
            description="By default all. docker: image, compose; ci: workflow, pre-commit; "
            "tracing: OpenTelemetry; agents: AGENTS.md.",
            examples=[["docker", "tracing"]],
        ),
    ] = ("docker", "ci", "tracing", "agents"),
    dry_run: DryRun = False,
    verify: Verify = "static",
    detail: Detail = "concise",
) -> WriteReply:
    """Make a project at `path`.

    Raises:
        Refused: `path-not-empty`, `path-unusable`, `name-malformed`, `name-reserved`,
            `description-malformed`, what a domain is refused for, or what `Call.locate` raises.
    """
    from fe_skill.checks.child import Limits  # noqa: PLC0415 -- only once it is called
    from fe_skill.checks.site import Running  # noqa: PLC0415
    from fe_skill.templating.names import project_name  # noqa: PLC0415
    from fe_skill.tools.writing import carry_out  # noqa: PLC0415

    root = call.locate(path)
    _refuse_occupied(root, path)
    chosen = project_name(root.name if name is None else name)
    sentence = _sentence(description, chosen)
    change_set = plan(chosen, sentence, database, frozenset(include))
    if domains:
        from fe_skill.domains.whole import whole  # noqa: PLC0415 -- rarely asked for

        change_set = whole(change_set, domains, call)
    return carry_out(
        change_set,
        root,
        call,
        title=f"scaffold {chosen}",
        verify=verify,
        running=Running(environment="make", limits=Limits(seconds=120 * (1 + len(domains)))),
        dry_run=dry_run,
        detail=detail,
        notes=_notes(database),
        next_steps=_next_steps(path),
    )


def plan(name: str, description: str, database: str, parts: frozenset[Part]) -> "ChangeSet":
    """The files of a project; the same arguments make the same bytes."""
    from fe_skill.changes.changeset import Draft  # noqa: PLC0415
    from fe_skill.data import data_folder  # noqa: PLC0415
    from fe_skill.templating.render import render_tree  # noqa: PLC0415

    draft = Draft()
    answers = _answers(name, description, database, parts)
    for file in render_tree(data_folder("templates") / "project", answers):
        if PARTS.get(str(file.path), frozenset()) <= parts:
            draft.create(file.path, file.content, executable=file.executable)
    return draft.done()


def _answers(
    name: str, description: str, database: str, parts: frozenset[Part]
) -> dict[str, object]:
    from fe_skill.templating.literals import python_literal, toml_literal  # noqa: PLC0415
    from fe_skill.templating.names import title_of  # noqa: PLC0415

    return {
        "name": name,
        "title": title_of(name),
        "description": description,
        "description_toml": toml_literal(description),
        # As it stands in `src/main.py`: eight columns in, behind `description=`, before a comma.
        "description_literal": python_literal(description, indent=8, room=100 - 8 - 13),
        "database_url": DATABASE_URLS[database],
        "docker": "docker" in parts,
        "tracing": "tracing" in parts,
    }


def _sentence(description: str | None, name: str) -> str:
    from fe_skill.templating.names import title_of  # noqa: PLC0415

    if description is None:
        return f"{title_of(name)}, a FastAPI service."
    sentence = description.strip()
    if not sentence or not sentence.isprintable():
        raise Refused(
            Problem(
                code="description-malformed",
                what="the description isn't one line of printable text",
                why="it stands in the README, in pyproject.toml and in the API's documentation",
                mend="give one sentence without line breaks or control characters",
            )
        )
    return sentence


def _refuse_occupied(root: Path, path: str) -> None:
    from fe_skill.changes.apply import vacant  # noqa: PLC0415

    try:
        free = vacant(root)
    except OSError as error:
        raise Refused(
            Problem(
                code="path-unusable",
                what="no project can be made at this path",
                why=error.strerror or str(error),
                mend="give a path that this system can hold and that you may write to",
            )
        ) from error
    if not free:
        raise Refused(
            Problem(
                code="path-not-empty",
                what=f"`{path}` exists and isn't an empty folder",
                why="scaffold makes new projects and never writes among files of yours",
                mend="give a path that doesn't exist yet",
            )
        )


def _notes(database: str) -> tuple[str, ...]:
    url = DATABASE_URLS[database]
    return (
        f"DATABASE_URL defaults to {url}; another is one variable away, see .env.example",
        "no secret was generated: without SECRET_KEY a local process signs with a key of its own",
    )


def _next_steps(path: str) -> tuple[str, ...]:
    folder = shlex.quote(path)
    return (
        f'cd {folder} && python -m venv .venv && . .venv/bin/activate && pip install -e ".[dev]"',
        "alembic upgrade head",
        'pytest -v -k "not integration"',
        "fastapi dev src/main.py",
    )


TOOL = Tool(
    name="scaffold",
    title="Scaffold",
    description=(
        "Make a complete FastAPI service in a new folder (async SQLAlchemy, Alembic, JWT, logs, "
        "metrics, tests, CI), its `domains` in the same call. Use instead of files by hand. In a "
        "project: add-domain.\n\n"
        "It starts, migrates, tests and formats with nothing to repair: Pydantic 2, problem "
        "details, structured logs, health checks. Refuses a folder that isn't empty; writes all "
        "files or none; `dry_run` shows the plan, `undo-change` takes it back."
    ),
    hints=Hints(read_only=False),
    run=scaffold,
    example={
        "path": "order-desk",
        "description": "Takes orders and tells where they are.",
        "database": "postgresql",
    },
)
