"""The interpreter's outcome, kept from one moment of a project to the next.

Lives here: Workshop.
Does not:   running (interpreter/run.py), what an edit changes (edits.py).

There is one machine for all moments of a project, and it stands at one of them. Who asks for
another moment brings it there: by running again what the difference touches, or else everything.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from fe_skill.project.classes_found import data_files
from fe_skill.project.edits import edit_between
from fe_skill.project.interpreter.run import Outcome, again, run
from fe_skill.project.store import Store

# Answers that nobody asks for any more pile up: at so many times the first count all starts anew.
_MOST_GROWTH = 3


class Workshop:
    """The outcome at one moment."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._store: Store | None = None
        self._outcome: Outcome | None = None
        self._answers = 0

    @contextmanager
    def at(self, store: Store) -> Iterator[Outcome]:
        """The outcome of a project's files at a moment; nobody else moves it meanwhile."""
        with self._lock:
            if self._outcome is None or self._store is not store:
                outcome, self._outcome = self._outcome, None
                found = None if outcome is None else self._brought(outcome, store)
                self._store, self._outcome = store, found or self._anew(store)
            yield self._outcome

    def stands_at(self, store: Store) -> bool:
        """Whether the outcome is there already."""
        return self._outcome is not None and self._store is store

    def forget(self) -> None:
        """Start anew: what was built rests on outlines that were wrong."""
        with self._lock:
            self._outcome = None

    def _brought(self, outcome: Outcome, store: Store) -> Outcome | None:
        tasks = outcome.machine.tasks
        if self._store is None or len(tasks.answers) > _MOST_GROWTH * self._answers > 0:
            return None
        edit = edit_between(self._store, store)
        if edit is None:
            return None
        for path in edit.gone:
            tasks.drop(path)
            outcome.machine.scopes.pop(path, None)
        self._answers = self._answers or len(tasks.answers)
        return again(outcome.machine, store, edit.edited, edit.uses)

    def _anew(self, store: Store) -> Outcome:
        self._answers = 0
        store.read_ahead([*store.builders(), *data_files(store)])
        return run(store)
