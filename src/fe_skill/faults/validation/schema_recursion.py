"""Schemas, or what is made of them, hold each other without an end.

Tell-tale: `RecursionError`, "Circular reference detected", with the same lines over and over.
"""

import re
from collections import Counter

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Evidence, Fault, Place, Sample
from fe_skill.project.model import Schema, SchemaField

_SIGN = (
    r"maximum recursion|infinite recursion|Circular reference detected|recursion_loop|"
    r"Cannot recover from stack overflow"
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(
        "RecursionError",
        "ValueError",
        "PydanticSerializationError",
        "Fatal Python error",
        says=_SIGN,
    )
    if raised is None:
        return None
    spots = case.spots(raised)
    often = Counter((spot.path, spot.line) for spot in spots).most_common(1)
    spot = next((s for s in spots if often and (s.path, s.line) == often[0][0]), None)
    pair = _holding_each_other(case)
    place = None
    if pair is not None:
        where = pair[0][1].where
        place = Place(where.path, where.line, f"{pair[0][0].name}.{pair[0][1].name}")
    return Diagnosis(
        what="schemas hold each other, and what is made of them has no end"
        if pair
        else "functions call each other without an end",
        why="each holds the other, which holds the first again",
        confidence=SURE - 0.05 if pair else CLEAR - 0.05 if spot else LIKELY,
        place=place or (spot.place if spot else None),
        evidence=(
            *((spot.evidence("repeated in the frames"),) if spot else ()),
            *(
                (Evidence("and back", pair[1][1].where.path, pair[1][1].where.line),)
                if pair
                else ()
            ),
        ),
        mend=(
            "break the circle: one side gets a schema without the other, or only its id",
            "a tree of unknown depth: load and show a fixed number of levels",
        ),
    )


def _holding_each_other(
    case: Case,
) -> tuple[tuple[Schema, SchemaField], tuple[Schema, SchemaField]] | None:
    schemas = {schema.name: schema for schema in (case.facts.schemas if case.facts else ())}
    for schema in schemas.values():
        for field in schema.fields:
            for name in re.findall(r"\w+", field.type or ""):
                other = schemas.get(name)
                back = (
                    next(
                        (
                            f
                            for f in other.fields
                            if schema.name in re.findall(r"\w+", f.type or "")
                        ),
                        None,
                    )
                    if other and other is not schema
                    else None
                )
                if other is not None and back is not None:
                    return (schema, field), (other, back)
    return None


FAULT = Fault(
    name="schema-recursion",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "RecursionError: maximum recursion depth exceeded",
                (
                    "/srv/app/convert.py",
                    10,
                    "team_out",
                    "return [member_out(m) for m in team.members]",
                ),
                ("/srv/app/convert.py", 6, "member_out", "return team_out(member.team)"),
                (
                    "/srv/app/convert.py",
                    10,
                    "team_out",
                    "return [member_out(m) for m in team.members]",
                ),
            )
        ),
    ),
)
