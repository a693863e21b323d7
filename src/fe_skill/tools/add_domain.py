"""`add-domain`: a finished domain in a project that scaffold made.

Lives here: the arguments, and what to do next.
Does not:   what a domain is made of (domains/), or how it is written (changes/).
"""

from typing import Annotated

from pydantic import Field

from fe_skill.call import Call
from fe_skill.domains.given import PREFIX, EntityGiven
from fe_skill.tools.choices import Detail, Python, Verify
from fe_skill.tools.reply import WriteReply
from fe_skill.tools.tool import Hints, Tool


def add_domain(
    call: Call,
    *,
    project: Annotated[
        str,
        Field(
            description="The project's root. Absolute, or relative to the workspace.",
            min_length=1,
            examples=["services/order-desk"],
        ),
    ],
    domain: Annotated[
        str, Field(description="The domain's name, in snake case.", examples=["orders"])
    ],
    entities: Annotated[
        tuple[EntityGiven, ...],
        Field(
            description="Its entities; each becomes a table with routes.",
            examples=[[{"name": "Order", "fields": ["number:string(20)!unique"]}]],
        ),
    ],
    access: Annotated[
        str | None,
        Field(
            description="Who may call: authenticated (default), public-read, public, owner (rows "
            "of others are 404) or role:<name>.",
            examples=["owner"],
        ),
    ] = None,
    migration: Annotated[bool, Field(description="Write a revision.", examples=[False])] = True,
    tests: Annotated[bool, Field(description="Write tests.", examples=[False])] = True,
    prefix: Annotated[
        str | None,
        Field(
            description="What the paths of the routes begin with; `/api/v1` by default.",
            pattern=PREFIX,
            max_length=60,
            examples=["/api/v2"],
        ),
    ] = None,
    dry_run: Annotated[
        bool, Field(description="Plan and prove, write nothing.", examples=[True])
    ] = False,
    verify: Annotated[
        Verify,
        Field(
            description="How to prove the plan before it is written. `run` starts the service, "
            "migrates and tests it in the project's own environment.",
            examples=["none"],
        ),
    ] = "static",
    python: Python = None,
    force: Annotated[
        bool, Field(description="Write even if a check fails; the reply says so.", examples=[True])
    ] = False,
    detail: Annotated[
        Detail, Field(description="`full` adds the diff.", examples=["full"])
    ] = "concise",
) -> WriteReply:
    """Add `domain` to `project`.

    Raises:
        Refused: what the spec, the project or the paths give reason for.
    """
    from fe_skill.changes.recover import recover  # noqa: PLC0415 -- only once the tool is called
    from fe_skill.domains.judge import judged  # noqa: PLC0415
    from fe_skill.domains.plan import Wanted, begun, plan  # noqa: PLC0415
    from fe_skill.tools.described import KEEPER  # noqa: PLC0415
    from fe_skill.tools.writing import carry_out, running_on  # noqa: PLC0415

    root = call.locate(project)
    spec = judged(domain, entities, access)
    running = running_on(python, root, call)
    recover(root, call)
    wanted = Wanted(migration=migration, tests=tests, prefix=prefix)
    draft = begun(root)
    change_set = plan(draft, KEEPER.facts(root), spec, wanted)
    return carry_out(
        change_set,
        root,
        call,
        title=f"add-domain {domain}",
        verify=verify,
        running=running,
        dry_run=dry_run,
        detail=detail,
        force=force,
        next_steps=("alembic upgrade head", "pytest") if change_set else (),
    )


TOOL = Tool(
    name="add-domain",
    title="Add a domain to a FastAPI project",
    description=(
        "Adds a finished domain to a project that `scaffold` made: models, schemas, services, "
        "routers, registration, migration and tests, in one call. Use it instead of writing them "
        "by hand. Relations may point into other domains. For a domain that is there, give what is "
        "new: entities and relations are added, and what was written by hand stays; a second "
        "identical call changes nothing. It can't yet work on other projects: they are refused. "
        "All files are written or none; `dry_run` shows the plan."
    ),
    hints=Hints(read_only=False),
    run=add_domain,
    example={
        "project": "order-desk",
        "domain": "orders",
        "entities": [
            {
                "name": "Order",
                "fields": ["number:string(20)!unique", "state:enum(open,closed)=open"],
                "relations": ["lines<OrderLine!cascade"],
            },
            {"name": "OrderLine", "fields": ["title:string", "price:decimal(10,2)>=0"]},
        ],
        "access": "owner",
    },
)
