import json
from pathlib import Path


def load(file: str) -> dict[str, int]:
    return json.loads(Path(file).read_text())
