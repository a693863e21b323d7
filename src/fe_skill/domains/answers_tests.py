"""What the templates of an entity's tests are given.

Lives here: tests_answers.
Does not:   the values themselves (samples.py).
"""

from typing import Any

from fe_skill.domains.inflection import snake
from fe_skill.domains.kinds import may_filter, may_order
from fe_skill.domains.link import Key, Linked, Target
from fe_skill.domains.samples import Samples
from fe_skill.domains.spec import Entity, Field

ID = "0198c2a4-6f0e-7c3a-9a51-3f1d2b7c8e90"


def tests_answers(entity: Entity, linked: Linked, samples: dict[str, Samples]) -> dict[str, Any]:
    """The values and names that the tests of `entity` use."""
    sent = [f for f in entity.fields if not f.read_only]
    keys, many = linked.keys_of(entity), linked.many_of(entity)
    changed = next((f for f in sent if not f.secret and not f.unique), None) or next(
        f for f in sent
    )
    plain = [f for f in sent if not f.secret]
    body = [f"{f.name!r}: {samples[f.name].numbered}," for f in sent]
    body += [f"{k.column!r}: {_made(k.target, linked)}," for k in keys if k.required]
    filters = [f for f in entity.fields if may_filter(f) and not f.read_only]
    back = linked.backs_of(entity)
    listed = [f.name for f in entity.fields] if entity.order_by is None else entity.order_by
    ordered = [f for f in entity.fields if may_order(f) and f.name in listed]
    return {
        "body_lines": body,
        "uses_number": any("number" in line.split(": ", 1)[1] for line in body),
        **_body(" ".join(body)),
        "changed": changed.name,
        "changed_secret": changed.secret,
        "changed_value": repr(samples[changed.name].other),
        "plain_names": [f.name for f in plain],
        "wrong": [
            f"({f.name!r}, {value!r})," for f in sent for value in _wrong(f, samples[f.name])
        ],
        "not_null": [f.name for f in sent if f.required] + [k.column for k in keys if k.required],
        "must": [f.name for f in sent if must(f)] + [k.column for k in keys if k.required],
        "nullable": [f.name for f in sent if f.nullable],
        "unique_fields": [f.name for f in sent if f.unique],
        "key_columns": [k.column for k in keys],
        "optional_keys": [k.column for k in keys if not k.required],
        "key_tests": [_key_test(k, linked) for k in keys],
        "many_tests": [
            {
                "ids": m.ids,
                "name": m.name,
                "made": _made(m.target, linked),
                "path": m.target.entity.path if m.target.entity else "",
            }
            for m in many
            if m.target.entity is not None or m.target.table == "users"
        ],
        "filter_names": [f.name for f in filters],
        "order_words": [f.name for f in ordered],
        "order_swaps": [
            # What has to be unique is made anew; the third value is room to exchange the others.
            (f.name, [] if f.unique else [samples[f.name].valid, samples[f.name].other] * 2)
            for f in ordered
            if not f.read_only
        ],
        "search_tests": [(name, str(samples[name].valid)) for name in entity.search],
        "restricting": [
            (k.child.module, k.column) for k in back if k.on_delete == "restrict" and not k.is_self
        ],
        "cascading": [
            (k.child.module, k.column, k.child.path)
            for k in back
            if k.on_delete == "cascade" and not k.is_self
        ],
        "nulling": [
            (k.child.module, k.column, k.child.path)
            for k in back
            if k.on_delete == "set-null" and not k.is_self
        ],
        "shown_children": [
            (k.child.module, k.column, k.back, k.child.path) for k in back if k.shown
        ],
        "selfs": [k.column for k in keys if k.is_self],
        "minimal": {f.name: samples[f.name].valid for f in sent if must(f)}
        | {k.column: ID for k in keys if k.required},
    }


def _body(lines: str) -> dict[str, str]:
    """How the function that makes a body is declared and called: with no more than it needs."""
    waits = "await " in lines
    told = "client, headers)" in lines
    return {
        "body_async": "async " * waits,
        "body_await": "await " * waits,
        "body_parameters": "client: AsyncClient" * waits + ", headers: dict[str, str]" * told,
        "body_arguments": "client" * waits + ", headers" * told,
    }


def _wrong(field: Field, samples: Samples) -> tuple[object, ...]:
    if field.secret:
        return tuple(v for v in samples.wrong if v != "\x00")
    return samples.wrong


def _made(target: Target, linked: Linked) -> str:
    if target.table == "users":
        return "(await factories.make_account(client)).id"
    headers = "headers"
    if target.role not in {None, linked.role}:
        headers = f"await factories.make_other_caller(client, Role.{target.role})"
    return f'(await make_{snake(target.name)}(client, {headers}))["id"]'


def _key_test(key: Key, linked: Linked) -> dict[str, str]:
    target = key.target
    known = target.entity or target.table == "users" or target.existing in linked.made_elsewhere
    return {"column": key.column, "made": _made(key.target, linked) if known else ""}


def must(field: Field) -> bool:
    """Whether callers have to send `field`."""
    return field.required and field.default is None
