"""Applications that objects hold and put together, and what is handed around on the way."""

from pathlib import Path

import pytest

from tests.project.written import facts_of, paths

APPLICATIONS = {
    "an object that registers in a method of its own": (
        """
        from fastapi import APIRouter, FastAPI
        import orders
        class Server:
            def __init__(self) -> None:
                self._app = FastAPI()
                self._router = APIRouter(prefix="/v1")
            async def read(self): ...
            def serve(self) -> None:
                self._router.add_api_route("/read", self.read)
                orders.register(self)
                self._app.include_router(self._router)
        """,
        ["GET /v1/orders", "GET /v1/read"],
    ),
    "a dataclass whose router a factory makes": (
        """
        from dataclasses import dataclass, field
        from fastapi import APIRouter, FastAPI
        @dataclass
        class Base:
            router: APIRouter = field(default_factory=APIRouter)
            prefix: str = ""
            def __post_init__(self) -> None:
                self.register()
        @dataclass
        class Pages(Base):
            inner: Base = field(init=False)
            more: bool = True
            def register(self) -> None:
                @self.router.get(f"{self.prefix}/pages")
                def pages(): ...
        app = FastAPI()
        app.include_router(Pages(prefix="/all").router)
        """,
        ["GET /all/pages"],
    ),
    "an attrs class whose default needs the object": (
        """
        import attr
        from fastapi import APIRouter, FastAPI
        @attr.s
        class Api:
            router: APIRouter = attr.ib(default=attr.Factory(APIRouter))
            app: FastAPI = attr.ib(
                default=attr.Factory(lambda self: FastAPI(title="x"), takes_self=True)
            )
            def __attrs_post_init__(self) -> None:
                self.router.add_api_route("/ping", lambda: None)
                self.app.include_router(self.router)
        app = Api().app
        """,
        ["GET /ping"],
    ),
    "an application that code which can't be followed hands back": (
        """
        from fastapi import FastAPI
        async def create_app(container) -> FastAPI:
            app = FastAPI()
            app = await container["policy"].configure(app)
            @app.get("/ping")
            async def ping(): ...
            return app
        """,
        ["GET /ping"],
    ),
    "names imported inside the function": (
        """
        def create_server():
            from fastapi import FastAPI
            app = FastAPI()
            @app.get("/ping")
            async def ping(): ...
            return app
        """,
        ["GET /ping"],
    ),
    "a variable that has to be set": (
        """
        import os
        from fastapi import FastAPI
        def create_app():
            if os.getenv("CONFIG") is None:
                raise ValueError("CONFIG is required")
            app = FastAPI()
            @app.get("/ping")
            async def ping(): ...
            return app
        """,
        ["GET /ping"],
    ),
    "route objects of a class of the project's own": (
        """
        from fastapi import FastAPI
        from fastapi.routing import APIRoute
        class Timed(APIRoute):
            def __init__(self, *args, exclude=True, **kwargs):
                super().__init__(*args, **kwargs)
        def ping(): ...
        routes = [Timed("/ping", ping)]
        routes += [Timed("/pong", ping, methods=["POST"])]
        app = FastAPI(routes=routes)
        """,
        ["GET /ping", "POST /pong"],
    ),
    "a router that adds each path with and without a slash": (
        """
        from fastapi import APIRouter, FastAPI
        class Both(APIRouter):
            def api_route(self, path, *, include_in_schema=True, **kwargs):
                if path.endswith("/"):
                    path = path[:-1]
                add = super().api_route(path, include_in_schema=include_in_schema, **kwargs)
                add_other = super().api_route(path + "/", include_in_schema=False, **kwargs)
                def decorator(function):
                    add_other(function)
                    return add(function)
                return decorator
        router = Both(prefix="/v1")
        @router.get("/ping/")
        async def ping(): ...
        app = FastAPI()
        app.include_router(router)
        """,
        ["GET /v1/ping", "GET /v1/ping/"],
    ),
}
ORDERS = """
    def register(server):
        server._router.add_api_route("/orders", server.read)
    """


@pytest.mark.parametrize("name", APPLICATIONS)
def test_routes_have_the_paths_that_the_running_application_has(name: str, tmp_path: Path) -> None:
    source, expected = APPLICATIONS[name]
    assert sorted(paths(facts_of(tmp_path, {"main.py": source, "orders.py": ORDERS}))) == expected


def test_a_router_that_both_branches_include_is_there_without_a_condition(tmp_path: Path) -> None:
    source = """
        from fastapi import APIRouter, FastAPI
        from metrics import disabled
        router = APIRouter()
        @router.get("/ping")
        async def ping(): ...
        app = FastAPI()
        if disabled():
            app.include_router(router)
        else:
            app.add_middleware(object)
            app.include_router(router)
        """
    routes = facts_of(tmp_path, {"main.py": source}).routes
    assert [(route.path, route.when) for route in routes] == [("/ping", ())]


def test_a_bare_folder_of_sources_is_imported_by_its_own_name(tmp_path: Path) -> None:
    files = {
        "main.py": """
            from fastapi import FastAPI
            from shop.api.orders import router
            app = FastAPI()
            app.include_router(router)
            """,
        "api/orders.py": """
            from fastapi import APIRouter
            router = APIRouter()
            @router.get("/orders")
            async def read(): ...
            """,
    }
    (tmp_path / "shop").mkdir()
    assert paths(facts_of(tmp_path / "shop", files)) == ["GET /orders"]
    (tmp_path / "whole" / "shop").mkdir(parents=True)
    (tmp_path / "whole" / "shop" / "pyproject.toml").write_text("")
    assert paths(facts_of(tmp_path / "whole" / "shop", files)) == []


def test_a_function_that_registers_and_that_nothing_followed_calls_is_told(tmp_path: Path) -> None:
    source = """
        from fastapi import APIRouter, FastAPI
        app = FastAPI()
        def known(app):
            app.add_api_route("/ping", known)
        known(app)
        class Server:
            def register(self, app: FastAPI) -> None:
                router = APIRouter()
                router.add_api_route("/lost", self.register)
                app.include_router(router)
        def shown():
            '''As in:

            @router.get("/x")
            '''
        """
    facts = facts_of(tmp_path, {"main.py": source})
    assert paths(facts) == ["GET /ping"]
    told = [(gap.where.line, gap.what) for gap in facts.unresolved]
    assert told == [(7, "routes of `Server.register`")]


def test_a_copy_of_a_guard_protects_as_the_guard_does(tmp_path: Path) -> None:
    source = """
        from functools import update_wrapper
        from types import FunctionType
        from fastapi import Depends, FastAPI
        from fastapi.security import HTTPBearer
        def copied(function):
            return update_wrapper(FunctionType(function.__code__, {}), function)
        def verify(token=Depends(HTTPBearer())): ...
        verify_again = copied(verify)
        app = FastAPI()
        @app.get("/kept", dependencies=[Depends(verify_again)])
        def kept(): ...
        """
    (route,) = facts_of(tmp_path, {"main.py": source}).routes
    assert route.protected
    assert "main.verify" in route.dependencies
