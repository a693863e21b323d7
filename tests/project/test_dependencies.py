"""What a route depends on, and whether that keeps callers without credentials out."""

from pathlib import Path

import pytest

from tests.project.written import facts_of, route

SECURITY = """
    from http import HTTPStatus
    from typing import Annotated
    from fastapi import Depends, Header, HTTPException, Request, Security, status
    from fastapi.security import HTTPBearer, OAuth2PasswordBearer

    strict = OAuth2PasswordBearer(tokenUrl="token")
    lenient = HTTPBearer(auto_error=False)

    def session(): ...
    def user(token: Annotated[str, Depends(strict)], db=Depends(session)): ...
    User = Annotated[dict, Depends(user)]
    current = Depends(user)

    def maybe(token=Depends(lenient)):
        return token
    def required(token=Depends(lenient)):
        if token is None:
            raise HTTPException(status_code=status.HTTP_401_UNAUTHORIZED)
    def by_header(request: Request):
        check(request.headers.get("x-key"))
    def check(key):
        if key != "k":
            raise HTTPException(403)
    def x_token(x_token: str = Header()):
        if not x_token:
            raise HTTPException(403, "no")
    def tenant(x_tenant: str = Header()):
        raise HTTPException(404)

    class Verifier:
        def verified(self, request):
            if not request.headers.get("authorization"):
                raise HTTPException(401)
    def by_verifier(request: Request):
        return Verifier().verified(request)
    def by_plugin(request: Request):
        user = plugins.current().user(request)
        if not user:
            raise Outside.made()
    class Tokens:
        def __init__(self, request: Request):
            self.request = request
        def user(self):
            token = self.request.cookies.get("token")
            if not token:
                raise JWTDecodeError("none")
    def by_tokens(tokens: Tokens = Depends()):
        return tokens.user()
    def by_state(request: Request):
        if not request.state.user:
            raise HTTPException(401)
    def of_somebody(request: Request, db=Depends(session)):
        if db.owner != 1:
            raise HTTPException(403)

    class Refused(Exception):
        @classmethod
        def made(cls): ...
        code = HTTPStatus.UNAUTHORIZED
    class Outside(Refused): ...
    class Lost(Exception):
        code = HTTPStatus.NOT_FOUND
    class Shut(Exception):
        def __init__(self, text):
            super().__init__(status_code=403, text=text)
    class Entrance:
        def __init__(self, token=Depends(lenient)):
            if not token:
                raise Outside()
    def shut(token=Depends(lenient)):
        raise Shut("no")
    def lost(token=Depends(lenient)):
        raise Lost()

    def closed():
        log()
        raise forbidden_error()
    class Roles:
        def __init__(self, *names): ...
        def __call__(self, who: User): ...
    class Bearer(HTTPBearer):
        async def __call__(self, request: Request): ...
    def role(name):
        def inner(who: User): ...
        return inner
    """

PROTECTING = {
    "who: User": True,
    "who=current": True,
    "who=Security(user, scopes=['a'])": True,
    "who=Depends(Roles('admin'))": True,
    "who=Depends(role('admin'))": True,
    "who=Depends(Bearer())": True,
    "who=Depends(maybe)": False,
    "who=Depends(required)": True,
    "who=Depends(Entrance)": True,
    "who=Depends(by_verifier)": True,
    "who=Depends(by_plugin)": True,
    "who=Depends(by_tokens)": True,
    "who=Depends(by_state)": True,
    "who=Depends(of_somebody)": False,
    "who=Depends(shut)": True,
    "who=Depends(lost)": False,
    "who=Depends(by_header)": True,
    "who=Depends(x_token)": True,
    "who=Depends(closed)": True,
    "who=Depends(tenant)": False,
    "who=Depends(session)": False,
    "": False,
}


@pytest.mark.parametrize("parameter", PROTECTING)
def test_a_route_is_protected_where_a_dependency_refuses(parameter: str, tmp_path: Path) -> None:
    main = f"""
        from fastapi import Depends, FastAPI, Security
        from security import *
        app = FastAPI()
        @app.get("/x")
        def x({parameter}): ...
        """
    facts = facts_of(tmp_path, {"main.py": main, "security.py": SECURITY})
    assert route(facts, "/x").protected is PROTECTING[parameter]


@pytest.mark.parametrize("level", ["app", "include", "router", "route", "outer"])
def test_a_dependency_holds_from_every_level(level: str, tmp_path: Path) -> None:
    def at(name: str) -> str:
        return "dependencies=[Depends(user)]" if name == level else ""

    main = f"""
        from fastapi import APIRouter, Depends, FastAPI
        from security import user
        router = APIRouter({at("router")})
        @router.get("/x"{", " * (level == "route")}{at("route")})
        def x(): ...
        outer = APIRouter({at("outer")})
        outer.include_router(router)
        app = FastAPI({at("app")})
        app.include_router(outer, {at("include")})
        """
    facts = facts_of(tmp_path, {"main.py": main, "security.py": SECURITY})
    one = route(facts, "/x")
    assert one.protected
    assert one.dependencies == ("security.user", "fastapi.OAuth2PasswordBearer", "security.session")


def test_a_wrapper_shows_the_parameters_of_what_it_wraps(tmp_path: Path) -> None:
    main = """
        from functools import wraps
        from fastapi import FastAPI
        from security import User
        def logged(function):
            @wraps(function)
            def around(*args, **kwargs):
                return function(*args, **kwargs)
            return around
        app = FastAPI()
        @app.get("/x")
        @logged
        def x(who: User): ...
        """
    one = route(facts_of(tmp_path, {"main.py": main, "security.py": SECURITY}), "/x")
    assert one.protected
    assert one.function == "main.x"


def test_the_response_model_comes_from_the_annotation_too(tmp_path: Path) -> None:
    main = """
        from fastapi import FastAPI, Response, status
        from pydantic import BaseModel
        class Out(BaseModel): ...
        class In(BaseModel): ...
        app = FastAPI()
        @app.post("/a", status_code=status.HTTP_201_CREATED)
        def a(body: In) -> "list[Out]": ...
        @app.post("/b", response_model=Out)
        def b() -> dict: ...
        @app.post("/c")
        def c() -> Response: ...
        """
    facts = facts_of(tmp_path, {"main.py": main})
    a = route(facts, "/a")
    assert (a.response_model, a.status_code, a.request) == ("list[Out]", 201, ("In",))
    assert route(facts, "/b").response_model == "Out"
    assert route(facts, "/c").response_model is None


GUARDS = """
    from fastapi import FastAPI, Request
    from fastapi.responses import JSONResponse
    from starlette.middleware.base import BaseHTTPMiddleware

    OPEN = ["/public"]

    class Gate(BaseHTTPMiddleware):
        async def dispatch(self, request, call_next):
            if request.url.path in OPEN or request.url.path.endswith("health"):
                return await call_next(request)
            if request.headers.get("Authorization") is None:
                return JSONResponse({}, status_code=401)
            return await call_next(request)

    class Csrf(BaseHTTPMiddleware):
        async def dispatch(self, request, call_next):
            if request.cookies.get("csrftoken") != request.headers.get("x-csrf-token"):
                return JSONResponse({}, status_code=403)
            return await call_next(request)

    class Identify(BaseHTTPMiddleware):
        async def dispatch(self, request, call_next):
            token = request.headers.get("Authorization")
            if token and expired(token):
                return JSONResponse({}, status_code=401)
            return await call_next(request)

    inner = FastAPI()
    @inner.get("/inside")
    def inside(): ...

    app = FastAPI()
    app.mount("/mounted", inner)
    @app.get("/items")
    def items(): ...
    @app.get("/public")
    def public(): ...
    @app.get("/health")
    def health(): ...
    app.add_middleware(KIND)
    """


@pytest.mark.parametrize(
    ("kind", "guarded"),
    [("Gate", {"/items", "/mounted/inside"}), ("Csrf", set[str]()), ("Identify", set[str]())],
)
def test_a_middleware_that_reads_credentials_protects_what_it_does_not_leave_open(
    kind: str, guarded: set[str], tmp_path: Path
) -> None:
    facts = facts_of(tmp_path, {"main.py": GUARDS.replace("KIND", kind)})
    assert {route.path for route in facts.routes if route.protected} == guarded


def test_a_middleware_function_protects_too(tmp_path: Path) -> None:
    main = """
        from fastapi import FastAPI, HTTPException, Request
        app = FastAPI()
        @app.middleware("http")
        async def check(request: Request, call_next):
            if request.headers.get("x-api-key") != "k":
                raise HTTPException(401)
            return await call_next(request)
        @app.get("/items")
        def items(): ...
        """
    assert route(facts_of(tmp_path, {"main.py": main}), "/items").protected
