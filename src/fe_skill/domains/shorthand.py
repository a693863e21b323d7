"""Fields and relations in their short form.

    field     name:type(size)?!unique!index!secret!read-only>=min<=max=default
    relation  name>Target   many-to-one      name<Target    one-to-many
              name<>Target  many-to-many     name-Target    one-to-one
              then `?` for optional, `!cascade`, `!restrict` or `!set-null`

Lives here: field_of, relation_of.
Does not:   whether the names and values are any good (judge.py).
"""

import re

from fe_skill.domains.given import FieldGiven, RelationGiven
from fe_skill.problem import Problem, Refused

_FIELD = re.compile(r"\s*(\w+)\s*:\s*(\w+\s*(?:\([^)]*\))?)(.*)", re.DOTALL)
_WORD = r"!(?:unique|index|secret|read-only)"
_MARK = re.compile(rf"\?|{_WORD}|[<>]=-?\d+(?:\.\d+)?|=(?:(?!{_WORD}).)*", re.DOTALL)
_RELATION = re.compile(r"\s*(\w+)\s*(<>|<|>|-)\s*(\w+(?:\.\w+)?)\s*(\??)(?:!([a-z-]+))?\s*")
_KINDS = {">": "many-to-one", "<": "one-to-many", "<>": "many-to-many", "-": "one-to-one"}
_LONGEST_SHOWN = 60


def field_of(text: str, place: str) -> FieldGiven:
    """The field that `text` writes.

    Raises:
        Refused: `field-malformed`.
    """
    match = _FIELD.fullmatch(text)
    if match is None:
        raise _malformed("field", text, place, "title:string(200)!unique")
    name, kind, rest = match.groups()
    marks: dict[str, object] = {"name": name, "type": kind.replace(" ", "")}
    rest = rest.strip()
    while rest:
        found = _MARK.match(rest)
        if found is None:
            raise _malformed("field", text, place, "price:decimal(10,2)>=0")
        marks |= _meaning(found.group())
        rest = rest[found.end() :].lstrip()
    return FieldGiven.model_validate(marks)


def _meaning(mark: str) -> dict[str, object]:
    if mark == "?":
        return {"required": False}
    if mark.startswith("!"):
        return {mark[1:].replace("-", "_"): True}
    if mark.startswith((">=", "<=")):
        return {"min" if mark[0] == ">" else "max": float(mark[2:])}
    return {"default": mark[1:].strip()}


def relation_of(text: str, place: str) -> RelationGiven:
    """The relation that `text` writes.

    Raises:
        Refused: `relation-malformed`.
    """
    match = _RELATION.fullmatch(text)
    if match is None or match[5] not in {None, "cascade", "restrict", "set-null"}:
        raise _malformed("relation", text, place, "customer>customers.Customer")
    return RelationGiven.model_validate(
        {
            "name": match[1],
            "kind": _KINDS[match[2]],
            "to": match[3],
            "required": False if match[4] else None,
            "on_delete": match[5],
        }
    )


def _malformed(what: str, text: str, place: str, good: str) -> Refused:
    shown = ascii(text)[1:-1][:_LONGEST_SHOWN]
    return Refused(
        Problem(
            code=f"{what}-malformed",
            what=f"`{shown}` in {place} is not a {what}",
            why=f"a short {what} looks like `{good}`",
            mend=f"write it so, or give the {what} as an object",
        )
    )
