"""From an empty folder to a service that answers, told step by step: `make demo`.

An MCP client starts our server, has a service with two related domains made, and does with it what
a user would: environment, migration, tests, start, requests. Anything unexpected ends the story
with exit code 1.
"""

import argparse
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import anyio
from mcp import Client, StdioServerParameters
from mcp.types import TextContent

PROJECT = "shop"
# What the agent asks for, one call after the other.
REQUESTS: Sequence[tuple[str, Mapping[str, object]]] = (
    ("scaffold", {"path": PROJECT, "description": "Orders and customers of a small shop"}),
    (
        "add-domain",
        {
            "project": PROJECT,
            "domain": "customers",
            "entities": [
                {"name": "Customer", "fields": ["name:string(200)", "email:email!unique"]},
            ],
        },
    ),
    (
        "add-domain",
        {
            "project": PROJECT,
            "domain": "orders",
            "entities": [
                {
                    "name": "Order",
                    "fields": ["number:string(20)!unique", "state:enum(open,paid)=open"],
                    "relations": ["customer>customers.Customer", "lines<OrderLine!cascade"],
                },
                {
                    "name": "OrderLine",
                    "fields": ["sku:string(40)", "quantity:int>=1", "price:decimal(10,2)>=0"],
                },
            ],
        },
    ),
)
ADA = {"email": "ada@example.com", "password": "analytical1", "full_name": "Ada Lovelace"}
HOST = "127.0.0.1"


class Unexpected(Exception):  # noqa: N818 -- it is how the story ends
    """Something did not go as the story tells."""


def chapter(title: str) -> None:
    """Open the next part of the story."""
    print(f"\n\033[1m{title}\033[0m" if sys.stdout.isatty() else f"\n{title}", flush=True)


def say(line: str, aside: str = "") -> None:
    """One line of the story, with a remark at its right."""
    print(f"   {line:<62} {aside}".rstrip(), flush=True)


def scaffold(folder: Path) -> Path:
    """Have the service made, through the server, by a client that knows nothing else of us."""
    return anyio.run(_scaffold, folder)


async def _scaffold(folder: Path) -> Path:
    command = ["-m", "fe_skill", "serve", "--root", str(folder)]
    server = StdioServerParameters(command=sys.executable, args=command, cwd=folder)
    async with Client(server) as client:
        tools = (await client.list_tools()).tools
        say(f"server speaks {client.protocol_version}", ", ".join(tool.name for tool in tools))
        for tool, arguments in REQUESTS:
            await _call(client, tool, arguments)
    return folder / PROJECT


async def _call(client: Client, tool: str, arguments: Mapping[str, object]) -> None:
    say(f"{tool} {json.dumps(dict(arguments))}")
    started = time.perf_counter()
    result = await client.call_tool(tool, dict(arguments))
    took = time.perf_counter() - started
    told = "\n".join(block.text for block in result.content if isinstance(block, TextContent))
    if result.is_error or result.structured_content is None:
        raise Unexpected(told)
    for line in told.splitlines():
        say(f"| {line}")
    say("", f"{len(result.structured_content['created'])} files in {took * 1000:.0f} ms")


class Service:
    """The service that was made, with an environment of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / ".venv" / ("Scripts" if os.name == "nt" else "bin")
        outer = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
        self.environment = {**outer, "PATH": f"{self.bin}{os.pathsep}{outer['PATH']}"}

    def run(self, *command: str) -> None:
        """Carry out a command in the project; show its last line, or all of it when it fails."""
        started = time.perf_counter()
        done = subprocess.run(
            [self.program(command[0]), *command[1:]],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Unexpected(f"$ {' '.join(command)}\n{done.stdout}{done.stderr}")
        told = [line.strip("= ") for line in done.stdout.splitlines() if not line.startswith("{")]
        last = told[-1][:60] if told else ""
        say(f"$ {' '.join(command)}", f"{time.perf_counter() - started:5.1f} s  {last}")

    def program(self, name: str) -> str:
        """A program of the service's environment; before there is one, our own Python."""
        own = self.bin / name
        return str(own) if own.exists() else sys.executable

    @contextmanager
    def serving(self) -> Iterator[int]:
        """The service, started as in production on a free port, ended as an operator would."""
        port = free_port()
        command = ("fastapi", "run", "src/main.py", "--host", HOST, "--port", str(port))
        log = self.folder / "service.log"
        with log.open("w") as output:
            child = subprocess.Popen(
                [self.program(command[0]), *command[1:]],
                cwd=self.folder,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            wait_for(port, child, log)
            say("$ " + " ".join(command))
            yield port
        finally:
            child.terminate()
            code = child.wait(timeout=15)
        # uvicorn closes down in order and then lets the signal end the process.
        if code not in {0, -signal.SIGTERM}:
            raise Unexpected(f"the service ended with {code}\n{log.read_text()}")
        say("the service was told to stop, and did")


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(port: int, child: subprocess.Popen[bytes], log: Path) -> None:
    """Return once the service says that it is ready."""
    for _ in range(150):
        if child.poll() is not None:
            break
        try:
            if request(port, "GET", "/health/ready")[0] == http.client.OK:
                return
        except OSError:
            time.sleep(0.1)
    raise Unexpected(f"the service did not get ready\n{log.read_text()}")


def request(
    port: int, method: str, path: str, body: str | None = None, **headers: str
) -> tuple[int, str, str]:
    """Status, content type and text of one answer."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read().decode()
    finally:
        connection.close()


def use(port: int) -> None:
    """Register, sign in, ask who one is; with health, metrics and a refusal around it."""
    ask = Asker(port)
    ask("GET", "/health/live", 200)
    ask("GET", "/health/ready", 200)
    ask("POST", "/api/v1/users", 201, json.dumps(ADA), Content_Type="application/json")
    form = urlencode({"username": ADA["email"], "password": ADA["password"]})
    form_type = "application/x-www-form-urlencoded"
    token = ask("POST", "/api/v1/auth/token", 200, form, Content_Type=form_type)
    bearer = "Bearer " + json.loads(token)["access_token"]
    me = json.loads(ask("GET", "/api/v1/users/me", 200, Authorization=bearer))
    if me["email"] != ADA["email"]:
        raise Unexpected(f"`me` answered {me}")
    order(ask, bearer)
    ask("GET", "/api/v1/users/me", 401)
    ask("GET", "/nothing/here", 404)
    metrics = ask("GET", "/metrics", 200)
    if 'route="/api/v1/users/me"' not in metrics:
        raise Unexpected("the metrics do not know the route `/api/v1/users/me`")


def order(ask: "Asker", bearer: str) -> None:
    """A customer orders: two domains, one relation between them and one within."""

    def post(path: str, **body: object) -> str:
        told = ask(
            "POST",
            path,
            201,
            json.dumps(body),
            Content_Type="application/json",
            Authorization=bearer,
        )
        return str(json.loads(told)["id"])

    customer = post("/api/v1/customers", name="Grace", email="grace@example.com")
    placed = post("/api/v1/orders", number="A-1", customer_id=customer)
    post("/api/v1/order-lines", order_id=placed, sku="mug", quantity=2, price="9.90")
    read = json.loads(ask("GET", f"/api/v1/orders/{placed}", 200, Authorization=bearer))
    if [line["sku"] for line in read["lines"]] != ["mug"]:
        raise Unexpected(f"the order answered {read}")


class Asker:
    """Requests that know what they expect."""

    def __init__(self, port: int) -> None:
        self.port = port

    def __call__(
        self, method: str, path: str, expected: int, body: str | None = None, **headers: str
    ) -> str:
        """The text of the answer, which has to have the `expected` status."""
        status, content_type, text = request(self.port, method, path, body, **headers)
        if status != expected:
            raise Unexpected(f"{method} {path} answered {status}, not {expected}:\n{text}")
        say(f"{method:<5}{path}", f"{status}  {content_type}")
        return text


def tell(folder: Path) -> None:
    """The story."""
    chapter("1  An agent connects over MCP and asks for a service")
    service = Service(scaffold(folder))
    chapter("2  The service gets an environment of its own")
    service.run("python", "-m", "venv", ".venv")
    service.run("python", "-m", "pip", "install", "-q", "-e", ".[dev]")
    chapter("3  Its migrations, its tests, its style")
    for command in (
        ("alembic", "upgrade", "head"),
        ("alembic", "check"),
        ("pytest", "-k", "not integration"),
        ("pytest",),
        ("ruff", "format", "--check", "."),
    ):
        service.run(*command)
    chapter("4  It serves")
    with service.serving() as port:
        use(port)


def main(words: Sequence[str] | None = None) -> int:
    """Tell the story in a folder that is kept, or in one that goes away with the story."""
    parser = argparse.ArgumentParser(description="From an empty folder to a service that answers.")
    parser.add_argument("folder", nargs="?", type=Path, help="where to leave the service")
    kept: Path | None = parser.parse_args(words).folder
    started = time.perf_counter()
    try:
        if kept:
            kept.mkdir(parents=True, exist_ok=True)
            tell(kept.resolve())
        else:
            with tempfile.TemporaryDirectory(prefix="fe-skill-demo-") as passing:
                tell(Path(passing).resolve())
    except Unexpected as end:
        print(f"\nthe demo failed: {end}", file=sys.stderr)
        return 1
    chapter(f"All of it in {time.perf_counter() - started:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
