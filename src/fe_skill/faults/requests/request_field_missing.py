"""The client leaves out a value that the route requires.

Tell-tale: 422 `missing`, and the declaration means what it says.
Not this:  an Optional without a default, a body taken for a query, a hidden signature.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.fault import LIKELY, OPEN, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.routes import asked_function, parameters, taking
from fe_skill.faults.looking.schemas import field_of, names_of, place_of, schema_named


def recognise(case: Case) -> Diagnosis | None:
    error = next((e for e in case.errors if e.type in {"missing", "value_error.missing"}), None)
    if error is None or case.chain or not error.loc or error.loc[0] == "response":
        return None
    names, where = names_of(error), str(error.loc[0])
    place = _place(case, names)
    name = ".".join(names) or "the body"
    return Diagnosis(
        what=f"`{name}` is required in the {where}, and the request doesn't have it",
        why="nothing in the declaration gives it a default",
        confidence=LIKELY if place else OPEN,
        place=place,
        mend=(
            f"send `{name}` in the {where}",
            "or give it a default, if a request without it makes sense; an alias changes the name "
            "that is expected",
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
        if names and argument.arg == names[-1] and function:
            return Place(function[0].path, argument.lineno, function[1].name)
    return Place(function[0].path, function[1].lineno, function[1].name) if function else None


FAULT = Fault(
    name="request-field-missing",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            '422 {"detail":[{"type":"missing","loc":["body","destination"],"msg":"Field required",'
            '"input":{"from":"Ulm"}}]}'
        ),
        Sample(
            '422 {"detail":[{"loc":["body","name"],"msg":"field required",'
            '"type":"value_error.missing"}]}'
        ),
    ),
)
