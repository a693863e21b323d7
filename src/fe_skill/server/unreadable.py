"""Answers lines that are no messages, so that who sent one doesn't wait for ever.

The SDK's transport hands such a line on as an exception and its dispatcher drops it: a lone
surrogate in one argument, or brackets nested too deep, and the client hears nothing at all.

Lives here: Readable, the stream between the transport and the dispatcher.
Does not:   reading lines (the SDK's stdio), or refusing arguments (tools/arguments.py).
"""

import json
import re
from types import TracebackType
from typing import Any, Final, Self

from mcp.shared.message import SessionMessage
from mcp.types import PARSE_ERROR, ErrorData, JSONRPCError
from pydantic import ValidationError

_ID: Final = re.compile(r'"id"\s*:\s*(\d{1,18})(?=\s*[,}])')
_EDGE: Final = 200
_WHY_LENGTH: Final = 200


class Readable:
    """`incoming` without what can't be read, which is answered on `outgoing` instead."""

    def __init__(self, incoming: Any, outgoing: Any) -> None:  # noqa: ANN401 -- private to the SDK
        self._incoming = incoming
        self._outgoing = outgoing

    @property
    def last_context(self) -> object:
        """What the dispatcher runs the handler of the last message in."""
        return getattr(self._incoming, "last_context", None)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> SessionMessage:
        while True:
            item = await anext(self._incoming)
            if isinstance(item, SessionMessage):
                return item
            if answer := _answer(item):
                await self._outgoing.send(SessionMessage(answer))

    async def receive(self) -> SessionMessage:
        """The next message."""
        return await anext(self)

    async def aclose(self) -> None:
        """Close the stream."""
        await self._incoming.aclose()

    async def __aenter__(self) -> Self:
        await self._incoming.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._incoming.__aexit__(kind, error, trace)


def _answer(error: Exception) -> JSONRPCError | None:
    """What to say about a line; None for an empty one, which says nothing itself."""
    line, why = "", str(error)
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_context=False)[0]
        line, why = str(first["input"]), first["msg"]
        if not line.strip():
            return None
    message = f"this line is no message: {ascii(why)[1:-1][:_WHY_LENGTH]}"
    return JSONRPCError(
        jsonrpc="2.0", id=_id_of(line), error=ErrorData(code=PARSE_ERROR, message=message)
    )


def _id_of(line: str) -> int | None:
    """The id of the request that `line` was meant to be; None when it isn't sure."""
    try:
        meant = json.loads(line)
    except RecursionError:
        found = _ID.findall(line[:_EDGE]) + _ID.findall(line[_EDGE:][-_EDGE:])
        return int(found[0]) if len(found) == 1 else None
    except ValueError:
        return None
    number = meant.get("id") if isinstance(meant, dict) else None
    return number if type(number) is int else None
