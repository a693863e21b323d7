"""The facts about models and schemas, by name and by place.

Lives here: DataNames.
Does not:   which class a name means (program.py).
"""

from functools import cached_property
from typing import TYPE_CHECKING

from fe_skill.project.model import Model, Schema

if TYPE_CHECKING:
    from fe_skill.project.reader import Facts


class DataNames:
    """Looked up when first asked for: most questions never come to them."""

    def __init__(self, facts: "Facts") -> None:
        self._facts = facts

    @cached_property
    def models_at(self) -> dict[tuple[str, int], Model]:
        """The mapped classes by path and line."""
        return {(each.where.path, each.where.line): each for each in self._facts.models}

    @cached_property
    def schemas_at(self) -> dict[tuple[str, int], Schema]:
        """The Pydantic models by path and line."""
        return {(each.where.path, each.where.line): each for each in self._facts.schemas}

    @cached_property
    def models(self) -> dict[str, Model | None]:
        """The mapped classes by their last name; None where two share it."""
        found: dict[str, Model | None] = {}
        for model in self._facts.models:
            found[model.name] = None if model.name in found else model
        return found

    @cached_property
    def schemas(self) -> dict[str, tuple[Schema, ...]]:
        """The Pydantic models by their last name."""
        found: dict[str, tuple[Schema, ...]] = {}
        for each in self._facts.schemas:
            found[each.name] = (*found.get(each.name, ()), each)
        return found
