"""Runs inside a target's own interpreter: tells of dotted names whether they are there.

Stands alone: it may import nothing of ours, for it runs where we aren't installed. The argument is
a JSON file with a list of names; the last line of its output is the answer.
"""

import contextlib
import importlib
import inspect
import io
import json
import sys
from pathlib import Path
from typing import Any

MODULES: dict[str, Any] = {}


def module_of(name: str) -> Any:  # noqa: ANN401 -- a module or nothing
    """The module, or None: not importable here."""
    if name not in MODULES:
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                MODULES[name] = importlib.import_module(name)
        except BaseException:  # noqa: BLE001 -- a target's import may do anything, exit too
            MODULES[name] = None
    return MODULES[name]


def safely_told(name: str) -> str:
    """The same; an object that answers for itself may raise at a mere look."""
    try:
        return told(name)
    except Exception:  # noqa: BLE001
        return "unknown"


def told(name: str) -> str:
    """Whether a name is there, is local to a function, is missing, or can't be checked."""
    parts = name.split(".")
    found = module_of(parts[0])
    for at in range(1, len(parts)):
        if found is None:
            return "unknown"
        if inspect.isfunction(inspect.unwrap(found) if callable(found) else found):
            return "local"
        found, word = step(found, parts[at], ".".join(parts[: at + 1]))
        if word:
            return word
    return "there" if found is not None else "unknown"


def step(found: Any, part: str, name: str) -> tuple[Any, str]:  # noqa: ANN401
    """An attribute or submodule, and what to tell already; attributes come first, as in code."""
    fields = getattr(found, "model_fields", None) if inspect.isclass(found) else None
    if isinstance(fields, dict) and part in fields:
        return None, "there"
    if part.startswith("__") and not part.endswith("__"):
        part = f"_{getattr(found, '__name__', '').lstrip('_')}{part}"
    try:
        inner = getattr(found, part)
    except Exception:  # noqa: BLE001 -- a module's own `__getattr__` may do anything
        if not inspect.ismodule(found) or not hasattr(found, "__path__"):
            return None, "missing"
        return module_of(name), ""
    return inner, "there" if inner is None else ""


def main() -> None:
    """Check each name."""
    names = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    answer = {name: safely_told(name) for name in names}
    print("\n" + json.dumps(answer))


if __name__ == "__main__":
    main()
