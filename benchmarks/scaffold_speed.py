"""How long `scaffold` takes inside a running server, against plain writes of the same files.

    python benchmarks/scaffold_speed.py [rounds]

Each round makes a project over stdio with a real client (rendered, proven, journaled, synced to
disk), plans one without writing, and writes the same bytes without any of that; medians are shown.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import anyio
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client


async def measure(rounds: int, workspace: Path) -> None:
    """Print the table."""
    times: dict[str, list[float]] = {"applied": [], "planned": [], "written and synced": []}
    arguments = ["-m", "fe_skill", "serve"]
    server = StdioServerParameters(command=sys.executable, args=arguments, cwd=workspace)
    async with Client(stdio_client(server)) as client:
        for number in range(rounds + 1):
            for name, dry_run in (("planned", True), ("applied", False)):
                call = {"path": f"project-{number}", "name": "order-desk", "dry_run": dry_run}
                start = time.perf_counter()
                result = await client.call_tool("scaffold", call)
                times[name].append(time.perf_counter() - start)
                if result.is_error or result.structured_content is None:
                    raise SystemExit(str(result))
                if result.structured_content["status"] != name:
                    raise SystemExit(str(result))
            project = workspace / f"project-{number}"
            times["written and synced"].append(rewrite(project, workspace / "plain"))
    floor = statistics.median(times["written and synced"][1:])
    print(f"{'':20} {'median ms':>10} {'ratio':>6}")
    for name, taken in times.items():
        median = statistics.median(taken[1:])
        print(f"{name:20} {median * 1000:10.1f} {median / floor:6.2f}")


def rewrite(project: Path, target: Path) -> float:
    """The seconds that it takes to write the files of `project` to `target`, one by one."""
    files = {
        path.relative_to(project): path.read_bytes()
        for path in project.rglob("*")
        if path.is_file() and ".fe-skill" not in path.parts
    }
    start = time.perf_counter()
    for path, content in files.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        with (target / path).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    taken = time.perf_counter() - start
    shutil.rmtree(target)
    return taken


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        anyio.run(measure, int(sys.argv[1]) if len(sys.argv) > 1 else 15, Path(folder).resolve())
