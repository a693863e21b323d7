"""Libraries that make routes by themselves, and libraries that leave routes alone.

Lives here: ADDS_ROUTES, LEAVES_ROUTES, generator.
What is named here ends in `unresolved` with the library's name: its routes aren't in the source.
"""

ADDS_ROUTES = (
    "sqladmin.",
    "starlette_admin.",
    "fastapi_amis_admin.",
    "fastapi_mcp.",
    "fastapi_cache.",
    "prometheus_fastapi_instrumentator.",
    "fastapi_users.",
    "fastcrud.",
    "fastapi_crudrouter.",
    "fastapi_crudrouter_mongodb.",
    "crudadmin.",
    "piccolo_admin.",
    "piccolo_api.",
    "strawberry.",
    "ariadne.",
    "gradio.",
    "nicegui.",
    "chainlit.",
    "langserve.",
    "socketio.",
    "fastapi_utils.",
    "fastapi_health.",
    "fastapi_healthchecks.",
    "authx.",
    "fastapi_sso.",
    "scalar_fastapi.",
    "a2a.",
    "mcp.",
    "ag_ui",
)
LEAVES_ROUTES = frozenset(
    (
        "builtins",
        "fastapi",
        "uvicorn",
        "hypercorn",
        "granian",
        "mangum",
        "sentry_sdk",
        "opentelemetry",
        "logfire",
        "slowapi",
        "asgi_correlation_id",
        "fastapi_pagination",
        "prometheus_client",
        "asgi_lifespan",
        "httpx",
        "typing",
        "functools",
        "dishka",
        "dependency_injector",
    )
)


def generator(name: str) -> str | None:
    """The library that makes routes behind this name, where it is a known one."""
    return next((known.rstrip(".") for known in ADDS_ROUTES if name.startswith(known)), None)
