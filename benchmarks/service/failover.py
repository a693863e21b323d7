"""Two services behind nginx on one workspace; one is killed each five seconds while others write.

    python -m benchmarks.service.failover [--seconds 30] [--writers 8] [--readers 16]

nginx is Debian's, with its own configuration in a temporary folder. A writer adds domains to one of
four projects that all writers share; where the connection broke or the answer was "try again", it
sends the same call again, as a client does that doesn't know what became of it. Each five seconds
one service is killed with SIGKILL, by its process id, and started again; the next one once it
answers. In the end every domain
that was answered must be there whole and once: its files, its include, its migration in one line of
revisions, its change in the history. Ends with 1 when one isn't.
"""

import argparse
import asyncio
import collections
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.service.caller import Answer, Caller
from benchmarks.service.processes import free_port, ready, service, started
from fe_skill.call import Call
from fe_skill.changes.history import history
from fe_skill.tools.scaffold import scaffold

_PROJECTS = 4
_KILL_EVERY = 5.0
_OK = 200
# Another writer was faster, or holds the project: the answer says so, and to call again.
_AGAIN = frozenset({"stale-file", "project-busy"})
_NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1;
events {{ worker_connections 512; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream services {{
    server 127.0.0.1:{one} max_fails=1 fail_timeout=1s;
    server 127.0.0.1:{two} max_fails=1 fail_timeout=1s;
  }}
  server {{
    listen 127.0.0.1:{port};
    proxy_read_timeout 60s; proxy_set_header Host $host;
    location / {{ proxy_pass http://services; }}
  }}
}}
"""


@dataclass
class Story:
    """What happened."""

    written: list[tuple[str, str]] = field(default_factory=list)
    answers: collections.Counter[str] = field(default_factory=collections.Counter)
    wrong: list[str] = field(default_factory=list)


async def _persist(
    caller: Caller, tool: str, arguments: Mapping[str, object], story: Story
) -> bool:
    """Call until there is an answer to rely on; whether it is a good one."""
    while True:
        try:
            answer = await caller.tool(tool, arguments)
        except (OSError, EOFError):
            story.answers["connection lost"] += 1
            await asyncio.sleep(0.1)
            continue
        word = _word(answer)
        story.answers[f"{tool}: {word}"] += 1
        if answer.status == _OK:
            return True
        if answer.status not in (502, 503, 504) and word not in _AGAIN:
            story.wrong.append(f"{tool} {arguments}: {answer.status} {answer.body[:300]!r}")
            return False
        await asyncio.sleep(0.05)


def _word(answer: Answer) -> str:
    if answer.status in (502, 503, 504):
        return str(answer.status)
    said = answer.structured()
    problem = said.get("problem")
    return str(problem["code"] if isinstance(problem, dict) else said.get("status", "answered"))


async def _write(port: int, writer: int, until: float, story: Story) -> None:
    caller, made = Caller(port), 0
    while time.monotonic() < until:
        project, domain = f"shop{made % _PROJECTS}", f"things{writer}x{made}"
        entity = {"name": f"Thing{writer}x{made}", "fields": ["title:string"]}
        call = {"project": project, "domain": domain, "entities": [entity]}
        made += 1
        if await _persist(caller, "add-domain", call, story):
            story.written.append((project, domain))
    caller.close()


async def _read(port: int, until: float, story: Story) -> None:
    caller = Caller(port)
    while time.monotonic() < until:
        await _persist(caller, "describe-project", {"project": "shop0"}, story)
        await asyncio.sleep(0.2)
    caller.close()


async def _kill(
    services: list[subprocess.Popen[bytes]],
    commands: list[list[str]],
    ports: tuple[int, int],
    until: float,
    log: Path,
) -> int:
    kills = 0
    while time.monotonic() + _KILL_EVERY < until:
        await asyncio.sleep(_KILL_EVERY)
        which = kills % len(services)
        services[which].kill()
        services[which].wait()
        with log.open("ab") as errors:
            services[which] = subprocess.Popen(commands[which], stderr=errors)  # noqa: ASYNC220 -- starts, and doesn't wait
        kills += 1
        await ready(ports[which])
    return kills


def _faults(folder: Path, story: Story) -> list[str]:
    """What is lost, doubled or half there."""
    faults = []
    for project in sorted({project for project, _ in story.written}):
        root = folder / project
        main = (root / "src/main.py").read_text()
        versions = [path.read_text() for path in (root / "migrations/versions").glob("*.py")]
        titles = [past.title for past in history(root) if not past.undone]
        for domain in (domain for of, domain in story.written if of == project):
            found = {
                "routers": len(list((root / "src/domains" / domain).glob("routers/thing*.py"))),
                "factories": len(list((root / "tests").glob(f"{domain}_factories.py"))),
                "imports": main.count(f"from src.domains.{domain}.routers import"),
                "migrations": sum(f"create {domain}\n" in text for text in versions),
            }
            faults += [f"{project} {domain}: {n} {what}" for what, n in found.items() if n != 1]
            if titles.count(f"add-domain {domain}") > 1:
                faults.append(f"{project} {domain}: changed twice")
        faults += _branches(project, versions)
        faults += [f"{project}: {path.name}" for path in (root / ".fe-skill").glob("*ing/*")]
    return faults


def _branches(project: str, versions: list[str]) -> list[str]:
    before = [re.findall(r"^down_revision.*= (.*)$", text, re.MULTILINE)[0] for text in versions]
    twice = [one for one, times in collections.Counter(before).items() if times > 1]
    return [f"{project}: two revisions follow {one}" for one in twice]


async def _story(folder: Path, scratch: Path, options: argparse.Namespace) -> Story:
    one, two, port = free_port(), free_port(), free_port()
    configuration, log = scratch / "nginx.conf", scratch / "log.txt"
    configuration.write_text(_NGINX.format(folder=scratch, one=one, two=two, port=port))
    commands = [service(folder, one), service(folder, two)]
    nginx = [_nginx(), "-p", str(scratch), "-c", str(configuration)]
    story = Story()
    with ExitStack() as stack:
        services = [stack.enter_context(started(command, log)) for command in commands]
        stack.enter_context(started(nginx, log))
        for each in (one, two, port):
            await ready(each)
        until = time.monotonic() + options.seconds
        writers = (_write(port, number, until, story) for number in range(options.writers))
        readers = (_read(port, until, story) for _ in range(options.readers))
        killing = asyncio.create_task(_kill(services, commands, (one, two), until, log))
        await asyncio.gather(*writers, *readers)
        story.answers["kills"] = await killing
        for process in services:
            process.terminate()
            process.wait()
    return story


def _nginx() -> str:
    found = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if found is None:
        raise SystemExit("nginx isn't installed: it is Debian's package `nginx-light`")
    return found


def main() -> int:
    """Tell the story and what it left; the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--readers", type=int, default=16)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, scratch = Path(name).resolve() / "work", Path(name).resolve() / "scratch"
        folder.mkdir()
        scratch.mkdir()
        for number in range(_PROJECTS):
            scaffold(Call(workspace=folder), path=f"shop{number}")
        story = asyncio.run(_story(folder, scratch, options))
        faults = _faults(folder, story)
    for word, times in sorted(story.answers.items()):
        print(f"{times:6} {word}")
    print(f"{len(story.written)} domains written, {len(faults)} lost, doubled or half there")
    print("\n".join([*story.wrong[:5], *faults[:5]]))
    return 1 if story.wrong or faults else 0


if __name__ == "__main__":
    sys.exit(main())
