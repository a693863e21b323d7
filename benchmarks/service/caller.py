"""A caller of the HTTP service that costs little: one connection, kept open, and plain bytes.

Lives here: Caller, Answer, and the two ways to call a tool.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass

_VERSION = "2026-07-28"
_TOO_LONG = 120.0


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes

    def structured(self) -> dict[str, object]:
        """The tool's structured result, from either door."""
        value = json.loads(self.body)
        result: dict[str, object] = value.get("result", {}).get("structuredContent", value)
        return result

    def refused(self) -> bool:
        """Whether it is anything but the tool's own result."""
        return self.status != 200 or b'"isError":true' in self.body or b'"error":' in self.body[:40]  # noqa: PLR2004 -- the status is its name


class Caller:
    """One client. It connects when it must and again when the connection was lost."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def tool(self, name: str, arguments: Mapping[str, object]) -> Answer:
        """Call `POST /tools/{name}`."""
        return await self._post(f"/tools/{name}", arguments, {})

    async def mcp(self, name: str, arguments: Mapping[str, object]) -> Answer:
        """Call the tool over MCP."""
        client = {"name": "load", "version": "1"}
        meta = {"protocolVersion": _VERSION, "clientCapabilities": {}, "clientInfo": client}
        params = {
            "name": name,
            "arguments": arguments,
            "_meta": {f"io.modelcontextprotocol/{key}": value for key, value in meta.items()},
        }
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        headers = {
            "accept": "application/json, text/event-stream",
            "mcp-protocol-version": _VERSION,
            "mcp-method": "tools/call",
            "mcp-name": name,
        }
        return await self._post("/mcp", message, headers)

    async def _post(self, path: str, value: object, headers: Mapping[str, str]) -> Answer:
        body = json.dumps(value).encode()
        said = {
            "host": f"127.0.0.1:{self._port}",
            "content-type": "application/json",
            "content-length": str(len(body)),
            **headers,
        }
        lines = [f"POST {path} HTTP/1.1", *(f"{name}: {text}" for name, text in said.items())]
        request = "\r\n".join([*lines, "", ""]).encode() + body
        try:
            return await asyncio.wait_for(self._exchange(request), _TOO_LONG)
        except BaseException:
            self.close()
            raise

    async def _exchange(self, request: bytes) -> Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
        answer = Answer(int(head[0].split()[1]), await _body(reader, headers))
        if headers.get("connection") == "close":
            self.close()
        return answer

    def close(self) -> None:
        """Let the connection go."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if "chunked" not in headers.get("transfer-encoding", ""):
        return await reader.readexactly(int(headers.get("content-length", "0")))
    parts = []
    while size := int(await reader.readline(), 16):
        parts.append(await reader.readexactly(size))
        await reader.readline()
    await reader.readline()
    return b"".join(parts)
