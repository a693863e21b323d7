"""The client sends a value that the declared type doesn't take.

Tell-tale: 422 with a parsing, enum, range, length or pattern error.
Not this:  a word of another route's path (`path-shadowed-by-parameter`), a form sent as text.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import LIKELY, OPEN, SURE, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.routes import asked_function, parameters, taking
from fe_skill.faults.looking.schemas import field_of, names_of, place_of, schema_named

_KINDS = re.compile(
    r"_parsing$|_type$|^enum$|^literal_error$|^string_|^greater_|^less_|^too_|_from_date|^value_error"
    r"|^type_error|^multiple_of|^uuid_|^url_|^date|^time|^decimal_|_invalid$|^finite_|^json_invalid"
)
_OTHERS = frozenset(("model_attributes_type", "model_type", "json_invalid", "value_error.missing"))


def recognise(case: Case) -> Diagnosis | None:
    error = next((e for e in case.errors if _KINDS.search(e.type) and e.type not in _OTHERS), None)
    if error is None or case.chain or not error.loc or error.loc[0] == "response":
        return None
    names, where = names_of(error), str(error.loc[0])
    place = _place(case, names)
    return Diagnosis(
        what=f"`{'.'.join(names) or 'the body'}` in the {where} isn't what its type takes: "
        f"{error.message}" + (f", got {error.input}" if error.input else ""),
        why="the declared type refuses the value",
        confidence=SURE - 0.09 if place else LIKELY if names else OPEN,
        place=place,
        mend=(
            "send a value of the declared type",
            "or declare what clients really send: a wider type, or a validator that tidies first",
        ),
    )


def _place(case: Case, names: list[str]) -> Place | None:
    route = taking(case)
    for model in route.request if route else ():
        found = field_of(case, schema_named(case, model), names)
        if found is not None:
            return place_of(found)
    function = asked_function(case, *names[:1])
    for argument, _ in parameters(function[1]) if function else ():
        if names and argument.arg == names[0] and function:
            return Place(function[0].path, argument.lineno, function[1].name)
    return None


FAULT = Fault(
    name="request-value-malformed",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            '422 {"detail":[{"type":"enum","loc":["query","state"],"msg":"Input '
            "should be 'new' or "
            '\'paid\'","input":"PAID","ctx":{"expected":"\'new\' or \'paid\'"}}]}'
        ),
    ),
)
