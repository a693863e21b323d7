"""`add-domain`: a finished domain in any FastAPI project with SQLAlchemy or SQLModel.

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
            description="What the paths of the routes begin with; `/api/v1` by default. In "
            "projects of scaffold alone: elsewhere routes stand beside their neighbours.",
            pattern=PREFIX,
            max_length=60,
            examples=["/api/v2"],
        ),
    ] = None,
    app: Annotated[
        str | None,
        Field(description="Among several applications, this one.", examples=["app.main:app"]),
    ] = None,
    base: Annotated[
        str | None,
        Field(description="Among several bases of models, this one.", examples=["app.db:Base"]),
    ] = None,
    session: Annotated[
        str | None,
        Field(
            description="Among several dependencies that give a session, this one.",
            examples=["app.deps:get_db"],
        ),
    ] = None,
    auth: Annotated[
        str | None,
        Field(
            description="The dependency that asks who calls, where not the usual one.",
            examples=["app.deps:get_current_user"],
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
    from fe_skill.domains.foreign.plan import PlannedDomain, plan_foreign  # noqa: PLC0415
    from fe_skill.domains.foreign.survey import Choices  # noqa: PLC0415
    from fe_skill.domains.judge import judged  # noqa: PLC0415
    from fe_skill.domains.plan import Wanted, begun, plan  # noqa: PLC0415
    from fe_skill.domains.surroundings import is_ours  # noqa: PLC0415
    from fe_skill.tools.described import KEEPER  # noqa: PLC0415
    from fe_skill.tools.writing import carry_out, running_on  # noqa: PLC0415

    root = call.locate(project)
    spec = judged(domain, entities, access)
    running = running_on(python, root, call)
    recover(root, call)
    wanted = Wanted(migration=migration, tests=tests, prefix=prefix)
    facts = KEEPER.facts(root)
    if is_ours(root):
        planned = PlannedDomain(plan(begun(root), facts, spec, wanted))
    else:
        choices = Choices(app=app, base=base, session=session, auth=auth)
        planned = plan_foreign(facts, spec, wanted, choices)
    return carry_out(
        planned.changes,
        root,
        call,
        title=f"add-domain {domain}",
        verify=verify,
        running=running,
        dry_run=dry_run,
        detail=detail,
        force=force,
        notes=planned.notes,
        next_steps=planned.next_steps if planned.changes else (),
    )


TOOL = Tool(
    name="add-domain",
    title="Add a domain to a FastAPI project",
    description=(
        "Adds a finished domain to a FastAPI project with SQLAlchemy or SQLModel: models, schemas, "
        "services, routers, registration, migration and tests, in one call. Use it instead of "
        "writing them by hand. Projects of `scaffold` get its full form, and for a domain that is "
        "there give what is new: what was written by hand stays. Any other project gets the idiom "
        "of its own neighbours, named in `notes`; what is ambiguous is refused with candidates. A "
        "second identical call changes nothing. All files are written or none; `dry_run` shows "
        "the plan."
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
