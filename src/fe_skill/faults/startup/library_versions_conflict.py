"""Two installed libraries don't fit one another, or this Python.

One of them was upgraded and the other still uses what is gone. The place is what the project
pins, or doesn't.

Tell-tale: `ImportError`, `AttributeError` or `TypeError` between two libraries, with no line of
           the project inside; `_IncludedRouter`; `VersionConflict`; pip's "is incompatible".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("AttributeError",),
        says=(
            r"'([\w.]+)'? (?:object )?has no attribute .?'(model_(?:dump|dump_json|validate|"
            r"validate_json|json_schema|fields|config|copy|rebuild|construct|fields_set)|type_|"
            r"outer_type_|sub_fields|allow_none|__fields__|__fields_set__|field_info)\b"
        ),
        what="`{0}` is a model or a field of the other Pydantic: it has no `{1}`",
        why="the names changed with Pydantic 2: `model_dump` there is `dict` in Pydantic 1",
        mend=(
            "see what is installed (`pip show pydantic`), and that nothing imports `pydantic.v1`",
            "upgrade the library that asks, or pin Pydantic to what it was made for",
        ),
    ),
    Sign(
        types=("TypeError",),
        says=r"BaseModel\.(validate)\(\) takes 2 positional arguments but 3 were given",
        what="a model of Pydantic 1 stands in one of Pydantic 2",
        why="`pydantic.v1` and `pydantic` don't mix in one model",
        mend=("import all of them from the same one",),
    ),
    Sign(
        types=("TypeError",),
        says=r"TemplateResponse\(\) missing 1 required positional argument: '(request)'",
        what="`TemplateResponse` is called in the way of before Starlette 1.0",
        why="the request was a key of the context there; it is the first argument now",
        mend=("`TemplateResponse(request, name, context)`; it works since Starlette 0.29",),
    ),
    Sign(
        types=("ArgumentError", "ObjectNotExecutableError"),
        says=(
            r"expected schema argument to be a string, got <class '[\w.]*(Engine)|"
            r"[Cc]olumns argument to (select)\(\) must be a Python list"
        ),
        what="this is called in the way of another version of SQLAlchemy: `{0}{1}`",
        why="`MetaData(engine)` went with 2.0; `select(a, b)` without a list came with 1.4",
        mend=(
            "upgrade what calls it, or pin SQLAlchemy to what that was made for",
            "SQLAlchemy's guide on migrating to 2.0 lists each such call",
        ),
    ),
    Sign(
        types=("ImportError",),
        says=(
            r"cannot import name '(\w+)' from '([\w.]+)' \([^)]*(?:site|"
            r"dist)-packages"
        ),
        what="the installed `{1}` has no `{0}`",
        why=("it is of an older or newer version than the code or the library that asks for it"),
        mend=(
            ("see what each requires: `pip check`; upgrade what asks, or pin the other"),
            "a library's changelog tells what a name became",
        ),
        confidence=0.91,
    ),
    Sign(
        types=("ImportError",),
        says=(
            r"cannot import name '(\w+)' from '((?:pydantic|pydantic_core|starlette|"
            r"fastapi|sqlalchemy|sqlmodel|anyio|httpx|httpcore|jinja2|markupsafe|"
            r"werkzeug|flask|typing_extensions|uvicorn|click|openai|langchain\w*|"
            r"jose|redis|celery|kombu|importlib_metadata|collections|numpy|urllib3|"
            r"requests|websockets|bcrypt|passlib)[\w.]*)'"
        ),
        through=(
            r"(?:site|dist)-packages|from (?:pydantic|starlette|fastapi|"
            r"sqlalchemy)\b"
        ),
        what=("a library wants `{0}` of `{1}`, and the installed version doesn't have it"),
        why="both were installed, and one is too old or too new for the other",
        mend=(
            (
                "see what both require: `pip check`; upgrade the one that asks, or pin "
                "the other below the change"
            ),
            "pin what works in a lock file",
        ),
        confidence=0.91,
    ),
    Sign(
        types=("ImportError",),
        says=(
            r"cannot import name '(\w+)' from '((?:pydantic\.typing|pydantic\.utils|"
            r"pydantic\.fields|pydantic\.main|pydantic\.errors|pydantic_core|"
            r"starlette|fastapi\.\w+|typing_extensions|collections|werkzeug|"
            r"markupsafe|jinja2|flask)[\w.]*)'"
        ),
        what="`{1}` of the installed version has no `{0}`",
        why=("it is of an older or newer version than the code or the library that asks"),
        mend=(
            ("see what each requires: `pip check`; upgrade what asks, or pin the other"),
            "a library's changelog tells what a name became",
        ),
        confidence=0.75,
    ),
    Sign(
        types=("ImportError",),
        says=r"cannot import name ['`](\w+)",
        through=r"(?:site|dist)-packages/",
        what="a library doesn't find `{0}` in another",
        why="both were installed, and one is too old or too new for the other",
        mend=(("see what both require: `pip check`; upgrade the one that asks, or pin the other"),),
        confidence=0.85,
    ),
    Sign(
        says=r"""_IncludedRouter[`'\"]?\s*(?:AttributeError|object)""",
        what="a library walks the routes in the way of before FastAPI 0.137",
        why=("included routers are nodes of a tree since then, and have no path of their own"),
        mend=(
            "upgrade that library (instrumentators, mounts, route listings)",
            "until there is a release: `fastapi<0.137`",
        ),
        aside=True,
    ),
    Sign(
        types=("AttributeError", "TypeError"),
        says=r"_IncludedRouter",
        what="a library walks the routes in the way of before FastAPI 0.137",
        why=("included routers are nodes of a tree since then, and have no path of their own"),
        mend=(
            "upgrade that library (instrumentators, mounts, route listings)",
            "until there is a release: `fastapi<0.137`",
        ),
    ),
    Sign(
        types=("TypeError", "ConfigError", "AttributeError"),
        says=(
            r"ForwardRef\._evaluate\(\) missing|recursive_guard|function\(\) "
            r"argument 'code' must be code, not str|type_params|Unable to evaluate "
            r"type annotation|unable to infer type for attribute|_SpecialForm|"
            r"ForwardRef"
        ),
        through=r"(?:site|dist)-packages/(?:pydantic|fastapi|sqlmodel|spacy|langchain)",
        what="an old library meets a Python or a library that is too new for it",
        why="it reaches into what has changed since",
        mend=(
            (
                "upgrade it: Pydantic 1 doesn't run on the newest Pythons; FastAPI and "
                "Pydantic go together"
            ),
            "or run it on the Python that it was made for",
        ),
    ),
    Sign(
        types=("TypeError",),
        says=(
            r"(?:Client|AsyncClient|TestClient|_?\w*Client)\.?(?:\w+)?\(\) got an "
            r"unexpected keyword argument '(extensions|proxies|allow_redirects|"
            r"follow_redirects|mounts)'"
        ),
        what="httpx doesn't know `{0}`, which another library gives it",
        why="the test client or an API client was made for another version of httpx",
        mend=(
            (
                "upgrade the library that calls it (Starlette, the API client), or pin "
                "httpx to what that asks for"
            ),
        ),
    ),
    Sign(
        says=(
            r"\b([\w.-]+) [\d.]+\S* (?:requires|has requirement) ([\w.\-\[\]<>=!~, "
            r"]+),? but you(?:'ll)? have ([\w.-]+ [\d.]+\w*)|"
            r"ContextualVersionConflict: \(([\w.-]+) "
        ),
        what="`{0}{3}` requires {1}, and {2} is installed",
        why="what is installed was put together without looking at all requirements",
        mend=(
            "install all at once, from one file, and keep a lock file",
            "`pip check` lists every such pair",
        ),
        aside=True,
    ),
    Sign(
        says=(
            r"numpy\.dtype size changed|compiled using NumPy 1|undefined symbol: "
            r"\w+|GLIBC_\d|version `GLIBC"
        ),
        what="a compiled library was built for another version of what it runs on",
        why="its binary part and the rest come from different builds",
        mend=(
            "install both anew, for this Python and this system",
            "in a container: the same base image for the build and the run",
        ),
    ),
    Sign(
        types=("AttributeError",),
        says=(
            r"module '(uvloop|jwt|jose|bcrypt|anyio|starlette(?:\.\w+)?|"
            r"fastapi(?:\.\w+)?|pydantic(?:\.\w+)?|sqlalchemy(?:\.\w+)*|httpx|redis|"
            r"aioredis|typing|collections|asyncio|inspect|ssl|numpy|cgi|"
            r"pkg_resources|pkgutil|importlib(?:\.\w+)?)' has no attribute "
            r"'(?!__about__)(\w+)'"
        ),
        what="the installed `{0}` has no `{1}`",
        why=(
            "another version is installed than the one that the code was written "
            "for, another package of the same name, or a file of the project has "
            "its name"
        ),
        mend=(
            ('see what is loaded: `python -c "import {0}; print({0}.__file__)"` and `pip show`'),
            "`jwt.encode` belongs to PyJWT, not to the package `jwt`",
            "upgrade what asks for it, or pin the other",
        ),
        confidence=0.8,
    ),
    Sign(
        types=("TypeError",),
        says=(
            r"([\w.]+)\(\) got an unexpected keyword argument '(\w+)'|duplicate "
            r"base class TimeoutError"
        ),
        through=(
            r"(?:site|dist)-packages/(?:fastapi|starlette|pydantic|sqlmodel|"
            r"aioredis|langchain\w*|openai|gradio|prometheus_fastapi_instrumentator|"
            r"fastapi_\w+|pytest_\w+)/"
        ),
        what=(
            "a library calls another in a way that the installed version doesn't know: `{0}`, `{1}`"
        ),
        why="they were made for different versions of one another",
        mend=("`pip check`, then upgrade the one that calls",),
        confidence=0.6,
    ),
    Sign(
        types=("TypeError",),
        says=(
            r"\b(?:FastAPI|APIRoute|APIRouter|Starlette|Router|HTTPException|"
            r"CORSMiddleware|Jinja2Templates|StaticFiles|Query|Form|Field|"
            r"ConfigDict|ASGITransport|create_async_engine|create_engine|"
            r"mapped_column|relationship|async_sessionmaker|AsyncSession|"
            r"add_middleware|include_router|run)(?:\.__init__)?\(\) got an "
            r"unexpected keyword argument '(?!on_startup|on_shutdown)(\w+)'"
        ),
        unless=r"'(?:sslmode|ssl|schema|pgbouncer)'",
        what="the installed library doesn't know `{0}`",
        why=(
            "another version is installed than the one that the code was written "
            "for, or the name is misspelt"
        ),
        mend=(
            ("compare the installed version with the documentation that shows it: `pip show`"),
            "upgrade, and pin what works",
        ),
        confidence=0.75,
    ),
    Sign(
        types=("TypeError",),
        says=(
            r"Router\.__init__\(\) got an unexpected keyword argument '(on_startup|"
            r"on_shutdown|lifespan)'|__init__\(\) got an unexpected keyword "
            r"argument '(on_startup|on_shutdown)'"
        ),
        what="FastAPI gives Starlette `{0}{1}`, which the installed one doesn't know",
        why="Starlette was upgraded past what this FastAPI was made for",
        mend=("upgrade FastAPI, or install the Starlette that it requires",),
        confidence=0.9,
    ),
)

FAULT = Fault(
    name="library-versions-conflict",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    general=True,
    samples=(
        Sample(
            trace(
                (
                    "ImportError: cannot import name 'get_model_definitions' from "
                    "'fastapi.openapi.utils' "
                    "(/usr/lib/python3.12/site-packages/fastapi/openapi/utils.py)"
                ),
                (
                    "/usr/lib/python3.12/site-packages/fastapi_rfc7807/middleware.py",
                    8,
                    "<module>",
                    "from fastapi.openapi.utils import get_model_definitions",
                ),
            )
        ),
        Sample(
            trace(
                (
                    "TypeError: ForwardRef._evaluate() missing 1 required keyword-only "
                    "argument: 'recursive_guard'"
                ),
                (
                    "/usr/lib/python3.12/site-packages/pydantic/typing.py",
                    66,
                    "evaluate_forwardref",
                    "return cast(Any, type_)._evaluate(globalns, localns, set())",
                ),
            )
        ),
        Sample("AttributeError: '_IncludedRouter' object has no attribute 'path'"),
        Sample(
            "fastapi 0.99.0 requires starlette<0.28.0,>=0.27.0, but you have "
            "starlette 0.31.1 which is incompatible."
        ),
        Sample(
            trace(
                "AttributeError: module 'jwt' has no attribute 'encode'",
                ("/srv/app/tokens.py", 9, "make", "return jwt.encode(claims, KEY)"),
            )
        ),
    ),
    lookalikes=(
        Sample(
            trace(
                "AttributeError: module 'bcrypt' has no attribute '__about__'",
                (
                    "/usr/lib/python3.12/site-packages/passlib/handlers/bcrypt.py",
                    620,
                    "_load_backend_mixin",
                    "version = _bcrypt.__about__.__version__",
                ),
            )
        ),
        Sample(
            trace(
                (
                    "ImportError: cannot import name 'get_service' from 'app.deps' "
                    "(/srv/app/deps.py)"
                ),
                ("/srv/app/router.py", 1, "<module>", "from app.deps import get_service"),
            )
        ),
    ),
)
