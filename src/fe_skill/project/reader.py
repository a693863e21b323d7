"""From a folder to its facts, each kind worked out when it is first asked for.

Lives here: Facts, read_project.
Does not:   any single kind of fact (link_*.py), the files (store.py).
"""

from functools import cached_property
from pathlib import Path

from fe_skill.project.around import link_around, link_tooling
from fe_skill.project.classes_found import find_classes
from fe_skill.project.conventions import link_conventions
from fe_skill.project.domains import link_domains
from fe_skill.project.interpreter.machine import Machine
from fe_skill.project.interpreter.run import Outcome, run
from fe_skill.project.interpreter.values import Class
from fe_skill.project.link_access import link_queries, link_sessions
from fe_skill.project.link_migrations import link_migrations
from fe_skill.project.link_models import link_models
from fe_skill.project.link_project import Linked, link, unparsed
from fe_skill.project.link_schemas import link_schemas, link_settings
from fe_skill.project.model import (
    Application,
    Around,
    Convention,
    Dependency,
    Domain,
    Gap,
    Migrations,
    Model,
    Query,
    Route,
    RouterFact,
    Schema,
    SessionFact,
    SettingsClass,
)
from fe_skill.project.store import Store, collector_paused


class Facts:
    """What is known of a project, at one moment. Every part is frozen."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self._store.root

    @property
    def files(self) -> int:
        """How many Python files are the project's own."""
        return len(self._store.listing.python)

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
    def unparsed(self) -> tuple[Gap, ...]:
        """The files that did not parse, of those that were read."""
        return unparsed(self._store)

    @cached_property
    def models(self) -> tuple[Model, ...]:
        """The mapped classes."""
        with collector_paused():
            return link_models(self._machine, self._classes)

    @cached_property
    def schemas(self) -> tuple[Schema, ...]:
        """The Pydantic models."""
        with collector_paused():
            return link_schemas(self._machine, self._classes, self.models)

    @cached_property
    def settings(self) -> tuple[SettingsClass, ...]:
        """The classes whose fields come from the environment."""
        with collector_paused():
            return link_settings(self._machine, self._classes)

    @cached_property
    def migrations(self) -> tuple[Migrations, ...]:
        """The Alembic trees."""
        with collector_paused():
            return link_migrations(self._store)

    @cached_property
    def sessions(self) -> tuple[SessionFact, ...]:
        """The engines and session makers."""
        with collector_paused():
            return link_sessions(self._machine)

    @cached_property
    def queries(self) -> tuple[Query, ...]:
        """The statements that functions build."""
        with collector_paused():
            return link_queries(self._machine)

    @cached_property
    def around(self) -> Around:
        """What surrounds the application."""
        return link_around(self._store)

    @cached_property
    def domains(self) -> tuple[Domain, ...]:
        """The parts that are laid out by themselves."""
        return link_domains(self._store, self.models, self.routes)

    @cached_property
    def conventions(self) -> tuple[Convention, ...]:
        """The habits, each with how many places follow it."""
        return link_conventions(self)

    @cached_property
    def tooling(self) -> tuple[tuple[str, str], ...]:
        """The formatter and the like, as configured."""
        return link_tooling(self._store)

    @cached_property
    def _linked(self) -> Linked:
        with collector_paused():
            return link(self._outcome)

    @cached_property
    def _outcome(self) -> Outcome:
        with collector_paused():
            return run(self._store)

    @cached_property
    def _classes(self) -> tuple[Class, ...]:
        with collector_paused():
            return find_classes(self._machine)

    @property
    def _machine(self) -> Machine:
        return self._outcome.machine


def read_project(root: Path) -> Facts:
    """The facts of the project in `root`; nothing of it is imported or run."""
    return Facts(Store(root))
