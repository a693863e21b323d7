"""The project's source as trees, across files; for whoever needs more than the facts.

Lives here: Program, and which files are worth a parse.
Does not:   the facts (reader.py), one file's own indexes (syntax/module.py).
"""

from collections.abc import Iterator

from fe_skill.project.model import Gap, Where
from fe_skill.project.reader import Facts
from fe_skill.syntax.module import SourceModule
from fe_skill.syntax.parse import Unparsed, parse


class Program:
    """The modules of a project, each parsed when it is first asked for."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._modules: dict[str, SourceModule | None] = {}
        self._failed: dict[str, Gap] = {}

    def module(self, path: str) -> SourceModule | None:
        """The file's module; None where there is none or it did not parse."""
        if path not in self._modules:
            self._modules[path] = self._parsed(path)
        return self._modules[path]

    def modules(self) -> Iterator[SourceModule]:
        """Every module that parses, by path."""
        found = map(self.module, self.facts.paths)
        return (module for module in found if module is not None)

    def mentioning(self, *words: bytes) -> Iterator[SourceModule]:
        """The modules in whose bytes one of `words` stands; no other file is parsed."""
        for path in self.facts.paths:
            data = self.facts.source(path)
            if any(word in data for word in words):
                module = self.module(path)
                if module is not None:
                    yield module

    @property
    def unparsed(self) -> tuple[Gap, ...]:
        """The files that were asked for so far, or say something, and can't be read."""
        found = {gap.where.path: gap for gap in (*self.facts.unread, *self.facts.unparsed)}
        return tuple(gap for _, gap in sorted({**self._failed, **found}.items()))

    def _parsed(self, path: str) -> SourceModule | None:
        if self.facts.stamp(path) is None:
            return None
        parsed = parse(self.facts.source(path))
        if isinstance(parsed, Unparsed):
            why = f"did not parse: {parsed.reason}"
            self._failed[path] = Gap(Where(path, parsed.line), "the file", why)
            return None
        name = self.facts.module_name(path)
        return SourceModule(path, name, parsed.text, parsed.tree, rewritten=parsed.rewritten)
