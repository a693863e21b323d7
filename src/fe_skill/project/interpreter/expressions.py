"""Expressions: what each of lower.py's shapes evaluates to.

Lives here: EXPRESSIONS.
Does not:   calls and attributes (calls.py).
"""

from fe_skill.project.interpreter.machine import Expression, Machine, one_of, options_of
from fe_skill.project.interpreter.show import show
from fe_skill.project.interpreter.truth import compared, truth
from fe_skill.project.interpreter.values import (
    Class,
    Const,
    Either,
    External,
    Function,
    OneOf,
    Place,
    Scope,
    Seq,
    Subscripted,
    Super,
    Table,
    Unknown,
    Value,
)
from fe_skill.project.lower import Node

_LONGEST = 2_000
_TYPES = (External, Class, Subscripted, Either)


def _constant(_m: Machine, node: Node, _scope: Scope) -> Value:
    return Const(node[1])


def _name(m: Machine, node: Node, scope: Scope) -> Value:
    return m.lookup(node[1], scope)


def _attribute(m: Machine, node: Node, scope: Scope) -> Value:
    return m.attribute(m.evaluate(node[1], scope), node[2], Place(scope.module, 0))


def _call(m: Machine, node: Node, scope: Scope) -> Value:
    place = Place(scope.module, node[4])
    if node[1] == ["n", "super"] and not node[2]:
        return _super(scope)
    callee = m.evaluate(node[1], scope)
    args = _arguments(m, node[2], scope)
    kwargs = _keywords(m, node[3], scope)
    if isinstance(callee, External) and callee.name in {"builtins.locals", "builtins.globals"}:
        return Table([], partial=True)
    return m.call(callee, args, kwargs, place)


def _super(scope: Scope) -> Value:
    at: Scope | None = scope
    while at is not None:
        if at.owner is not None and at.self_value is not None:
            return Super(at.self_value, at.owner)
        at = at.outer
    return Unknown("`super()` outside a method")


def _arguments(m: Machine, nodes: list[Node], scope: Scope) -> list[Value]:
    found: list[Value] = []
    for node in nodes:
        if node[0] == "star":
            inner = m.evaluate(node[1], scope)
            found += inner.items if isinstance(inner, Seq) else []
        else:
            found.append(m.evaluate(node, scope))
    return found


def _keywords(m: Machine, pairs: list[Node], scope: Scope) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, node in pairs:
        value = m.evaluate(node, scope)
        if name is not None:
            found[name] = value
        elif isinstance(value, Table):
            found |= {str(key.value): item for key, item in value.pairs if isinstance(key, Const)}
    return found


def _sequence(m: Machine, node: Node, scope: Scope) -> Value:
    items: list[Value] = []
    partial = False
    for item in node[2]:
        if item[0] == "star":
            inner = m.evaluate(item[1], scope)
            items += inner.items if isinstance(inner, Seq) else []
            partial |= not isinstance(inner, Seq) or inner.partial
        else:
            items.append(m.evaluate(item, scope))
    return Seq(items, partial, node[1], m.tasks.here)


def _dict(m: Machine, node: Node, scope: Scope) -> Value:
    table = Table([], task=m.tasks.here)
    for key, item in node[1]:
        value = m.evaluate(item, scope)
        if key is not None:
            table.pairs.append((m.evaluate(key, scope), value))
        elif isinstance(value, Table):
            table.pairs += value.pairs
            table.partial |= value.partial
        else:
            table.partial = True
    return table


def _fstring(m: Machine, node: Node, scope: Scope) -> Value:
    values = [m.evaluate(part, scope) for part in node[1]]
    whole: Value = Const("")
    for value, part in zip(values, node[1], strict=True):
        whole = joined(whole, value, part)
    return whole


def joined(left: Value, right: Value, node: Node) -> Value:
    """Two texts put together, for each of their options."""
    found: list[Value] = []
    for one in options_of(left):
        for other in options_of(right):
            if not isinstance(one, Const):
                found.append(one)
            elif not isinstance(other, Const):
                reason = other.reason if isinstance(other, Unknown) else "not a literal"
                found.append(Unknown(f"`{show(node)}`: {reason}"))
            elif len(text := _text(one) + _text(other)) <= _LONGEST:
                found.append(Const(text, one.assumed or other.assumed))
            else:
                found.append(Unknown("a very long text"))
    return one_of(found)


def _text(value: Const) -> str:
    return str(value.value)


def _subscript(m: Machine, node: Node, scope: Scope) -> Value:
    value = m.evaluate(node[1], scope)
    index = m.evaluate(node[2], scope)
    return one_of([_item(m, option, index, scope) for option in options_of(value)])


def _item(m: Machine, value: Value, index: Value, scope: Scope) -> Value:
    if isinstance(value, Table) and isinstance(index, Const):
        for key, item in reversed(value.pairs):
            if isinstance(key, Const) and key.value == index.value:
                return m.force(item)
        return Unknown(f"no key `{index.value}` is known")
    if isinstance(value, Seq) and isinstance(index, Const) and type(index.value) is int:
        inside = -len(value.items) <= index.value < len(value.items)
        return value.items[index.value] if inside else Unknown("an index out of range")
    if isinstance(index, Seq) and index.kind == "slice":
        return _part(value, index)
    if isinstance(value, _TYPES):
        items = index.items if isinstance(index, Seq) and index.kind == "tuple" else [index]
        return Subscripted(value, items)
    return m.call(External("operator.getitem"), [value, index], {}, Place(scope.module, 0))


def _part(value: Value, index: Seq) -> Value:
    """`value[:-1]` of a text or list."""
    values = [one.value if isinstance(one, Const) else "" for one in index.items]
    ends = [value for value in values if value is None or type(value) is int]
    if len(ends) == len(values):
        cut = slice(*ends)
        if isinstance(value, Const) and isinstance(value.value, str):
            return Const(value.value[cut], value.assumed)
        if isinstance(value, Seq) and not value.partial:
            return Seq(value.items[cut], kind=value.kind)
    return Unknown("a part of a value")


def _binary(m: Machine, node: Node, scope: Scope) -> Value:
    left, right = m.evaluate(node[2], scope), m.evaluate(node[3], scope)
    if node[1] == "Add":
        return _sum(left, right, node)
    if node[1] == "BitOr":
        if isinstance(left, Table) and isinstance(right, Table):
            return Table(left.pairs + right.pairs, left.partial or right.partial)
        return Either([*_members(left), *_members(right)])
    if node[1] == "Div":
        return Unknown("a path")
    if node[1] == "Mod" and isinstance(left, Const) and isinstance(left.value, str):
        return _percent(left.value, right)
    return Unknown(f"`{show(node)}`")


def _percent(template: str, right: Value) -> Value:
    items = right.items if isinstance(right, Seq) else [right]
    texts = [item.value for item in items if isinstance(item, Const)]
    if len(texts) != len(items) or template.count("%s") != len(texts):
        return Unknown("a formatted text")
    for text in texts:
        template = template.replace("%s", str(text), 1)
    return Const(template) if "%" not in template else Unknown("a formatted text")


def _members(value: Value) -> list[Value]:
    return value.items if isinstance(value, Either) else [value]


def _sum(left: Value, right: Value, node: Node) -> Value:
    if isinstance(left, Seq) and isinstance(right, Seq):
        return Seq(left.items + right.items, left.partial or right.partial, left.kind)
    if isinstance(left, Seq):
        return Seq(list(left.items), partial=True, kind=left.kind)
    if isinstance(right, Seq):
        return Seq(list(right.items), partial=True, kind=right.kind)
    numbers = [
        v.value for v in (left, right) if isinstance(v, Const) and not isinstance(v.value, str)
    ]
    if len(numbers) == 2 and all(type(n) is int for n in numbers):  # noqa: PLR2004 -- both sides
        return Const(int(numbers[0] or 0) + int(numbers[1] or 0))
    return joined(left, right, node) if not numbers else Unknown(f"`{show(node)}`")


def _boolean(m: Machine, node: Node, scope: Scope) -> Value:
    """`a or b`, `a and b`: the operand that decides, or the open ones."""
    decides = node[1] == "Or"
    open_ones: list[Value] = []
    assumed = False
    for at, part in enumerate(node[2]):
        value = m.evaluate(part, scope)
        verdict, is_default = truth(value)
        assumed |= is_default
        last = at == len(node[2]) - 1
        if open_ones and last and isinstance(value, Const) and not decides:
            return Unknown(f"`{show(node)}`")
        if verdict is decides or last:
            chosen = one_of([*open_ones, value])
            if assumed and isinstance(chosen, Const):
                return Const(chosen.value, assumed=True)
            return chosen
        if verdict is None:
            open_ones.append(value)
    return Unknown("an empty test")


def _not(m: Machine, node: Node, scope: Scope) -> Value:
    verdict, assumed = truth(m.evaluate(node[1], scope))
    return Unknown(f"`{show(node)}`") if verdict is None else Const(not verdict, assumed)


def _compare(m: Machine, node: Node, scope: Scope) -> Value:
    left, right = m.evaluate(node[1], scope), m.evaluate(node[3], scope)
    return compared(left, node[2], right) or Unknown(f"`{show(node)}`")


def _conditional(m: Machine, node: Node, scope: Scope) -> Value:
    verdict, assumed = truth(m.evaluate(node[1], scope))
    if verdict is None:
        return one_of([m.evaluate(node[2], scope), m.evaluate(node[3], scope)])
    chosen = m.evaluate(node[2] if verdict else node[3], scope)
    return Const(chosen.value, assumed=True) if assumed and isinstance(chosen, Const) else chosen


def _lambda(m: Machine, node: Node, scope: Scope) -> Value:
    return m.tasks.made(Function(node, scope.module, scope, "<lambda>"), "<lambda>")


def _comprehension(m: Machine, node: Node, scope: Scope) -> Value:
    found = Seq([], kind="list", task=m.tasks.here)
    inner = Scope(scope.module, {}, scope)
    _generate(m, node, 0, inner, found)
    if node[1] != "DictComp":
        return found
    pairs = [(i.items[0], i.items[1]) for i in found.items if isinstance(i, Seq)]
    return Table(pairs, found.partial)


def _generate(m: Machine, node: Node, depth: int, scope: Scope, found: Seq) -> None:
    if depth == len(node[3]):
        found.items.append(m.evaluate(node[2], scope))
        return
    target, iterable, tests = node[3][depth]
    values = items_of(m.evaluate(iterable, scope))
    if values is None:
        found.partial = True
        return
    for value in values:
        bind(m, target, value, scope)
        if all(truth(m.evaluate(test, scope))[0] is not False for test in tests):
            _generate(m, node, depth + 1, scope, found)


def items_of(value: Value) -> list[Value] | None:
    """What a loop over the value goes through, or None where that isn't known."""
    if isinstance(value, Seq):
        return None if value.partial and not value.items else list(value.items)
    if isinstance(value, Table):
        return None if value.partial else [key for key, _ in value.pairs]
    if isinstance(value, OneOf):
        known = [items_of(option) for option in value.options]
        return [item for items in known if items is not None for item in items] or None
    return None


def bind(m: Machine, target: Node, value: Value, scope: Scope) -> None:
    """Assign to a name, an attribute, a subscript or several of them."""
    match target[0]:
        case "n":
            scope.names[target[1]] = value
        case "seq":
            items = value.items if isinstance(value, Seq) and not value.partial else []
            for at, inner in enumerate(target[2]):
                inner_target = inner[1] if inner[0] == "star" else inner
                known = at < len(items)
                bind(m, inner_target, items[at] if known else Unknown("unpacked"), scope)
        case ".":
            owner = m.evaluate(target[1], scope)
            names = getattr(owner, "names", None)
            if isinstance(owner, Class):
                names = owner.scope.names
            if isinstance(names, dict):
                m.tasks.mutates(owner)
                names[target[2]] = value
        case "sub":
            owner = m.evaluate(target[1], scope)
            if isinstance(owner, Table):
                m.tasks.mutates(owner)
                owner.pairs.append((m.evaluate(target[2], scope), value))


def _walrus(m: Machine, node: Node, scope: Scope) -> Value:
    value = m.evaluate(node[2], scope)
    scope.names[node[1]] = value
    return value


def _inner(m: Machine, node: Node, scope: Scope) -> Value:
    return m.evaluate(node[1], scope)


def _yield(m: Machine, node: Node, scope: Scope) -> Value:
    if node[1] is not None:
        m.evaluate(node[1], scope)
    return Unknown("what a generator is sent")


def _opaque(m: Machine, node: Node, scope: Scope) -> Value:
    for inner in node[2]:
        m.evaluate(inner, scope)
    return Unknown(node[1])


EXPRESSIONS: dict[str, Expression] = {
    "c": _constant,
    "n": _name,
    ".": _attribute,
    "call": _call,
    "seq": _sequence,
    "dict": _dict,
    "fstr": _fstring,
    "sub": _subscript,
    "bin": _binary,
    "bool": _boolean,
    "not": _not,
    "cmp": _compare,
    "ifx": _conditional,
    "lambda": _lambda,
    "comp": _comprehension,
    "walrus": _walrus,
    "star": _inner,
    "await": _inner,
    "yield": _yield,
    "?": _opaque,
}
