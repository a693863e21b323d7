"""The OpenAPI document can't be made.

`/docs` stays empty, and `/openapi.json` answers 500: one route or model in it has no JSON
Schema.

Tell-tale: 500 at `/openapi.json`, `PydanticInvalidForJsonSchema`, "Failed to load API
           definition".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("PydanticInvalidForJsonSchema",),
        says=r"Cannot generate a JsonSchema for ([^\n]+)",
        what="a field has no form in JSON Schema: {0}",
        why="Pydantic checks it and can't describe it",
        mend=(
            ("`Annotated[T, WithJsonSchema({{...}})]`, or a field of a describable type"),
            "keep the route out: `include_in_schema=False`",
        ),
    ),
    Sign(
        through=r"openapi|json_schema",
        what="the OpenAPI document can't be made: {said}",
        why=(
            "one route or model in it can't be described: a default that isn't "
            "JSON, a type without a schema, libraries that don't fit"
        ),
        mend=(
            (
                "take routers out until `/openapi.json` answers: the last one taken "
                "out holds the cause"
            ),
            (
                "defaults, examples and `responses` must be JSON; compare FastAPI's "
                "and Pydantic's versions: `pip check`"
            ),
        ),
        confidence=0.7,
    ),
    Sign(
        says=(
            r"Failed to load API definition|/openapi\.json HTTP/[\d.]+\" 500|Fetch "
            r"error\s+(?:response status is 500|Internal Server "
            r"Error)[^\n]*openapi\.json|Internal Server Error /openapi\.json"
        ),
        what="the OpenAPI document can't be made",
        why=("one route or model in it can't be described; the server's log has the traceback"),
        mend=(
            ("read the traceback in the server's log when `/openapi.json` is asked for"),
            ("take routers out until it answers: the last one taken out holds the cause"),
        ),
        confidence=0.6,
        aside=True,
    ),
)

FAULT = Fault(
    name="openapi-not-generated",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    general=True,
    samples=(
        Sample(
            trace(
                (
                    "pydantic.errors.PydanticInvalidForJsonSchema: Cannot generate a "
                    "JsonSchema for core_schema.CallableSchema"
                ),
                (
                    "/usr/lib/python3.12/site-packages/pydantic/json_schema.py",
                    2339,
                    "handle_invalid_for_json_schema",
                    "raise PydanticInvalidForJsonSchema(",
                ),
            )
        ),
        Sample("Failed to load API definition.\nFetch error\nInternal Server Error /openapi.json"),
    ),
)
