"""Statements: what each of lower.py's shapes does to a scope.

Lives here: STATEMENTS.
Does not:   expressions (expressions.py), what a call does (calls.py).

Where a test can't be decided both branches are followed, and what they register carries the
condition. A test that a setting's default decides is followed both ways too; the condition says
which way is the default.
"""

from fe_skill.project.interpreter.expressions import bind, items_of, joined
from fe_skill.project.interpreter.fastapi import declared
from fe_skill.project.interpreter.machine import Flow, Machine, Statement, one_of
from fe_skill.project.interpreter.show import show
from fe_skill.project.interpreter.truth import truth
from fe_skill.project.interpreter.values import (
    Bound,
    Class,
    Condition,
    Const,
    Decorator,
    External,
    Function,
    Instance,
    Made,
    Module,
    OneOf,
    Partial,
    Place,
    Router,
    Scope,
    Seq,
    Unknown,
    Value,
)
from fe_skill.project.lower import Node

_MOST_ROUNDS = 300


def _import(m: Machine, node: Node, scope: Scope) -> None:
    for name, renamed in node[2]:
        head = name.partition(".")[0]
        key = m.absolute(name if renamed else head, scope.module)
        if key is None:
            scope.names[renamed or head] = m.external(name if renamed else head)
        else:
            scope.names[renamed or head] = Module(key)


def _import_from(m: Machine, node: Node, scope: Scope) -> None:
    _, _, level, name, pairs = node
    key = m.relative(level, name, scope.module) if level else m.absolute(name, scope.module)
    for original, renamed in pairs:
        if original == "*":
            if key is not None:
                scope.stars.append(key)
        elif key is not None:
            scope.names[renamed] = m.imported(key, original)
        elif level:
            place = Place(scope.module, node[1])
            scope.names[renamed] = Unknown(f"`{original}` comes from a missing module", place)
        else:
            scope.names[renamed] = m.external(f"{name}.{original}")


def _assign(m: Machine, node: Node, scope: Scope) -> None:
    value = m.evaluate(node[3], scope)
    for target in node[2]:
        bind(m, target, _handed_back(value, node[3], target, scope), scope)


def _handed_back(value: Value, how: Node, target: Node, scope: Scope) -> Value:
    """`app = configured(app)`: where the call can't be followed, still the same application."""
    call = how[1] if how[0] == "await" else how
    # What a library's function gives back is known by its name: an ASGI application around it.
    open_ = isinstance(value, Unknown) or (isinstance(value, Made) and "<self>" in value.names)
    if not open_ or target[0] != "n" or call[0] != "call":
        return value
    old = scope.names.get(target[1])
    given = target in [*call[2], *(argument for _, argument in call[3])]
    return old if given and isinstance(old, Router) else value


def _annotated(m: Machine, node: Node, scope: Scope) -> None:
    if node[4] is not None:
        value = m.evaluate(node[4], scope)
        if isinstance(value, Unknown | Made) and node[3] is not None:
            value = declared(m, value, m.evaluate(node[3], scope), Place(scope.module, node[1]))
        bind(m, node[2], value, scope)


def _augmented(m: Machine, node: Node, scope: Scope) -> None:
    old, new = m.evaluate(node[2], scope), m.evaluate(node[3], scope)
    if isinstance(old, Seq):
        m.tasks.mutates(old)
        items = items_of(new)
        old.items += items or []
        old.partial |= items is None
    elif node[2][0] == "n":
        scope.names[node[2][1]] = joined(old, new, node[3])


def _expression(m: Machine, node: Node, scope: Scope) -> None:
    m.evaluate(node[2], scope)


def _function(m: Machine, node: Node, scope: Scope) -> None:
    outer = scope.outer if scope.is_class and scope.outer else scope
    prefix = f"{scope.owner.qualname}." if scope.is_class and scope.owner else ""
    owner = scope.owner if scope.is_class else None
    made = Function(node, scope.module, outer, prefix + node[1], owner)
    value: Value = m.tasks.made(made, made.qualname)
    scope.names.setdefault(node[1], value)
    scope.names[node[1]] = decorated(m, value, node[5], scope)


def decorated(m: Machine, value: Value, decorators: list[Node], scope: Scope) -> Value:
    """A function or class with its decorators applied, the lowest first."""
    for decorator, line in reversed(decorators):
        if decorator[0] == "." and decorator[2] in {"setter", "deleter", "getter"}:
            continue
        how = m.evaluate(decorator, scope)
        value = _apply(m, how, value, Place(scope.module, line))
    return value


def _apply(m: Machine, how: Value, value: Value, place: Place) -> Value:
    """One decorator on a function. A library's decorator leaves it as it was."""
    if isinstance(how, External | Made) and isinstance(value, Function):
        value.marks.append(how.name.rpartition(".")[2])
        if isinstance(how, Made) and how.name in {"functools.wraps", "makefun.wraps"} and how.args:
            value.wraps = m.force(how.args[0])
            return value
    outcome = m.call(how, [value], {}, place)
    if not isinstance(how, Function | Bound | OneOf | Instance | Partial | Decorator):
        return value
    if not isinstance(outcome, Function | Bound | Instance | Partial | Class):
        if isinstance(value, Function):
            value.wrapped_by.append(how)
        return value
    return outcome


def _class(m: Machine, node: Node, scope: Scope) -> None:
    outer = scope.outer if scope.is_class and scope.outer else scope
    inner = Scope(scope.module, {}, outer, is_class=True)
    prefix = f"{scope.owner.qualname}." if scope.is_class and scope.owner else ""
    bases = [m.evaluate(base, scope) for base in node[4] if base[0] != "star"]
    keywords = {name: m.evaluate(value, scope) for name, value in node[5] if name}
    made = Class(node, scope.module, prefix + node[1], bases, keywords, inner)
    value = m.tasks.made(made, made.qualname)
    inner.owner = value
    scope.names[node[1]] = value
    m.execute(node[7], inner)
    for decorator, line in reversed(node[6]):
        how = m.evaluate(decorator, scope)
        value.decorators.append(how)
        m.call(how, [value], {}, Place(scope.module, line))


def _if(m: Machine, node: Node, scope: Scope) -> Flow | None:
    if node[2] == ["cmp", ["n", "__name__"], "Eq", ["c", "__main__"]]:
        return None
    test = m.evaluate(node[2], scope)
    if isinstance(test, External) and test.name == "typing.TYPE_CHECKING":
        m.execute(node[3], scope)  # what annotations mean; the other branch has the last word
    verdict, assumed = truth(test)
    if verdict is not None and not assumed:
        return m.execute(node[3] if verdict else node[4], scope)
    text = show(node[2])
    before = dict(scope.names)
    with m.under(Condition(text, verdict)):
        yes = m.execute(node[3], scope)
    after_yes = scope.names.copy()
    scope.names.clear()
    scope.names.update(before)
    with m.under(Condition(f"not ({text})", None if verdict is None else not verdict)):
        no = m.execute(node[4], scope)
    if verdict is not None and _raises(node[3] if verdict else node[4]):
        verdict = not verdict  # whoever runs this has set what is asked for
    _merge(scope, after_yes, (yes[1], no[1]), verdict)
    if verdict is not None:
        chosen = yes if verdict else no
        return [*chosen[0]], chosen[1]
    return yes[0] + no[0], yes[1] and no[1]


def _raises(body: list[Node]) -> bool:
    """Whether a branch ends in an error, so that no running application has taken it."""
    return bool(body) and body[-1][0] == "raise"


def _merge(
    scope: Scope,
    yes: dict[str, Value],
    ended: tuple[bool, bool],
    verdict: bool | None,  # noqa: FBT001 -- a flag among values
) -> None:
    """The names after both branches: a branch that ended, or isn't the default, says nothing."""
    no = dict(scope.names)
    take_yes, take_no = not ended[0] and verdict is not False, not ended[1] and verdict is not True
    if take_yes == take_no:
        names = {**no, **yes}
        for name in no.keys() & yes.keys():
            if no[name] is not yes[name]:
                names[name] = one_of([yes[name], no[name]])
    else:
        names = {**no, **yes} if take_yes else {**yes, **no}
    scope.names.clear()
    scope.names.update(names)


def _for(m: Machine, node: Node, scope: Scope) -> Flow | None:
    values = items_of(m.evaluate(node[3], scope))
    returned: list[Value] = []
    if values is None:
        text = f"for {show(node[2])} in {show(node[3])}"
        reason = Unknown(f"a loop over `{show(node[3])}`", Place(scope.module, node[1]))
        bind(m, node[2], reason, scope)
        with m.under(Condition(text, None)):
            returned += m.execute(node[4], scope)[0]
        return returned, False
    for value in values[:_MOST_ROUNDS]:
        bind(m, node[2], value, scope)
        returned += m.execute(node[4], scope)[0]
    m.execute(node[5], scope)
    return returned, False


def _while(m: Machine, node: Node, scope: Scope) -> Flow | None:
    return m.execute(node[3], scope)[0], False


def _with(m: Machine, node: Node, scope: Scope) -> Flow | None:
    for context, target in node[2]:
        value = m.evaluate(context, scope)
        if target is not None:
            bind(m, target, value, scope)
    return m.execute(node[3], scope)


def _try(m: Machine, node: Node, scope: Scope) -> Flow | None:
    body = m.execute(node[2], scope)
    if body[1]:
        m.execute(node[5], scope)
        return body
    known = dict(scope.names)
    for _, handler in node[3]:
        # What a handler binds counts only where the body didn't succeed in binding it.
        with m.under(Condition("an exception was caught", holds=False)):
            m.execute(handler, scope)
        kept = {name: value for name, value in known.items() if not isinstance(value, Unknown)}
        scope.names.update(kept)
    other = m.execute(node[4], scope)
    last = m.execute(node[5], scope)
    return body[0] + other[0] + last[0], other[1] or last[1]


def _match(m: Machine, node: Node, scope: Scope) -> Flow | None:
    returned: list[Value] = []
    m.evaluate(node[2], scope)
    for body in node[3]:
        with m.under(Condition(f"match {show(node[2])}", None)):
            returned += m.execute(body, scope)[0]
    return returned, False


def _return(m: Machine, node: Node, scope: Scope) -> Flow:
    value: Value = Const(None)
    if node[2] is not None:
        value = m.evaluate(node[2], scope)
    return [value], True


def _raise(m: Machine, node: Node, scope: Scope) -> Flow:
    if node[2] is not None:
        m.evaluate(node[2], scope)
    return [], True


def _jump(_m: Machine, _node: Node, _scope: Scope) -> Flow:
    return [], True


STATEMENTS: dict[str, Statement] = {
    "import": _import,
    "from": _import_from,
    "=": _assign,
    ":": _annotated,
    "+=": _augmented,
    "e": _expression,
    "def": _function,
    "class": _class,
    "if": _if,
    "for": _for,
    "while": _while,
    "with": _with,
    "try": _try,
    "match": _match,
    "ret": _return,
    "raise": _raise,
    "jump": _jump,
}
