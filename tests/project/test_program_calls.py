"""Names, calls and chains of calls across the files of a small project."""

import ast
from pathlib import Path

import pytest

from fe_skill.project.program import CallSite, Function, Program
from tests.project.written import facts_of

FILES = {
    "app/__init__.py": "",
    "app/core/__init__.py": "from .errors import NotFound as Missing\nfrom .tools import *",
    "app/core/errors.py": "class NotFound(Exception): ...\nclass Gone(NotFound): ...",
    "app/core/tools.py": """
        import time

        def slow(n):
            time.sleep(n)

        def quick():
            return slow
        """,
    "app/store.py": """
        import abc
        from app.core import slow

        class Base(abc.ABC):
            def __init__(self):
                slow(0)

            def save(self, thing):
                return self.write(thing)

            def write(self, thing):
                raise NotImplementedError

        class Store(Base):
            def write(self, thing):
                slow(1)

            def save(self, thing):
                super().save(thing)

            async def __aenter__(self):
                return self

            async def __aexit__(self, *exc):
                self.write(None)

        store = Store()
        """,
    "app/deps.py": """
        from typing import Annotated
        from fastapi import Depends
        from .store import Store, store

        def get_store() -> Store:
            return store

        async def guard():
            return helper()

        def helper():
            return 1

        Kept = Annotated[Store, Depends(get_store)]
        """,
    "app/main.py": """
        import asyncio
        import functools
        from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI
        from fastapi.concurrency import run_in_threadpool
        import app.core.tools as tools
        from . import core
        from .deps import Kept, guard
        from .store import Store, store as shared

        app = FastAPI()
        router = APIRouter(dependencies=[Depends(guard)])

        @router.get("/")
        async def index(kept: Kept, tasks: BackgroundTasks):
            kept.save(1)
            for one in range(3):
                await asyncio.sleep(one)
            shared.write(2)
            await run_in_threadpool(tools.slow, 3)
            await asyncio.to_thread(lambda: core.slow(4))
            tasks.add_task(tools.quick)
            job = functools.partial(local, 5)
            job()
            fetch = [fetched(n) for n in listed()]
            await asyncio.gather(*fetch)

        async def fetched(n): ...
        def listed(): return [1]
        def local(n): ...

        @router.get("/within")
        async def within():
            async with Store() as entered:
                entered.save(1)
            raise core.Missing

        app.include_router(router)
        """,
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program(facts_of(tmp_path_factory.mktemp("called"), FILES))


def function(program: Program, dotted: str) -> Function:
    found = program.function(dotted)
    assert found is not None
    return found


def sites(program: Program, dotted: str) -> dict[str | None, CallSite]:
    return {site.target: site for site in function(program, dotted).calls}


@pytest.mark.parametrize(
    ("path", "what", "expected"),
    [
        ("app/main.py", "core.Missing", "app.core.errors.NotFound"),
        ("app/main.py", "core.slow", "app.core.tools.slow"),
        ("app/main.py", "tools.slow", "app.core.tools.slow"),
        ("app/main.py", "shared", "app.store.store"),
        ("app/main.py", "asyncio.sleep", "asyncio.sleep"),
        ("app/main.py", "print", "builtins.print"),
        ("app/main.py", "nowhere", None),
    ],
)
def test_a_name_leads_to_its_definition(
    program: Program, path: str, what: str, expected: str | None
) -> None:
    module = program.module(path)
    assert module is not None
    assert program.resolve(module, ast.parse(what, mode="eval").body) == expected


def test_a_dotted_name_is_found_from_any_module(program: Program) -> None:
    module = program.module("app/main.py")
    assert module is not None
    assert program.resolve(module, "app.core.Missing") == "app.core.errors.NotFound"
    assert program.resolve(module, "fastapi.Depends") == "fastapi.Depends"


def test_a_local_name_shadows_a_global_one(tmp_path: Path) -> None:
    files = {"a.py": "def f(): ...\ndef g(f):\n    return f\ndef h():\n    return f\n"}
    program = Program(facts_of(tmp_path, files))
    module = program.module("a.py")
    assert module is not None
    given, own = (node.value for node in module.nodes(ast.Return) if node.value is not None)
    assert program.resolve(module, given) is None
    assert program.resolve(module, own) == "a.f"


def test_calls_lead_through_objects_to_the_methods_of_their_classes(program: Program) -> None:
    assert {
        "app.store.Store.save",
        "asyncio.sleep",
        "app.store.Store.write",
        "app.core.tools.slow",
        "app.core.tools.quick",
        "app.main.local",
        "app.main.fetched",
    } <= sites(program, "app.main.index").keys()
    assert None not in sites(program, "app.main.index")


def test_a_call_knows_whether_it_is_awaited_and_repeated(program: Program) -> None:
    found = sites(program, "app.main.index")
    awaited = [found[name].awaited for name in ("asyncio.sleep", "app.store.Store.save")]
    assert awaited == [True, False]
    assert isinstance(found["asyncio.sleep"].loop, ast.For)
    assert isinstance(found["app.main.fetched"].loop, ast.ListComp)
    assert found["app.main.listed"].loop is None


def test_what_is_handed_to_a_thread_is_off_the_loop(program: Program) -> None:
    slow = [s for s in function(program, "app.main.index").calls if s.target and "slow" in s.target]
    assert [site.off_loop for site in slow] == [True, True]
    assert sites(program, "app.main.index")["app.core.tools.quick"].kind == "task"
    assert not sites(program, "app.main.index")["app.store.Store.write"].off_loop


def test_parameters_lead_to_their_dependencies(program: Program) -> None:
    found = sites(program, "app.main.index")["app.deps.get_store"]
    assert (found.kind, found.off_loop) == ("depends", True)


def test_reach_tells_the_shortest_chain_to_each_function(program: Program) -> None:
    reached = {r.function.dotted: r for r in program.reach(function(program, "app.main.within"))}
    chain = reached["app.core.tools.slow"].chain
    assert [site.target for site in chain] == ["app.store.Store", "app.core.tools.slow"]
    assert "app.store.Store.__aexit__" in reached
    assert "app.store.Base.save" in reached
    assert "app.core.tools.quick" not in reached


def test_callers_are_found_in_every_file(program: Program) -> None:
    found = {site.function.dotted for site in program.callers("app.core.tools.slow")}
    assert found == {"app.store.Base.__init__", "app.store.Store.write", "app.main.index"}


def test_routes_are_found_from_what_they_lead_to(program: Program) -> None:
    found = {(p.route.path, len(p.chain)) for p in program.routes_reaching("app.core.tools.slow")}
    assert found == {("/", 1), ("/within", 2)}
    guarded = {p.route.path for p in program.routes_reaching("app.deps.helper")}
    assert guarded == {"/", "/within"}


def test_classes_know_what_is_above_them(program: Program) -> None:
    assert program.is_subclass("app.core.errors.Gone", "builtins.Exception")
    assert program.is_subclass("app.store.Store", "app.store.Base")
    assert not program.is_subclass("app.store.Base", "app.store.Store")


def test_routes_come_with_their_functions(program: Program) -> None:
    found = {f.dotted: [r.path for r in routes] for f, routes in program.route_functions()}
    assert found == {"app.main.index": ["/"], "app.main.within": ["/within"]}


def test_a_method_that_says_nothing_leads_to_what_overrides_it(tmp_path: Path) -> None:
    files = {
        "ports.py": """
            from typing import Protocol
            class Port(Protocol):
                def send(self, text): ...
            class Plain:
                def send(self, text):
                    return text
            """,
        "post.py": """
            import time
            from ports import Plain, Port
            class Post(Port):
                def send(self, text):
                    time.sleep(1)
            class Other(Plain):
                def send(self, text):
                    time.sleep(1)
            """,
        "use.py": """
            from ports import Plain, Port
            def through(port: Port):
                port.send("x")
            def directly(plain: Plain):
                plain.send("x")
            """,
    }
    program = Program(facts_of(tmp_path, files))
    through = {r.function.dotted: r for r in program.reach(function(program, "use.through"))}
    assert [s.kind for s in through["post.Post.send"].chain] == ["override"]
    directly = {r.function.dotted for r in program.reach(function(program, "use.directly"))}
    assert directly == {"use.directly", "ports.Plain.send"}


def test_a_package_hands_out_its_modules(tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "from . import parts",
        "app/parts.py": "def f(): ...",
        "app/use.py": "import app\ndef g():\n    app.parts.f()\n",
        "alembic/env.py": "from alembic import op\ndef h():\n    op.run()\n",
    }
    program = Program(facts_of(tmp_path, files))
    assert list(sites(program, "app.use.g")) == ["app.parts.f"]
    assert list(sites(program, "alembic.env.h")) == ["alembic.op.run"]


def test_two_modules_of_one_name_stay_apart(tmp_path: Path) -> None:
    files = {
        f"services/{name}/app/{path}": text
        for name in ("one", "two")
        for path, text in {
            "__init__.py": "",
            "work.py": f"def {name}(): ...",
            "main.py": f"from app.work import {name}\ndef run():\n    {name}()\n",
        }.items()
    }
    program = Program(facts_of(tmp_path, files))
    runs = {f.dotted: [s.target for s in f.calls] for f in program.functions() if f.name == "run"}
    assert len(runs) == 2
    for targets in runs.values():
        (target,) = targets
        assert target is not None
        assert program.function(target) is not None
