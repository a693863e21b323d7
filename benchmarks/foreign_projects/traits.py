"""Twelve traits of style, each told from a new file and the neighbour's by itself.

Lives here: TRAITS, matched.
Does not:   anything of how add-domain finds them: what it says of itself proves nothing.
"""

import ast
import re
from pathlib import Path

from fe_skill.tools.reply import WriteReply

TRAITS = (
    "files lie where the neighbour's lie",
    "schemas have the neighbour's suffixes",
    "models have the neighbour's base classes",
    "columns are declared in the neighbour's form",
    "the key is declared as the neighbour's",
    "route functions are async or not, as the neighbour's",
    "the session comes as to the neighbour",
    "the router is made as the neighbour's",
    "verbs and statuses are the neighbour's",
    "a missing row is refused as the neighbour's",
    "imports are absolute or relative, as the neighbour's",
    "tests use the project's client",
)


def matched(root: Path, reply: WriteReply) -> list[str]:
    """The traits in which the new files are like those that they followed."""
    found = re.match(r"followed `(\w+)` in (\S+)", reply.notes[0])
    if found is None:
        return []
    name, path = found.groups()
    old = (root / path).read_text()
    new = next((p for p in reply.created if _routes(root / p)), None)
    if new is None:
        return []
    text = (root / new).read_text()
    model = _class_file(root, name, reply)
    fresh = _class_file(root, _new_name(name), reply, new=True)
    seen = {
        TRAITS[0]: _like_place(path, new),
        TRAITS[1]: _suffixes(old) >= _suffixes(text) or not _suffixes(old),
        TRAITS[2]: _bases(model, name) == _bases(fresh, _new_name(name)),
        TRAITS[3]: _form(model) == _form(fresh),
        TRAITS[4]: _key(model, name) == _key(fresh, _new_name(name)),
        TRAITS[5]: _kinds(old) == _kinds(text),
        TRAITS[6]: _sessions(old) >= _sessions(text) or _sessions(old) == set(),
        TRAITS[7]: _router(old) == _router(text),
        TRAITS[8]: _verbs(old) >= _verbs(text) or len(_verbs(old)) < 5,  # noqa: PLR2004 -- not all
        TRAITS[9]: _errors(root, reply, path),
        TRAITS[10]: _dots(old) == _dots(text),
        TRAITS[11]: _client(root, reply),
    }
    return [trait for trait, held in seen.items() if held]


def _new_name(name: str) -> str:
    suffix = re.search(r"(?:DB|Model)$", name)
    return f"Gadget{suffix[0] if suffix else ''}"


def _routes(path: Path) -> bool:
    return (
        path.suffix == ".py"
        and re.search(r"^@\w+\.(get|post)\(", path.read_text(), re.MULTILINE) is not None
    )


def _like_place(old: str, new: str) -> bool:
    """The same depth, and the same folders but for one that is named for the entity."""
    one, other = old.split("/"), new.split("/")
    differing = [a for a, b in zip(one, other, strict=False) if a != b]
    return len(one) == len(other) and len(differing) <= 1


def _class_file(root: Path, name: str, reply: WriteReply, *, new: bool = False) -> str:
    paths = [root / p for p in reply.created] if new else sorted(root.rglob("*.py"))
    pattern = re.compile(rf"^class {name}\(.*\).*:", re.MULTILINE)
    for path in paths:
        if path.suffix == ".py" and ".venv" not in path.parts:
            text = path.read_text(errors="replace")
            if pattern.search(text) and re.search(r"primary_key|table=True|__tablename__", text):
                return text
    return ""


def _bases(text: str, name: str) -> list[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef) and node.name == name:
            words = [ast.unparse(b) for b in node.bases] + [ast.unparse(k) for k in node.keywords]
            stem = re.sub(r"(DB|Model)$", "", name)
            return [word.replace(stem, "@") for word in words]
    return []


def _form(text: str) -> set[str]:
    """Which of the ways to declare columns a file uses; an annotation alone is one of Mapped."""
    found = set(re.findall(r"\b(Mapped\[|= Column\(|= Field\()", text))
    return (
        found & {"Mapped[", "= Column(", "= Field("} if "table=True" not in text else {"= Field("}
    )


def _key(text: str, name: str) -> str:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef) and node.name == name:
            for each in node.body:
                if "primary_key=True" in ast.unparse(each):
                    value = getattr(each, "value", None)
                    return ast.unparse(value) if value is not None else ""
    return ""


def _functions(text: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        node
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(
            re.search(r"\.(get|post|put|patch|delete)\(", ast.unparse(d))
            for d in node.decorator_list
        )
    ]


def _kinds(text: str) -> set[str]:
    return {type(node).__name__ for node in _functions(text)}


def _suffixes(text: str) -> set[str]:
    """What stands behind an entity's name in the bodies and answers of routes."""
    words = re.findall(r"\b[A-Z]\w*?(Create\w*|Update\w*|Public|Read|Response|DTO)\b", text)
    return set(words)


def _sessions(text: str) -> set[str]:
    found = set()
    for node in _functions(text):
        for arg in [*node.args.args, *node.args.kwonlyargs]:
            said = "" if arg.annotation is None else ast.unparse(arg.annotation)
            if re.search(r"Session", said):
                found.add(f"{arg.arg}: {said}")
    return found


def _router(text: str) -> set[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("APIRouter"):
            return {str(keyword.arg) for keyword in node.keywords}
    return set()


def _verbs(text: str) -> set[str]:
    found = set()
    for node in _functions(text):
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute):
                status = [
                    ast.unparse(k.value) for k in decorator.keywords if k.arg == "status_code"
                ]
                found.add(f"{decorator.func.attr} {status}")
    return found


def _errors(root: Path, reply: WriteReply, path: str) -> bool:
    """The class that is raised for a missing row is one that the project raises for such."""
    said = re.compile(
        r"raise (\w+)\((?=[^)]*(?:404|not found))|raise (\w*NotFound\w*)\(", re.IGNORECASE
    )
    new = {
        a or b
        for p in reply.created
        if p.endswith(".py") and "test" not in p
        for a, b in said.findall((root / p).read_text())
    }
    del path
    known = {
        a or b
        for p in root.rglob("*.py")
        if str(p.relative_to(root)) not in reply.created and ".venv" not in p.parts
        for a, b in said.findall(p.read_text(errors="replace"))
    }
    return bool(new) and (new <= known or not known)


def _dots(text: str) -> bool:
    return re.search(r"^from \.", text, re.MULTILINE) is not None


def _client(root: Path, reply: WriteReply) -> bool:
    """The tests take a fixture that the project's conftest gives, where it gives one."""
    fixtures = set()
    for path in root.rglob("conftest.py"):
        if ".venv" not in path.parts:
            text = path.read_text(errors="replace")
            fixtures |= set(re.findall(r"(?:def |name=\")(\w*client\w*)", text))
    tests = [p for p in reply.created if re.search(r"(^|/)test_\w+\.py$", p)]
    if not tests:
        return False
    used = "".join((root / p).read_text() for p in tests)
    return not fixtures or any(re.search(rf"\b{name}: ", used) for name in fixtures)
