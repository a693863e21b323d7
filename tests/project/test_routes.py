"""The full path of every route, however the application is put together."""

from pathlib import Path

import pytest

from tests.project.written import facts_of, paths, route

USERS = """
    from fastapi import APIRouter
    router = APIRouter(prefix="/users")

    @router.get("/{user_id}")
    async def read(user_id: int): ...
    """

# Each: what is in main.py, and the routes that it has. `users` is a module with the router above.
APPLICATIONS = {
    "a router included with a prefix": (
        """
        from fastapi import FastAPI
        from users import router
        app = FastAPI()
        app.include_router(router, prefix="/v1")
        """,
        ["GET /v1/users/{user_id}"],
    ),
    "a prefix from a setting's default and an f-string": (
        """
        from fastapi import FastAPI
        from pydantic_settings import BaseSettings
        from users import router
        class Settings(BaseSettings):
            version: int = 2
            @property
            def prefix(self) -> str:
                return f"/api/v{self.version}"
        settings = Settings()
        app = FastAPI()
        app.include_router(router, prefix=settings.prefix)
        """,
        ["GET /api/v2/users/{user_id}"],
    ),
    "a factory with an argument": (
        """
        from fastapi import FastAPI
        import users
        def create_app(prefix: str) -> FastAPI:
            app = FastAPI()
            register(app, prefix)
            return app
        def register(app, prefix):
            app.include_router(users.router, prefix=prefix)
        app = create_app("/made")
        """,
        ["GET /made/users/{user_id}"],
    ),
    "a factory that nobody calls": (
        """
        from fastapi import FastAPI
        import users
        def create_app(prefix: str = "/default") -> FastAPI:
            app = FastAPI()
            app.include_router(users.router, prefix=prefix)
            return app
        """,
        ["GET /default/users/{user_id}"],
    ),
    "a loop over pairs of prefixes and routers, one of them twice": (
        """
        from fastapi import FastAPI
        from users import router
        app = FastAPI()
        for prefix, one in [("/a", router), ("/b", router)]:
            app.include_router(one, prefix=prefix)
        """,
        ["GET /a/users/{user_id}", "GET /b/users/{user_id}"],
    ),
    "routers inside a router with its own prefix": (
        """
        from fastapi import APIRouter, FastAPI
        from users import router
        outer = APIRouter(prefix="/outer")
        outer.include_router(router, prefix="/inner")
        app = FastAPI()
        app.include_router(outer)
        """,
        ["GET /outer/inner/users/{user_id}"],
    ),
    "a mounted application": (
        """
        from fastapi import FastAPI
        from users import router
        inner = FastAPI()
        inner.include_router(router)
        app = FastAPI()
        app.mount("/inner", inner)
        """,
        ["GET /inner/users/{user_id}"],
    ),
    "a subclass that changes paths": (
        """
        from fastapi import APIRouter, FastAPI
        class Versioned(APIRouter):
            def __init__(self, version, **kwargs):
                super().__init__(prefix=f"/v{version}", **kwargs)
            def add_api_route(self, path, endpoint, **kwargs):
                super().add_api_route(path.rstrip("/") + "/", endpoint, **kwargs)
        router = Versioned(3, tags=["x"])
        @router.post("/things")
        def make(): ...
        app = FastAPI()
        app.include_router(router)
        """,
        ["POST /v3/things/"],
    ),
    "every way to add a route": (
        """
        from fastapi import FastAPI
        app = FastAPI()
        @app.api_route("/both", methods=["GET", "POST"])
        def both(): ...
        def added(): ...
        app.add_api_route("/added", added, methods=["PUT"])
        @app.websocket("/ws")
        async def talk(websocket): ...
        """,
        ["GET /both", "POST /both", "PUT /added", "WEBSOCKET /ws"],
    ),
    "an object that builds": (
        """
        from fastapi import FastAPI
        import users
        class Server:
            def __init__(self):
                self.app = FastAPI()
                self.app.add_api_route("/ping", self.ping)
                self.include()
            def include(self):
                self.app.include_router(users.router)
            def ping(self): ...
        server = Server()
        app = server.app
        """,
        ["GET /ping", "GET /users/{user_id}"],
    ),
    "a decorator of the project's own": (
        """
        from fastapi import FastAPI
        app = FastAPI()
        def endpoint(path):
            def put_on(function):
                app.add_api_route("/own" + path, function, methods=["GET"])
                return function
            return put_on
        @endpoint("/thing")
        def thing(): ...
        """,
        ["GET /own/thing"],
    ),
    "a router chosen by importing a module by name": (
        """
        import importlib
        from fastapi import FastAPI
        app = FastAPI()
        for name in ("users",):
            app.include_router(importlib.import_module(name).router)
        """,
        ["GET /users/{user_id}"],
    ),
}


@pytest.mark.parametrize("name", APPLICATIONS)
def test_full_paths_are_those_of_the_running_application(name: str, tmp_path: Path) -> None:
    main, expected = APPLICATIONS[name]
    facts = facts_of(tmp_path, {"main.py": main, "users.py": USERS})
    assert paths(facts) == expected
    assert facts.unresolved == ()


def test_what_is_computed_at_run_time_is_listed_and_not_guessed(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "main.py": """
                from fastapi import FastAPI
                from users import router
                from elsewhere import prefix, found
                app = FastAPI()
                app.include_router(router, prefix=prefix())
                for one in found():
                    app.include_router(one)
                """,
            "users.py": USERS,
        },
    )
    assert facts.routes == ()
    assert [(gap.where.line, gap.where.path) for gap in facts.unresolved] == [
        (5, "main.py"),
        (7, "main.py"),
    ]


def test_a_library_that_makes_routes_is_named(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "main.py": """
                from fastapi import FastAPI
                from fastapi_users import FastAPIUsers
                users = FastAPIUsers(None, [])
                app = FastAPI()
                app.include_router(users.get_auth_router(None), prefix="/auth")
                """
        },
    )
    (gap,) = facts.unresolved
    assert "fastapi_users" in gap.reason
    assert "/auth" in gap.what


def test_a_condition_that_is_open_is_told_with_the_route(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "main.py": """
                from fastapi import FastAPI
                from pydantic_settings import BaseSettings
                class Settings(BaseSettings):
                    debug: bool = False
                settings = Settings()
                app = FastAPI()
                if settings.debug:
                    @app.get("/debug")
                    def debug(): ...
                else:
                    @app.get("/plain")
                    def plain(): ...
                """
        },
    )
    assert route(facts, "/debug").conditional
    assert route(facts, "/debug").when == ("settings.debug",)
    assert not route(facts, "/plain").conditional


def test_routes_that_tests_attach_are_not_the_applications(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
            "tests/test_it.py": """
                from main import app
                @app.get("/only-in-tests")
                def only(): ...
                """,
        },
    )
    assert facts.routes == ()


def test_a_router_in_a_file_that_is_called_like_a_test_is_the_applications_where_it_is_included(
    tmp_path: Path,
) -> None:
    facts = facts_of(
        tmp_path,
        {
            "main.py": """
                from fastapi import FastAPI
                from runs import test_cases
                app = FastAPI()
                app.include_router(test_cases.router)
                """,
            "runs/test_cases.py": """
                from fastapi import APIRouter
                from runs import issues
                router = APIRouter(prefix="/cases")
                router.include_router(issues.router)
                @router.get("")
                def cases(): ...
                """,
            "runs/issues.py": """
                from fastapi import APIRouter
                router = APIRouter()
                @router.get("/issues")
                def issues(): ...
                """,
        },
    )
    assert paths(facts) == ["GET /cases/issues", "GET /cases"]
    assert all(router.included for router in facts.routers)


def test_routes_that_one_line_registers_are_told_at_their_functions(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "main.py": """
                from fastapi import APIRouter, FastAPI
                class Slashed(APIRouter):
                    def api_route(self, path, **kwargs):
                        return super().api_route(path + "/", **kwargs)
                router = Slashed()
                @router.get("/orders")
                def orders(): ...
                @router.get("/users")
                def users(): ...
                app = FastAPI()
                app.include_router(router)
                """
        },
    )
    assert [(r.path, r.registered.line) for r in facts.routes] == [("/orders/", 7), ("/users/", 9)]


def test_a_route_that_an_earlier_one_takes_over_is_told(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "main.py": """
                from fastapi import FastAPI
                app = FastAPI()
                @app.get("/users/{user_id}")
                def read(user_id: str): ...
                @app.get("/users/me")
                def me(): ...
                @app.get("/items/{item_id:int}")
                def item(item_id: int): ...
                @app.get("/items/first")
                def first(): ...
                """
        },
    )
    assert route(facts, "/users/me").shadowed_by == "GET /users/{user_id} (main.py:4)"
    assert route(facts, "/items/first").shadowed_by is None


def test_a_route_that_may_not_be_there_shadows_nothing(tmp_path: Path) -> None:
    main = """
        from fastapi import FastAPI
        from elsewhere import wanted
        app = FastAPI()
        if wanted:
            @app.get("/users/{user_id}")
            def read(user_id: str): ...
        @app.get("/users/me")
        def me(): ...
        """
    assert route(facts_of(tmp_path, {"main.py": main}), "/users/me").shadowed_by is None


def test_each_kind_of_layout_is_found(tmp_path: Path) -> None:
    main = "from fastapi import FastAPI\nfrom {0} import router\n"
    main += "app = FastAPI()\napp.include_router(router)\n"
    facts = facts_of(
        tmp_path,
        {
            "src/main.py": main.format("src.domains.users.routers"),
            "src/domains/users/routers/__init__.py": "from .user import router\n",
            "src/domains/users/routers/user.py": USERS,
            "other/src/shop/__init__.py": "",
            "other/src/shop/main.py": main.format("shop.api"),
            "other/src/shop/api.py": "from ._routes import *\n",
            "other/src/shop/_routes.py": USERS,
        },
    )
    names = {app.name: app.routes for app in facts.applications}
    assert names == {"src.main:app": 1, "shop.main:app": 1}


def test_modules_that_import_each_other_still_give_their_routes(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "app/__init__.py": "",
            "app/main.py": """
                from fastapi import FastAPI
                from app import api
                application = FastAPI()
                application.include_router(api.router)
                """,
            "app/api.py": """
                from typing import Annotated
                from fastapi import APIRouter
                from app.helpers import LIMIT
                limit: int = LIMIT
                router = APIRouter(prefix="/api")
                @router.get("/x")
                def x(): ...
                """,
            "app/helpers.py": """
                from app import api
                LIMIT = getattr(api, "MISSING", 3)
                """,
        },
    )
    assert paths(facts) == ["GET /api/x"]


def test_applications_of_one_name_in_several_folders_are_told_apart(tmp_path: Path) -> None:
    app = """
        from fastapi import FastAPI
        from app.users import router
        app = FastAPI()
        app.include_router(router)
        """
    files = {"app/__init__.py": "", "app/main.py": app, "app/users.py": USERS}
    both = {f"{at}/{name}": text for at in ("one", "two") for name, text in files.items()}
    facts = facts_of(tmp_path, both)
    names = {"one/app/main.py:app", "two/app/main.py:app"}
    assert {found.name for found in facts.applications} == names
    assert {found.app for found in facts.routes} == names


def test_routes_that_are_added_at_start_up_are_unresolved(tmp_path: Path) -> None:
    source = """
        from contextlib import asynccontextmanager
        from fastapi import APIRouter, FastAPI
        router = APIRouter()
        @router.get("/late")
        def late(): ...
        @asynccontextmanager
        async def lifespan(app: FastAPI):
            settings = load()
            if settings.on:
                app.include_router(router)
            settings.mount("x")
            yield
        app = FastAPI(lifespan=lifespan)
        @app.on_event("startup")
        async def started():
            app.add_api_route("/more", late)
        @app.get("/")
        def index(): ...
        """
    facts = facts_of(tmp_path, {"main.py": source})
    assert paths(facts) == ["GET /"]
    assert [(gap.where.line, gap.reason) for gap in facts.unresolved] == [
        (10, "`app.include_router` runs when the application starts"),
        (16, "`app.add_api_route` runs when the application starts"),
    ]


@pytest.mark.parametrize("folder", ["", "src/"])
def test_a_folder_that_imports_begin_in_may_have_an_init_that_nobody_needs(
    tmp_path: Path, folder: str
) -> None:
    files = {
        f"{folder}__init__.py": "",
        f"{folder}main.py": (
            "from fastapi import FastAPI\nfrom api.routes import router\n"
            "app = FastAPI()\napp.include_router(router)"
        ),
        f"{folder}api/routes/__init__.py": (
            "from fastapi import APIRouter\nrouter = APIRouter()\n"
            "@router.get('/orders')\ndef orders(): ..."
        ),
    }
    assert paths(facts_of(tmp_path, files)) == ["GET /orders"]


def test_an_application_that_mounts_what_is_wrapped_around_it_is_still_one(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "main.py": """
                import socketio
                from fastapi import FastAPI
                app = FastAPI()
                app.mount("/ws", socketio.ASGIApp(sio, other_asgi_app=app))
                @app.get("/orders")
                def orders(): ...
                """
        },
    )
    assert paths(facts) == ["GET /orders"]


def test_routes_of_a_router_can_be_handed_to_an_application(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "main.py": """
                from fastapi import APIRouter, FastAPI
                def made():
                    api = APIRouter(prefix="/api")
                    @api.get("/orders")
                    def orders(): ...
                    return api.routes
                app = FastAPI(routes=made())
                """
        },
    )
    assert paths(facts) == ["GET /api/orders"]


def test_an_application_that_a_library_makes_is_told_by_its_annotation(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "main.py": """
                import typing
                from bootstrap import Bootstrapper
                from routes import router
                if typing.TYPE_CHECKING:
                    import fastapi
                def build() -> "fastapi.FastAPI":
                    app: fastapi.FastAPI = Bootstrapper().made()
                    app.include_router(router)
                    return app
                """,
            "routes.py": """
                from fastapi import APIRouter
                router = APIRouter()
                @router.get("/orders")
                def orders(): ...
                """,
        },
    )
    assert paths(facts) == ["GET /orders"]
    (gap,) = facts.unresolved
    assert "bootstrap.Bootstrapper" in gap.reason


def test_routers_included_by_what_a_lifespan_calls_are_named_as_unresolved(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "main.py": """
                from contextlib import asynccontextmanager
                from fastapi import FastAPI
                from start import begin
                @asynccontextmanager
                async def lifespan(application):
                    await begin(1, served=application)
                    yield
                app = FastAPI(lifespan=lifespan)
                """,
            "start.py": """
                from routers import attach
                async def begin(number, *, served):
                    attach(served)
                    log(served.state)
                """,
            "routers.py": """
                from orders import router
                def attach(app):
                    app.include_router(router)
                """,
            "orders.py": """
                from fastapi import APIRouter
                router = APIRouter()
                @router.get("/orders")
                def orders(): ...
                """,
        },
    )
    assert [(gap.where.path, gap.where.line) for gap in facts.unresolved] == [("routers.py", 3)]


def test_a_package_of_the_project_doesnt_hide_a_library_of_its_name(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {
            "app/lib/fastapi_users/users.py": """
                from fastapi_users import FastAPIUsers
                users = FastAPIUsers[object, int](None, [])
                current = users.current_user(active=True)
                """,
            "app/main.py": """
                from fastapi import Depends, FastAPI
                from app.lib.fastapi_users.users import current
                app = FastAPI()
                @app.get("/me")
                def me(user=Depends(current)): ...
                """,
        },
    )
    assert route(facts, "/me").protected


def test_settings_behind_a_documented_getter_that_does_more_are_read(tmp_path: Path) -> None:
    files = {
        "config.py": """
            from functools import lru_cache
            from pydantic_settings import BaseSettings

            class Settings(BaseSettings):
                prefix: str = "/llm"

            @lru_cache
            def get_settings(**kwargs) -> Settings:
                made = Settings(**kwargs)
                made.check_one()
                made.check_two()
                made.check_three()
                status = made.status()
                if status["bad"]:
                    made.log(status)
                    raise RuntimeError(status)
                return made

            class Lazy:
                def __getattr__(self, key):
                    '''Forward to the real settings.

                    Args:
                        key: what is asked for

                    Returns:
                        whatever the settings have
                    '''
                    return getattr(get_settings(), key)

            settings = Lazy()
            """,
        "main.py": """
            from config import settings
            from fastapi import APIRouter, FastAPI
            app = FastAPI()
            router = APIRouter()

            @router.get("/models")
            def models(): ...

            app.include_router(router, prefix=settings.prefix)
            """,
    }
    assert route(facts_of(tmp_path, files), "/llm/models").assumed


def test_a_mounted_application_of_a_library_s_class_is_named_and_files_are_not(
    tmp_path: Path,
) -> None:
    facts = facts_of(
        tmp_path,
        {
            "main.py": """
                from cadwyn import Cadwyn
                from fastapi import FastAPI
                from fastapi.staticfiles import StaticFiles
                class Versioned(Cadwyn): ...
                class Cached(StaticFiles): ...
                app = FastAPI()
                app.mount("/execution", Versioned(title="x"))
                app.mount("/static", Cached(directory="static"))
                """
        },
    )
    assert [(gap.where.line, gap.what) for gap in facts.unresolved] == [
        (7, "routes under `/execution`")
    ]
