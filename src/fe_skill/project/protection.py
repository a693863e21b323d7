"""Whether a dependency lets only callers with credentials through.

Lives here: Protection.
Does not:   which dependencies a route has (link_dependencies.py).

A route is protected where one of its dependencies is a security scheme that refuses by itself, or
where something below it reads credentials and something there refuses (401, 403, or an exception
named or made for it). Refusing may happen in a function that the dependency calls. A middleware
of the application that reads credentials and refuses protects every path that it doesn't name
itself.
"""

import re
from collections.abc import Iterator

from fe_skill.project.interpreter.classes import class_attribute, external_bases
from fe_skill.project.interpreter.expressions import items_of
from fe_skill.project.interpreter.machine import Machine
from fe_skill.project.interpreter.show import show
from fe_skill.project.interpreter.values import (
    Bound,
    Class,
    Const,
    Entry,
    External,
    Function,
    Instance,
    Made,
    Method,
    Value,
)
from fe_skill.project.link_dependencies import Node, tree
from fe_skill.project.lower import Node as Lowered

SCHEMES = frozenset(
    f"fastapi.{name}"
    for name in [
        "HTTPBearer",
        "HTTPBasic",
        "HTTPDigest",
        "HTTPBase",
        "OAuth2",
        "OAuth2PasswordBearer",
        "OAuth2AuthorizationCodeBearer",
        "OpenIdConnect",
        "APIKeyHeader",
        "APIKeyQuery",
        "APIKeyCookie",
        "security.base.SecurityBase",
        "security.http.HTTPBase",
        "security.api_key.APIKeyBase",
    ]
)
_LIBRARY = re.compile(
    r"^fastapi_users\..*\.current_user$|^fastapi_azure_auth\.|^fastapi_auth0\.|^authx\."
    r"|^fastapi_jwt_auth\.|^fastapi_login\.|^fief_client\.|^fastapi_keycloak\.|^fastapi_jwt\."
)
_NAMED = re.compile(
    r"unauthori[sz]ed|forbidden|unauthenticat|not_?authenticated|permission_?denied|access_?denied"
    r"|credential|invalid_?token|authentication_?(?:error|exception|failed)|auth_?(?:error|exception)"
    r"|(?:authentication|login)_?required|not_?logged_?in|not_?authori[sz]ed"
    r"|jwt\w*error|token_?(?:error|expired|invalid)|expired_?token"
    r"|insufficient_?(?:permission|scope|privilege)|not_?enough_?permission|authori[sz]ation_?error",
    re.IGNORECASE,
)
_CODES = ("status_code", "code", "status", "http_status", "error_code")
_STATUS = re.compile(r"(?:^|_)40[13](?:_|$)")
_READ = frozenset(("headers", "cookies", "session", "user", "auth", "state"))
_CARRIES = re.compile(r"auth|token|api[_-]?key|credential|session|jwt|secret|bearer", re.IGNORECASE)
_CONNECTION = frozenset(("fastapi.Request", "fastapi.WebSocket", "fastapi.HTTPConnection"))
_OTHER_GUARDS = re.compile(r"csrf|cors|origin|host|rate|limit|size|maintenance", re.IGNORECASE)
_HEADERS = frozenset(("fastapi.Header", "fastapi.Cookie"))
_DEEPEST = 4


class Protection:
    """What is known of dependencies' refusals, each function read once."""

    def __init__(self, m: Machine) -> None:
        self._m = m

    def scheme(self, node: Node) -> str | None:
        """A scheme is "strict" or "optional" (refuses nobody by itself); None: it is no scheme."""
        value = node.value
        if isinstance(value, Made):
            if value.name in SCHEMES:
                return _strictness(value.kwargs.get("auto_error"))
            if _LIBRARY.match(value.name):
                return _strictness(value.kwargs.get("optional"), inverted=True)
        if isinstance(value, External) and _LIBRARY.match(value.name):
            return "strict"
        self._m.tasks.looks(value)
        if isinstance(value, Instance) and SCHEMES.intersection(external_bases(self._m, value.cls)):
            if "__call__" in value.cls.scope.names and self._reads_and_refuses(node)[1]:
                return "strict"
            return _strictness(self._auto_error(value))
        return None

    def _auto_error(self, value: Instance) -> Value | None:
        return value.kwargs.get("auto_error") or value.names.get("auto_error")

    def has_scheme(self, nodes: list[Node]) -> bool:
        """Whether a security scheme is among the nodes or below them."""
        return any(self.scheme(node) is not None for node in tree(nodes))

    def protects(self, node: Node) -> bool:
        """Whether nobody without credentials passes this dependency."""
        return self._m.tasks.answer(("protects", node), self._protects, node)

    def _protects(self, node: Node) -> bool:
        below = tree([node])
        schemes = [self.scheme(one) for one in below]
        if "strict" in schemes or any(self._always_refuses(one) for one in below):
            return True
        facts = [self._reads_and_refuses(one) for one in below]
        # An object that was made with the request reads it in its methods, when another calls them.
        held = any(isinstance(self._m.force(n.value), Class) and _takes_request(n) for n in below)
        reads = held and any(self._reads(one) for one in below)
        reads = reads or "optional" in schemes or any(fact[0] for fact in facts)
        return reads and any(fact[1] for fact in facts)

    def _reads(self, node: Node) -> bool:
        function = _function(self._m, node.value)
        return function is not None and self._body(function, 0)[0]

    def _always_refuses(self, node: Node) -> bool:
        function = _function(self._m, node.value)
        if function is None or function.node[0] != "def":
            return False
        body = self._m.body(function)
        return _refuses([s for s in body if s[0] == "raise"])

    def guards(self, entry: Entry, path: str) -> bool:
        """Whether a middleware lets nobody without credentials through to a path."""
        known = self._m.tasks.answer(("guard", entry), self._guarded, entry)
        return known is not None and not any(_is_below(path, open_) for open_ in known)

    def _guarded(self, entry: Entry) -> frozenset[str] | None:
        function = _dispatch(self._m, entry)
        return None if function is None else self._guard(function)

    def _guard(self, function: Function) -> frozenset[str] | None:
        """The texts that open paths are told by; None: it guards nothing."""
        owner = function.owner.name if function.owner is not None else ""
        if _OTHER_GUARDS.search(f"{owner}.{function.name}"):
            return None
        body = self._m.body(function)
        # To refuse what is wrong isn't to refuse who brings nothing: that takes a test of its own.
        wanting = [s for s in walk(body) if s[0] == "if" and _is_lack(s[2]) and _refuses(s[3])]
        names = any(_CARRIES.search(text) for text in _said(body))
        if not wanting or not names or not self._scanned(body, function)[0]:
            return None
        return frozenset(self._opens(function, body))

    def _opens(self, function: Function, body: list[Lowered]) -> Iterator[str]:
        """The texts that a body compares with, its module's lists of them among these."""
        for node in walk(body):
            if node[0] == "cmp" and len(node) == 4:  # noqa: PLR2004
                parts = [node[1], node[3]]
            elif node[0] == "call" and len(node) == 5 and _is_path_test(node[1]):  # noqa: PLR2004
                parts = node[2]
            else:
                continue
            for inner in walk(parts):
                if inner[0] == "c":
                    yield str(inner[1])
                elif inner[0] == "n" and len(inner) == 2:  # noqa: PLR2004
                    items = items_of(self._m.lookup(inner[1], function.scope))
                    yield from (str(i.value) for i in items or () if isinstance(i, Const))

    def _reads_and_refuses(self, node: Node) -> tuple[bool, bool]:
        function = _function(self._m, node.value)
        if function is None:
            return False, False
        reads, refuses = self._body(function, 0)
        takes = _takes_request(node)
        handed = takes and self._hands_on(function, node)
        marked = any(
            isinstance(marker, Made) and marker.name in _HEADERS and _CARRIES.search(p.name)
            for p in node.parameters
            for marker in [*p.extras, p.default]
        )
        return marked or handed or (reads and takes), refuses

    def _hands_on(self, function: Function, node: Node) -> bool:
        """Whether a body gives the request to something else, which reads it in its place."""
        names = [p.name for p in node.parameters if _type_name(p.type) in _CONNECTION]
        body = self._m.body(function)
        given = [
            value
            for call in walk(body)
            if call[0] == "call" and len(call) == 5  # noqa: PLR2004
            for value in (*call[2], *(value for _, value in call[3]))
        ]
        return any(["n", name] in given for name in names)

    def _body(self, function: Function, depth: int) -> tuple[bool, bool]:
        """Whether a body reads what callers send, and whether it refuses; calls followed."""
        if depth > _DEEPEST or function.node[0] != "def":
            return False, False
        return self._m.tasks.answer(("body", function, depth), self._followed, function, depth)

    def _followed(self, function: Function, depth: int) -> tuple[bool, bool]:
        self._m.tasks.looks(function)
        body = self._m.body(function)
        reads, refuses = self._scanned(body, function)
        for callee in _callees(body):
            if reads and refuses:
                break
            inner = self._called(callee, function)
            if inner is not None:
                below = self._body(inner, depth + 1)
                reads, refuses = reads or below[0], refuses or below[1]
        return reads, refuses

    def _is_own_refusal(self, raised: Lowered, function: Function) -> bool:
        """Whether an exception of the project's own stands for 401 or 403."""
        callee = raised[1] if raised[0] == "call" else raised
        cls = self._m.force(self._named(callee, function) or Const(None))
        if isinstance(cls, Function | Bound) and callee[0] == ".":  # `raise Refused.made()`
            cls = self._m.force(self._named(callee[1], function) or Const(None))
        if not isinstance(cls, Class):
            return False
        told = (class_attribute(self._m, cls, name) for name in _CODES)
        if any(value is not None and _is_status_value(value) for value in told):
            return True
        made = class_attribute(self._m, cls, "__init__")
        if not isinstance(made, Function) or made.node[0] != "def":
            return False
        self._m.tasks.looks(made)
        body = self._m.body(made)
        return any(_is_status(node) for node in walk(body) if node[0] in {"c", ".", "n"})

    def _called(self, callee: Lowered, function: Function) -> Function | None:
        """A function of the project that a body calls by a plain or dotted name."""
        value = self._named(callee, function)
        return None if value is None else _function(self._m, value)

    def _named(self, callee: Lowered, function: Function) -> Value | None:
        """What a name in a body stands for: `f`, `module.f`, `self.f`, `Class().f`, `taken.f`."""
        if callee[0] == "n":
            return self._m.lookup(callee[1], function.scope)
        if callee[0] != ".":
            return None
        cls = self._class_of(callee[1], function)
        if cls is not None:
            return class_attribute(self._m, cls, callee[2])
        owner = self._named(callee[1], function)
        return None if owner is None else self._m.attribute(owner, callee[2], function.place)

    def _class_of(self, owner: Lowered, function: Function) -> Class | None:
        """The class of an object: of `self`, of what is just made, of a parameter."""
        if owner in (["n", "self"], ["n", "cls"]) and function.owner is not None:
            return function.owner
        kind: Lowered | None = None
        if owner[0] == "call":
            kind = owner[1]
        elif owner[0] == "n":
            kind = next((p[2] for p in function.parameters if p[0] == owner[1]), None)
        found = None if kind is None else self._named(kind, function)
        found = None if found is None else self._m.force(found)
        return found if isinstance(found, Class) else None

    def _scanned(self, body: list[Lowered], function: Function) -> tuple[bool, bool]:
        reads = refuses = False
        for node in walk(body):
            if node[0] == "." and len(node) == 3 and node[2] in _READ:  # noqa: PLR2004
                reads = True
            elif node[0] == "raise" and len(node) == 3 and isinstance(node[2], list):  # noqa: PLR2004
                refuses = refuses or _refusal(node[2]) or self._is_own_refusal(node[2], function)
            elif node[0] == "call" and len(node) == 5 and not refuses:  # noqa: PLR2004
                refuses = _is_refusal_made(node)
        return reads, refuses


def _dispatch(m: Machine, entry: Entry) -> Function | None:
    """What a middleware runs for each request."""
    value = m.force(entry.options.get("dispatch", entry.target))
    m.tasks.looks(value)
    if isinstance(value, Class):
        found = (value.scope.names.get(name) for name in ("dispatch", "__call__"))
        value = next((one for one in found if one is not None), value)
        m.tasks.looks(value)
    return value if isinstance(value, Function) and value.node[0] == "def" else None


def _said(body: list[Lowered]) -> Iterator[str]:
    """The names and texts of a body."""
    for node in walk(body):
        if node[0] in {"c", "n", "."} and isinstance(node[-1], str):
            yield node[-1]


def _is_lack(test: Lowered) -> bool:
    """Whether a test can hold where nothing was given: `x is None`, `not x`, `x != known`."""
    match test:
        case ["not", *_] | ["cmp", _, "NotEq" | "NotIn", _] | ["cmp", _, "Is", ["c", None]]:
            return True
        case ["bool", _, parts]:
            return any(_is_lack(part) for part in parts)
    return False


def _refuses(body: list[Lowered]) -> bool:
    """Whether one of the statements themselves refuses."""
    return any(
        _refusal(s[2]) or (s[2][0] == "call" and _is_refusal_made(s[2]))
        for s in body
        if s[0] in {"raise", "ret"} and s[2] is not None
    )


def _is_path_test(callee: object) -> bool:
    return isinstance(callee, list) and callee[0] == "." and callee[2] in {"startswith", "endswith"}


def _is_below(path: str, text: str) -> bool:
    """Whether a text that a guard compares with can mean this path."""
    if text.startswith("/"):
        # A mounted application sees its own part of the path.
        return path == text or (len(text) > 1 and (path.startswith(text) or path.endswith(text)))
    return len(text) > 3 and path.rstrip("/").endswith(text)  # noqa: PLR2004 -- no verb


def _strictness(value: Value | None, *, inverted: bool = False) -> str:
    falsy = isinstance(value, Const) and bool(value.value) is inverted and value.value is not None
    return "optional" if falsy else "strict"


def _function(m: Machine, value: Value) -> Function | None:
    value = m.force(value)
    m.tasks.looks(value)
    match value:
        case Function() as found:
            return found
        case Bound(function=found):
            m.tasks.looks(found)
            return found
        case Instance(cls=cls):
            m.tasks.looks(cls)
            method = cls.scope.names.get("__call__")
            return method if isinstance(method, Function) else None
        case Class() as cls:
            method = cls.scope.names.get("__init__")
            return method if isinstance(method, Function) else None
    return None


def _takes_request(node: Node) -> bool:
    return any(_type_name(p.type) in _CONNECTION for p in node.parameters)


def _type_name(value: Value) -> str:
    return value.name if isinstance(value, External | Method) else ""


def walk(nodes: list[Lowered]) -> list[Lowered]:
    """Every lowered node below some nodes, functions inside included."""
    found: list[Lowered] = []
    pending: list[object] = list(nodes)
    while pending:
        node = pending.pop()
        if isinstance(node, list) and node:
            if isinstance(node[0], str):
                found.append(node)
            pending += node
    return found


def _callees(body: list[Lowered]) -> list[Lowered]:
    calls = [n for n in walk(body) if n[0] == "call" and len(n) == 5]  # noqa: PLR2004
    return [n[1] for n in calls if isinstance(n[1], list) and n[1]]


def _refusal(raised: Lowered) -> bool:
    """`raise X` or `raise X(...)` by its name or status."""
    callee = raised[1] if raised[0] == "call" else raised
    name = show(callee) if isinstance(callee, list) else ""
    return bool(_NAMED.search(name)) or (raised[0] == "call" and _is_refusal_made(raised))


def _is_refusal_made(call: Lowered) -> bool:
    """An exception (or an error response) that is made with 401 or 403."""
    name = show(call[1]) if isinstance(call[1], list) else ""
    if not re.search(r"Exception|Error|Response|Problem|abort", name):
        return False
    values = [*call[2][:2], *(value for _, value in call[3])]
    return any(_is_status(value) for value in values)


def _is_status_value(value: Value) -> bool:
    if isinstance(value, Const):
        return type(value.value) is int and value.value in {401, 403}
    name = value.name.rpartition(".")[2] if isinstance(value, External) else ""
    return bool(_STATUS.search(name) or _NAMED.search(name))


def _is_status(value: Lowered) -> bool:
    if value[0] == "c":
        return type(value[1]) is int and value[1] in {401, 403}
    return value[0] in {".", "n"} and bool(
        _STATUS.search(str(value[-1])) or _NAMED.search(str(value[-1]))
    )
