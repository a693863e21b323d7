"""`add-domain`: a finished domain in any FastAPI project with SQLAlchemy or SQLModel.

Lives here: the arguments, and what to do next.
Does not:   what a domain is made of (domains/), or how it is written (changes/).
"""

from typing import Annotated

from pydantic import Field

from fe_skill.call import Call
from fe_skill.domains.given import PREFIX, TYPES, EntityGiven
from fe_skill.tools.choices import Detail, DryRun, Project, Python, Verify
from fe_skill.tools.reply import WriteReply
from fe_skill.tools.tool import Hints, Tool


def add_domain(
    call: Call,
    *,
    project: Project,
    domain: Annotated[str, Field(description="snake_case.", examples=["orders"])],
    entities: Annotated[
        tuple[EntityGiven, ...],
        Field(
            description="[{name, fields, plural?, description?, relations?, soft_delete?, audit?, "
            "search?, order_by?}]. Field: title:string(200)!unique, price:decimal(10,2)?>=0<=99, "
            "state:enum(open,closed)=open; ? is optional, also !index !secret !read-only; or "
            "{name, type, pattern, min_length, ...}. Types: "
            + " ".join(TYPES)
            + ". Relation: customer>customers.Customer?, lines<OrderLine!cascade, tags<>Tag, "
            "seat-Seat, or {name, to, kind, back, ...}",
            examples=[[{"name": "Order", "fields": ["number:string(20)!unique"]}]],
        ),
    ],
    access: Annotated[
        str | None,
        Field(
            description="authenticated, public-read, public, owner, role:<name>. Who may "
            "call; by default authenticated; with `owner`, rows of others are 404.",
            examples=["owner"],
        ),
    ] = None,
    migration: Annotated[bool, Field(description="Write one.", examples=[False])] = True,
    tests: Annotated[bool, Field(description="Write some.", examples=[False])] = True,
    prefix: Annotated[
        str | None,
        Field(
            description="Of the paths, like /api/v1. In projects of scaffold alone: elsewhere "
            "routes stand beside their neighbours.",
            pattern=PREFIX,
            max_length=60,
            examples=["/api/v2"],
        ),
    ] = None,
    app: Annotated[
        str | None,
        Field(
            description="module:name of several. As the refusal lists them.",
            examples=["app.main:app"],
        ),
    ] = None,
    base: Annotated[
        str | None,
        Field(
            description="Same, of models. The base class, as the refusal lists them.",
            examples=["app.db:Base"],
        ),
    ] = None,
    session: Annotated[
        str | None,
        Field(
            description="Same, of sessions. The dependency that gives a session.",
            examples=["app.deps:get_db"],
        ),
    ] = None,
    auth: Annotated[
        str | None,
        Field(
            description="Same, of users. The dependency that tells who calls.",
            examples=["app.deps:get_current_user"],
        ),
    ] = None,
    dry_run: DryRun = False,
    verify: Verify = "static",
    python: Python = None,
    force: Annotated[
        bool,
        Field(
            description="Despite failed checks. Writes all the same. The reply says so.",
            examples=[True],
        ),
    ] = False,
    detail: Detail = "concise",
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
    title="Add domain",
    description=(
        "Add a finished domain (models, schemas, services, routers, migration, tests) to any "
        "FastAPI + SQLAlchemy project in its own idiom, or extend one. Use instead of writing it "
        "by hand. No project yet: scaffold.\n\n"
        "Projects of `scaffold` get its full form, and for a domain that is there give what is "
        "new: what was written by hand stays. Any other project gets the idiom of its own "
        "neighbours, named in `notes`; what is ambiguous is refused with candidates. A second "
        "identical call changes nothing. All files are written or none; `dry_run` shows the plan."
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
