"""What a made service costs a request, against the least that FastAPI and SQLAlchemy need.

    cd PROJECT && PYTHONPATH=. python .../benchmarks/made_service.py [rounds]

Run it inside a made project, with the project's own environment. Both applications read the same
SQLite file in this process, without a network: CPU microseconds a request, and the share of the
hand-written application's throughput that the made one keeps. Rounds alternate; medians are shown.
The table goes to standard error: standard output gets the service's log, as in production.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Annotated, Any

from alembic import command
from alembic.config import Config
from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from src.core.security import Principal, Role, TokenKind  # type: ignore[import-not-found]
from src.core.settings import Settings  # type: ignore[import-not-found]
from src.domains.users.models import User  # type: ignore[import-not-found]
from src.domains.users.schemas import UserOut  # type: ignore[import-not-found]
from src.main import create_app  # type: ignore[import-not-found]

Message = MutableMapping[str, Any]
Application = Callable[..., Awaitable[None]]
Case = tuple[Application, str, list[tuple[bytes, bytes]]]
ROWS, REQUESTS = 200, 400


def hand_written(url: str) -> FastAPI:
    """The same two answers with nothing around them."""
    app = FastAPI()
    sessions = async_sessionmaker(create_async_engine(url), expire_on_commit=False)

    async def get_session() -> Any:  # noqa: ANN401 -- FastAPI takes the generator
        async with sessions() as session:
            yield session

    session_dep = Annotated[AsyncSession, Depends(get_session)]

    async def read_list(session: session_dep) -> Any:  # noqa: ANN401
        return (await session.execute(select(User).order_by(User.id).limit(20))).scalars().all()

    app.get("/list", response_model=list[UserOut])(read_list)

    async def nothing() -> dict[str, str]:
        return {"status": "ok"}

    app.get("/nothing")(nothing)
    return app


async def request(app: Application, path: str, headers: list[tuple[bytes, bytes]]) -> int:
    """The status of one GET."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"service"), *headers],
        "client": ("127.0.0.1", 1),
        "server": ("service", 80),
        "state": {},
    }
    status = 0

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]

    await app(scope, receive, send)
    return status


async def cost(app: Application, path: str, headers: list[tuple[bytes, bytes]]) -> float:
    """CPU microseconds of one GET."""
    start = time.process_time()
    for _ in range(REQUESTS):
        if await request(app, path, headers) != 200:  # noqa: PLR2004 -- OK
            raise SystemExit(f"{path} doesn't answer")
    return (time.process_time() - start) / REQUESTS * 1e6


async def measure(rounds: int, url: str) -> None:
    """Print the table."""
    app = create_app(Settings(_env_file=None, database_url=url, secret_key="k" * 32))
    plain = hand_written(url)
    async with app.state.database.sessions() as session:
        session.add_all(
            User(email=f"p{n}@example.com", full_name="Ada", password_hash="x", role=Role.ADMIN)  # noqa: S106
            for n in range(ROWS)
        )
        await session.commit()
        admin = (await session.execute(select(User).limit(1))).scalar_one()
    token = app.state.tokens.sign(TokenKind.ACCESS, Principal(admin.id, Role.ADMIN))
    signed = [(b"authorization", f"Bearer {token}".encode())]
    cases: dict[str, tuple[Case, Case]] = {
        "no-op": ((plain, "/nothing", []), (app, "/health/live", [])),
        "list of 20": ((plain, "/list", []), (app, "/api/v1/users", signed)),
    }
    show(f"{'':12} {'hand-written':>13} {'made':>7} {'keeps':>6}   (CPU microseconds)")
    for name, (floor, ours) in cases.items():
        taken: list[tuple[float, float]] = [
            (await cost(*floor), await cost(*ours)) for _ in range(rounds + 1)
        ][1:]
        least, most = (statistics.median(column) for column in zip(*taken, strict=True))
        keeps = statistics.median(a / b for a, b in taken)
        show(f"{name:12} {least:13.0f} {most:7.0f} {keeps:6.2f}")


def show(line: str) -> None:
    """Print a line of the table."""
    print(line, file=sys.stderr)


def main() -> None:
    """Migrate a scratch database, then measure on it."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/scratch.db"
        config = Config(Path("alembic.ini"))
        config.attributes["settings"] = Settings(_env_file=None, database_url=url)
        command.upgrade(config, "head")
        asyncio.run(measure(rounds, url))


if __name__ == "__main__":
    main()
