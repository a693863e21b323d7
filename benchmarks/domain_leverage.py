"""What a call of `add-domain` costs, in time and in tokens.

    python -m benchmarks.domain_leverage

Time: planning and static proof of a domain of two entities, in a running process, on a project of
more than 200 files: the first call, the best of the next ones, and the best right after a file was
edited. Beside the clock stands the processor's time, ruff's too, which other work doesn't stretch.
Tokens, counted as a quarter of the characters: the call, the answer, and the code that it makes.
Ends with 1 when a promise is broken: 500 ms, 1:30, 400 tokens.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

from fe_skill.call import Call
from fe_skill.tools.add_domain import TOOL, add_domain
from fe_skill.tools.arguments import validated
from fe_skill.tools.reply import WriteReply
from tests.made.project import make
from tests.made.shapes import SHAPES, add

MOST_SECONDS = 0.5
LEAST_LEVERAGE = 30
MOST_REPLY = 400
CALL = {**TOOL.example, "project": "shop"}


def called(root: Path, *, dry_run: bool) -> WriteReply:
    """The answer to the call of the tool's own example."""
    given = validated(TOOL, {**CALL, "dry_run": dry_run})
    return add_domain(Call(workspace=root.parent), **given)  # type: ignore[arg-type]  # as the shells do


def timed(root: Path) -> tuple[float, float]:
    """Seconds of the processor and of the clock, for planning and static proof."""
    start, before = time.perf_counter(), _worked()
    called(root, dry_run=True)
    return _worked() - before, time.perf_counter() - start


def _worked() -> float:
    return sum(os.times()[:4])


def tokens(text: str) -> int:
    """About as many as a model counts."""
    return len(text) // 4


def speed(root: Path) -> bool:
    """Print the times; whether they keep the promise."""
    first = timed(root)
    warm = min(timed(root) for _ in range(9))
    edited = []
    for number in range(5):
        file = root / "src/domains/sales/services/sale.py"
        file.write_text(file.read_text() + f"\n# edit {number}\n")
        edited.append(timed(root))
    files = sum(1 for _ in root.rglob("*.py"))
    after = min(edited)
    print(f"project                    {files} Python files")
    for name, (worked, passed) in (
        ("first call of a process", first),
        ("next calls", warm),
        ("right after an edit", after),
    ):
        print(f"{name:26} {worked * 1000:5.0f} ms of work, {passed * 1000:5.0f} by the clock")
    return max(warm[0], after[0]) < MOST_SECONDS


def leverage(root: Path) -> bool:
    """Print the tokens; whether they keep the promise."""
    planned = called(root, dry_run=False)
    code = sum(tokens((root / path).read_text()) for path in planned.created)
    asked = tokens(json.dumps(CALL, separators=(",", ":")))
    text = tokens(planned.text())
    structured = tokens(planned.model_dump_json())
    print(f"call                       {asked:5} tokens")
    print(f"code                       {code:5} tokens in {len(planned.created)} files")
    print(f"leverage                   1:{code / asked:.0f}")
    print(f"reply                      {text:5} tokens of text, {structured} structured")
    return code / asked >= LEAST_LEVERAGE and max(text, structured) < MOST_REPLY


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        root = make(Path(folder).resolve() / "shop", verify="none")
        for shape in SHAPES[:7]:
            add(root, shape, verify="none")
        kept = (speed(root), leverage(root))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
