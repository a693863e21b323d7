"""A path operation's or a dependency's parameter is declared as FastAPI can't take it.

Tell-tale: FastAPI's assertions: "default value cannot be set in `Annotated`", "can only be a
           request body", "must have a callable dependency".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("AssertionError",),
        says=r"`?(\w+)`? default value cannot be set in `?Annotated`? for '?(\w+)",
        what="`{1}` has its default inside `Annotated`",
        why="with `Annotated` the default stands behind the equals sign",
        mend=("`{1}: Annotated[..., {0}()] = default`",),
    ),
    Sign(
        types=("AssertionError",),
        says=(
            r"Param: (\w+) can only be a request body|Path params must be of one of "
            r"the supported types|Path parameters cannot have a default value|"
            r"Cannot use `?(\w+)`? for path param"
        ),
        what="a parameter's type doesn't fit where it comes from: {said}",
        why=(
            "paths, queries and headers hold single values and lists of them; "
            "models and dicts come in a body"
        ),
        mend=(
            ("`Body()` for it, or a model of query parameters: `Annotated[Filter, Query()]`"),
            "a path parameter is always required, and of a simple type",
        ),
    ),
    Sign(
        types=("AssertionError",),
        says=(
            r"A parameter-less dependency must have a callable|(?:Response|Query|"
            r"Path|Header|Cookie|Form|File|Body)\S* (?:parameter )?(?:cannot|must|"
            r"can't) [^\n]{3,120}|Cannot (?:use|mix|specify|declare) [^\n]{3,120}"
        ),
        unless=r"Cannot specify (?:`Depends`|FastAPI annotation|multiple)",
        what="FastAPI refuses how a parameter is declared: {said}",
        why="the message names the rule",
        mend=(("declare it as the message says; one of `Annotated` and the default is enough"),),
        confidence=0.8,
    ),
)

FAULT = Fault(
    name="parameter-declared-wrongly",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    general=True,
    samples=(
        Sample(
            trace(
                ("AssertionError: `Query` default value cannot be set in `Annotated` for 'q'"),
                ("/srv/app/main.py", 12, "<module>", "@app.get('/items')"),
            )
        ),
        Sample(
            trace(
                ("AssertionError: Param: filters can only be a request body, using Body()"),
                ("/srv/app/main.py", 12, "<module>", "@app.get('/items')"),
            )
        ),
    ),
    lookalikes=(
        Sample(
            "AssertionError: Cannot specify `Depends` in `Annotated` and default "
            "value together for 'db'"
        ),
    ),
)
