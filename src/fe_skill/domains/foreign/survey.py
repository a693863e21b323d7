"""All habits of a project together.

Lives here: Surveyed, survey.
Does not:   any one of them (survey_*.py).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from fe_skill.domains.foreign.finish import Format
from fe_skill.domains.foreign.idiom import Idiom
from fe_skill.domains.foreign.kin import Kin, chosen_app, find_kin
from fe_skill.domains.foreign.signatures import aliases_of
from fe_skill.domains.foreign.survey_auth import auth_idiom
from fe_skill.domains.foreign.survey_errors import error_idiom
from fe_skill.domains.foreign.survey_layers import layers_of
from fe_skill.domains.foreign.survey_models import chosen_model, model_idiom
from fe_skill.domains.foreign.survey_routes import route_idiom
from fe_skill.domains.foreign.survey_schemas import schema_idiom
from fe_skill.domains.foreign.survey_session import session_idiom
from fe_skill.domains.foreign.words import Names, Twin
from fe_skill.project.program import Program


@dataclass(frozen=True)
class Choices:
    """What a caller chose among several: each "module:name", or nothing."""

    app: str | None = None
    base: str | None = None
    session: str | None = None
    auth: str | None = None


def survey(
    program: Program, choices: Choices, style: Format, made: frozenset[str]
) -> tuple[Kin, Idiom]:
    """The neighbour and the idiom that it shows. Entities in `made` are no neighbours.

    Raises:
        Refused: something is missing, or several things could be meant.
    """
    kin = find_kin(program, chosen_app(program, choices.app), made)
    # Nothing is renamed here: the twin only tells what is the neighbour's own.
    twin = Twin(kin.names, Names("\0", "\0"))
    aliases = aliases_of(program)
    session, session_habit = session_idiom(program, kin, aliases, choices.session)
    auth, auth_habit = auth_idiom(program, kin, twin, aliases, choices.auth)
    model, model_habits = model_idiom(program, chosen_model(program, kin, choices.base))
    layers = layers_of(program, kin, twin, aliases)
    schema, schema_habit = schema_idiom(program, kin, twin, layered=bool(layers))
    route, route_habits = route_idiom(program, kin, twin, model.key)
    if route.documented == "own" and style.checks("D200"):
        route = replace(route, documented="one")
    if style.checks("FAST002"):
        route = replace(route, annotates=True)
    error, error_habit = error_idiom(program, kin, twin, layers)
    count = _counter(program)
    habits = [*model_habits, schema_habit, session_habit, auth_habit, *route_habits, error_habit]
    idiom = Idiom(
        names=kin.names,
        session=session,
        auth=auth,
        model=model,
        schema=schema,
        layers=layers,
        route=route,
        error=error,
        relative=_relative(kin),
        # What the project's linter asks for counts more than what older files do.
        optional=count(b"Optional[") > count(b"| None") and not style.checks("UP045"),
        lists=count(b"List[") > count(b"list[") and not style.checks("UP006"),
        habits=tuple(habit for habit in habits if habit is not None and habit.total),
    )
    return kin, idiom


def _counter(program: Program) -> Callable[[bytes], int]:
    """How often something stands in the project's files; nothing is parsed for it."""
    sources = [program.facts.source(path) for path in program.facts.paths]
    return lambda word: sum(source.count(word) for source in sources)


def _relative(kin: Kin) -> bool:
    """Whether the neighbour's routes import their own project by dots."""
    top = kin.routes.name.partition(".")[0]
    lines = [line for line in kin.routes.text.splitlines() if line.startswith("from ")]
    dots = sum(line.startswith("from .") for line in lines)
    return dots > sum(line.startswith((f"from {top}.", f"from {top} ")) for line in lines)
