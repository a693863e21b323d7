"""From a folder to its facts, each kind worked out when it is first asked for.

Lives here: Facts, read_project, Keeper.
Does not:   any single kind of fact (link_*.py), the files (store.py).
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from fe_skill.project.around import declared_near, link_around, link_tooling
from fe_skill.project.cache import Cache
from fe_skill.project.conventions import link_conventions
from fe_skill.project.domains import link_domains
from fe_skill.project.files import LARGEST, Listing, Stamp, list_files
from fe_skill.project.habits import link_habits
from fe_skill.project.layout import Layout
from fe_skill.project.link_access import link_queries, link_sessions
from fe_skill.project.link_migrations import link_migrations
from fe_skill.project.link_models import link_models
from fe_skill.project.link_project import Linked, link, unparsed
from fe_skill.project.link_schemas import link_schemas, link_settings
from fe_skill.project.link_setup import link_fixtures, link_setup
from fe_skill.project.model import (
    Application,
    Around,
    Convention,
    Dependency,
    Domain,
    Fixture,
    Gap,
    Migrations,
    Model,
    Query,
    QueryUse,
    Route,
    RouterFact,
    Schema,
    SessionFact,
    SettingsClass,
    Setup,
    Where,
)
from fe_skill.project.program import Program
from fe_skill.project.store import Store, collector_paused
from fe_skill.project.uses import link_uses
from fe_skill.project.workshop import Workshop

_T = TypeVar("_T")


class Facts:
    """What is known of a project, at one moment. Every part is frozen."""

    def __init__(
        self, store: Store, cache: Cache | None = None, workshop: Workshop | None = None
    ) -> None:
        self._store = store
        self._cache = cache
        self._workshop = workshop or Workshop()
        self._declared: dict[str, dict[str, str]] = {}

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self._store.root

    @property
    def files(self) -> int:
        """How many Python files are the project's own."""
        return len(self._store.listing.python)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The project's own Python files."""
        return tuple(self._store.listing.python)

    def source(self, path: str) -> bytes:
        """The bytes of a file; empty where it can't be read or is too large to be hand-written."""
        return self._store.data(path)

    def look(self, how: Callable[[bytes], _T], path: str) -> _T:
        """What a look at the bytes of a file says; taken again only where the file is another."""
        found: _T = self._store.look(how, path)
        return found

    def stamp(self, path: str) -> Stamp | None:
        """What tells, without reading it, whether a file is as it was; None where there is none."""
        return self._store.listing.python.get(path)

    def declared_near(self, path: str) -> dict[str, str]:
        """The distributions that the project of a file declares, where a folder holds several."""
        folder = path.rpartition("/")[0]
        if folder not in self._declared:
            self._declared[folder] = declared_near(self._store, path)
        return self._declared[folder]

    def module_name(self, path: str) -> str:
        """The name under which the project imports a file."""
        return self._store.layout.dotted(path)

    @property
    def layout(self) -> Layout:
        """Which file a module name means."""
        return self._store.layout

    @property
    def applications(self) -> tuple[Application, ...]:
        """The applications that no other one mounts."""
        return self._linked.applications

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routes of all applications, in matching order."""
        return self._linked.routes

    @property
    def routers(self) -> tuple[RouterFact, ...]:
        """The routers, with those that no application reaches."""
        return self._linked.routers

    @property
    def dependencies(self) -> tuple[Dependency, ...]:
        """What routes depend on, the most used first."""
        return self._linked.dependencies

    @property
    def unresolved(self) -> tuple[Gap, ...]:
        """What exists and can't be told from the source."""
        return self._linked.unresolved

    @property
    def models(self) -> tuple[Model, ...]:
        """The mapped classes."""
        return self._data.models

    @property
    def schemas(self) -> tuple[Schema, ...]:
        """The Pydantic models."""
        return self._data.schemas

    @property
    def settings(self) -> tuple[SettingsClass, ...]:
        """The classes whose fields come from the environment."""
        return self._data.settings

    @property
    def migrations(self) -> tuple[Migrations, ...]:
        """The Alembic trees."""
        return self._data.migrations

    @property
    def sessions(self) -> tuple[SessionFact, ...]:
        """The engines and session makers."""
        return self._data.sessions

    @property
    def unparsed(self) -> tuple[Gap, ...]:
        """The files that did not parse, of those that say something."""
        return self._data.unparsed

    @property
    def unread(self) -> tuple[Gap, ...]:
        """The files that are too large to be hand-written, of which nothing is known."""
        large = (p for p, stamp in self._store.listing.python.items() if stamp.size > LARGEST)
        return tuple(Gap(Where(path, 1), "the file", "is too large to be read") for path in large)

    @property
    def around(self) -> Around:
        """What surrounds the application."""
        return self._data.around

    @property
    def tooling(self) -> tuple[tuple[str, str], ...]:
        """The formatter and the like, as configured."""
        return self._data.tooling

    @cached_property
    def queries(self) -> tuple[Query, ...]:
        """The statements that functions build."""
        kind = tuple[Query, ...]
        found: tuple[Query, ...] = self._kept("queries", kind, self._read_queries)
        return found

    def _read_queries(self) -> tuple[Query, ...]:
        with self._workshop.at(self._store) as outcome:
            return link_queries(outcome.machine, self._store)

    @cached_property
    def domains(self) -> tuple[Domain, ...]:
        """The parts that are laid out by themselves."""
        return link_domains(self._store, self.models, self.routes)

    @cached_property
    def conventions(self) -> tuple[Convention, ...]:
        """The habits, each with how many places follow it."""
        return link_conventions(self)

    @cached_property
    def query_uses(self) -> tuple[QueryUse, ...]:
        """The statements with the routes that they serve."""
        kind = tuple[QueryUse, ...]
        found: tuple[QueryUse, ...] = self._kept("uses", kind, lambda: link_uses(Program(self)))
        return found

    @cached_property
    def setup(self) -> tuple[Setup, ...]:
        """The calls that set up logging and telemetry."""
        kind = tuple[Setup, ...]
        found: tuple[Setup, ...] = self._kept("setup", kind, lambda: link_setup(self._store))
        return found

    @cached_property
    def fixtures(self) -> tuple[Fixture, ...]:
        """The test fixtures that give clients, sessions or applications, or that override."""
        kind = tuple[Fixture, ...]
        found: tuple[Fixture, ...] = self._kept(
            "fixtures", kind, lambda: link_fixtures(self._store)
        )
        return found

    @cached_property
    def habits(self) -> tuple[Convention, ...]:
        """The habits that bodies show; they take a look at everything that routes lead to."""
        kind = tuple[Convention, ...]
        found: tuple[Convention, ...] = self._kept(
            "habits", kind, lambda: link_habits(Program(self))
        )
        return found

    def laid_over(self, path: str) -> bytes | None:
        """What a file would hold, where `planned` was told; any file, Python or not."""
        return self._store.planned_data(path)

    def following(self, listing: Listing) -> "Facts":
        """The same project later; the same facts where no file changed."""
        if listing == self._store.listing:
            return self
        store = self._store.following(listing)
        # Between edits an answer is wanted soon: what is kept on disk waits for the next process.
        cache = None if self._cache is None else Cache(store.root, listing, current=False)
        return Facts(store, cache, self._workshop)

    def get_ready(self) -> None:
        """Work out what facts after an edit will be made with, where the disk had these facts."""
        if not self._workshop.stands_at(self._store):
            with collector_paused():
                self._worked_out(self._read_linked)
                self._worked_out(self._read_data)
                self._store.forget_bytes()

    def planned(self, files: Mapping[str, bytes]) -> "Facts":
        """The facts once some files have other content, or new ones are there."""
        return Facts(self._store.planned(files))

    @cached_property
    def _linked(self) -> Linked:
        found: Linked = self._kept("linked", Linked, self._read_linked)
        return found

    def _read_linked(self) -> Linked:
        with self._workshop.at(self._store) as outcome:
            return link(outcome)

    @cached_property
    def _data(self) -> "Data":
        found: Data = self._kept("data", Data, self._read_data)
        return found

    def _read_data(self) -> "Data":
        with self._workshop.at(self._store) as outcome:
            machine = outcome.machine
            models = link_models(machine)
            return Data(
                models=models,
                schemas=link_schemas(machine, models),
                settings=link_settings(machine),
                migrations=link_migrations(self._store),
                sessions=link_sessions(machine),
                around=link_around(self._store),
                tooling=link_tooling(self._store),
                unparsed=unparsed(outcome),
            )

    def kept(self, name: str, kind: Any, work: Callable[[], Any]) -> Any:  # noqa: ANN401
        """What follows from these very files, from the disk where it was kept, else worked out.

        `name` tells it from everything else that is kept, and from other versions of itself.
        """
        return self._kept(name, kind, work)

    def notes_on_files(self, name: str) -> dict[str, Any]:
        """What an earlier process noted of single files, by path: plain data, to be checked."""
        return {} if self._cache is None else self._cache.read_notes(name)

    def keep_notes_on_files(self, name: str, notes: dict[str, Any]) -> None:
        """Leave notes on single files to the next process."""
        if self._cache is not None:
            self._cache.write_notes(name, notes)

    def _kept(self, name: str, kind: Any, work: Callable[[], Any]) -> Any:  # noqa: ANN401
        """Facts from the disk where they are fresh, else worked out and kept."""
        with collector_paused():
            found = None if self._cache is None else self._cache.read(name, kind)
            if found is None:
                found = self._worked_out(work)
                if self._cache is not None:
                    self._cache.write(name, found)
                self._store.forget_bytes()
            return found

    def _worked_out(self, work: Callable[[], Any]) -> Any:  # noqa: ANN401
        """Do the work from outlines that were kept; where they don't hold up, from the sources."""
        if self._cache is None:
            return work()
        if not self._store.read():
            self._store.take(self._cache.read_outlines())
        try:
            found = work()
        except Exception:
            if not self._store.taken:
                raise
            self._store.drop()
            self._workshop.forget()
            found = work()
        outlines = self._store.to_keep()
        if outlines is not None:
            self._cache.write_outlines(outlines)
        return found


@dataclass(frozen=True, slots=True)
class Data:
    """The facts that need no application."""

    models: tuple[Model, ...]
    schemas: tuple[Schema, ...]
    settings: tuple[SettingsClass, ...]
    migrations: tuple[Migrations, ...]
    sessions: tuple[SessionFact, ...]
    around: Around
    tooling: tuple[tuple[str, str], ...]
    unparsed: tuple[Gap, ...]


def read_project(root: Path, *, cached: bool = False) -> Facts:
    """The facts of the project in `root`; nothing of it is imported or run."""
    store = Store(root)
    return Facts(store, Cache(root, store.listing) if cached else None)


class Keeper:
    """The projects of a running server: a later look re-reads only what changed."""

    def __init__(self, most: int = 8) -> None:
        self._most = most
        self._known: dict[Path, Facts] = {}
        self._lock = threading.Lock()
        self._helper: threading.Thread | None = None

    def facts(self, root: Path) -> Facts:
        """The facts of a project as its files are now."""
        with self._lock:
            known = self._known.pop(root, None)
            if known is None:
                known = read_project(root, cached=True)
            else:
                known = known.following(list_files(root))
            self._known[root] = known
            while len(self._known) > self._most:
                del self._known[next(iter(self._known))]
            return known

    def get_ready(self) -> threading.Thread:
        """Let a thread of its own prepare the projects for edits, while nobody waits for it."""
        with self._lock:
            if self._helper is None or not self._helper.is_alive():
                self._helper = threading.Thread(target=self._prepare, daemon=True)
                self._helper.start()
            return self._helper

    def _prepare(self) -> None:
        for known in list(self._known.values()):
            known.get_ready()
