import ast
from pathlib import Path

calls = [node for node in ast.walk(ast.parse(Path("hive/starting.py").read_text())) if isinstance(node, ast.Call)]
first = next(call.args[0] for call in calls if getattr(call.func, "attr", "") == "run")
assert isinstance(first, ast.Constant), "an import string is needed"
assert first.value == "hive.web:app"
