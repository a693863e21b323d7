"""Who may do what over HTTP: the bearer's scopes, the hosts and origins, the size of a request.

Lives here: Access, Guard (the ASGI layer before everything else).
Does not:   the routes (http.py), or where a call may write (`roots` of Call).
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fe_skill.problem import Problem, Refused
from fe_skill.tools.tool import Tool

Right = Literal["read", "write"]
OPEN: Final = frozenset({"/healthz", "/readyz"})
LARGEST: Final = 4 << 20


@dataclass(frozen=True, kw_only=True)
class Access:
    """What a request must show. Without tokens everybody may do everything: loopback only."""

    write_token: str | None = None
    read_token: str | None = None
    hosts: frozenset[str]

    @property
    def closed(self) -> bool:
        """Whether a token is asked for."""
        return bool(self.write_token or self.read_token)

    def rights(self, authorization: str) -> frozenset[Right]:
        """What the bearer may do. Every token is compared, each in constant time."""
        if not self.closed:
            return frozenset({"read", "write"})
        scheme, _, given = authorization.partition(" ")
        token = given.strip() if scheme.lower() == "bearer" else ""
        may_write = _same(token, self.write_token)
        may_read = _same(token, self.read_token)
        found: frozenset[Right] = frozenset({"read", "write"}) if may_write else frozenset()
        return found | (frozenset({"read"}) if may_read else frozenset())

    def allow(
        self, tool: Tool, arguments: Mapping[str, object], headers: Mapping[str, str]
    ) -> None:
        """Let a call of `tool` with `arguments` pass.

        Raises:
            Refused: `scope-missing`.
        """
        needed: Right = "read" if tool.only_reads(arguments) else "write"
        if needed not in self.rights(headers.get("authorization", "")):
            raise Refused(
                Problem(
                    code="scope-missing",
                    what=f"this token may not make this call of `{tool.name}`",
                    why=f"the call needs the scope `{needed}`",
                    mend="use a token with that scope, or ask for nothing that writes or executes",
                )
            )


_Refusal = tuple[int, str, str, str]
_STRANGE_HOST: Final = (
    421,
    "host-unknown",
    "this service isn't known under that host name",
    "start the service with `--name` and the name that it is called by",
)
_STRANGE_ORIGIN: Final = (
    403,
    "origin-unknown",
    "a page of that origin may not call this service",
    "call from a page of a host that `--name` names, or without a browser",
)
_NO_TOKEN: Final = (
    401,
    "token-missing",
    "the request shows no token that this service knows",
    "send `Authorization: Bearer <token>`",
)
_TOO_LARGE: Final = (
    413,
    "request-too-large",
    f"a request holds {LARGEST} bytes at the most",
    "send less in one request",
)


class Guard:
    """Refuses what shows no right, a strange host or origin, or too much, before it is read."""

    def __init__(self, app: ASGIApp, *, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): v.decode("latin-1") for name, v in scope["headers"]}
        if refusal := self._refusal(scope["path"], headers):
            await _answer(send, *refusal)
            return
        sent = _Sent(send)
        try:
            await self._app(scope, _Counted(receive), sent)
        except TooLargeError:
            if sent.started:
                raise
            await _answer(send, *_TOO_LARGE)

    def _refusal(self, path: str, headers: Mapping[str, str]) -> _Refusal | None:
        if _name(headers.get("host", "")) not in self._access.hosts:
            return _STRANGE_HOST
        origin = headers.get("origin")
        if origin is not None and _name(origin.partition("://")[2]) not in self._access.hosts:
            return _STRANGE_ORIGIN
        if path not in OPEN and not self._access.rights(headers.get("authorization", "")):
            return _NO_TOKEN
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST:
            return _TOO_LARGE
        return None


class TooLargeError(Exception):
    """A body without a length turned out to be too large."""


class _Counted:
    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._read = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._read += len(message.get("body", b""))
        if self._read > LARGEST:
            raise TooLargeError
        return message


class _Sent:
    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def __call__(self, message: Message) -> None:
        self.started = True
        await self._send(message)


async def _answer(send: Send, status: int, code: str, why: str, mend: str) -> None:
    problem = {"code": code, "what": "the request was refused", "why": why, "mend": mend}
    body = json.dumps({"problem": problem}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    if status == 401:  # noqa: PLR2004 -- the status is its name
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _same(given: str, token: str | None) -> bool:
    return bool(token) and hmac.compare_digest(given.encode(), (token or "").encode())


def _name(host: str) -> str:
    """The host without its port."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    return name.strip("[]").lower()
