r"""A websocket was used before it was accepted or after it was closed.

Tell-tale: "Cannot call \"send\" once a close message has been sent", "WebSocket is not
           connected. Need to call \"accept\" first", "Unexpected ASGI message 'websocket.send'".
"""

import ast
from dataclasses import replace

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.calls import Found, led_to
from fe_skill.faults.looking.signs import Sign, by_signs
from fe_skill.faults.looking.source import placed, shown
from fe_skill.faults.mending import imported, replaced
from fe_skill.syntax.module import SourceModule

_SOCKETS = ("fastapi.WebSocket", "starlette.websockets.WebSocket", "fastapi.websockets.WebSocket")
_ENDS = (ast.Return, ast.Raise, ast.Break, ast.Continue)

_SIGNS = (
    Sign(
        says=(
            r"Cannot call \"?(?:send|receive)\"? once a (?:close|disconnect) "
            r"message|WebSocket is not connected|Unexpected ASGI message "
            r"""'websocket\.\w+'|Need to call \"accept\" first|Expected ASGI message """
            r"['\"]?websocket"
        ),
        what="a websocket was used before it was accepted or after it was closed",
        why=("the other end had gone, the handler had closed it, or `accept()` was never awaited"),
        mend=(
            (
                "`await websocket.accept()` first; catch `WebSocketDisconnect` around "
                "the loop, and leave it"
            ),
            ("several senders: take a socket out of the list when it disconnects; close it once"),
        ),
    ),
    Sign(
        says=(
            r"\"WebSocket [^\"]+\" 403|server rejected WebSocket connection: HTTP "
            r"403|WebSocket connection to '[^']+' failed|unexpected server "
            r"response: 403"
        ),
        what="a websocket was refused before it was accepted",
        why=(
            "no websocket route has this path, a dependency raised, or `accept()` "
            "wasn't awaited: all of them answer 403"
        ),
        mend=(
            "compare the path, with prefix and mount, with `@router.websocket(...)`",
            (
                "a proxy has to pass `Upgrade` and `Connection` on; "
                "`uvicorn[standard]` brings the protocol"
            ),
        ),
        confidence=0.7,
        aside=True,
    ),
    Sign(
        says=r"No supported WebSocket library detected|Unsupported upgrade request",
        what="the server can't speak websockets",
        why="no library for them is installed",
        mend=("`pip install 'uvicorn[standard]'`, or `websockets`",),
        aside=True,
    ),
)

_by_words = by_signs(*_SIGNS)


def recognise(case: Case) -> Diagnosis | None:
    plain = _by_words(case)
    if plain is None or plain.place is None:
        return plain
    for found in led_to(case):
        for call in found.module.inside(found.node, ast.Call):
            if _closes(case, found, call) and _goes_on(found, call):
                return _closed_before(plain, found, call)
    return plain


def _closed_before(plain: Diagnosis, found: Found, call: ast.Call) -> Diagnosis:
    return replace(
        plain,
        why="it was closed on the way, and nothing stopped what comes after",
        confidence=SURE,
        place=placed(found.module, call, found.node.name),
        evidence=(shown(found.module, call, "closes it, and goes on"), *plain.evidence[-1:]),
        mend=(
            "`raise WebSocketException(code=...)` instead: it closes the socket and ends the call",
            "or `return`, and let the caller see that it has to stop",
        ),
        edits=_raised(found.module, call),
        safe=True,
    )


def _closes(case: Case, found: Found, call: ast.Call) -> bool:
    """Whether a call closes a websocket, as far as types tell."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "close" or not case.program:
        return False
    function = case.program.function_at(found.module, found.node)
    kind = case.program.type_of(function, call.func.value) if function else None
    return kind is not None and kind.name in _SOCKETS


def _goes_on(found: Found, call: ast.Call) -> bool:
    """Whether something comes after it: below it, or in the caller of what isn't an endpoint."""
    at: ast.AST = call
    for around in found.module.parents(call):
        for block in ("body", "orelse", "finalbody"):
            beside = getattr(around, block, [])
            if isinstance(beside, list) and at in beside and at is not beside[-1]:
                return not isinstance(beside[beside.index(at) + 1], _ENDS)
        if around is found.node:
            break
        at = around
    decorators = " ".join(found.module.segment(one) for one in found.node.decorator_list)
    return ".websocket" not in decorators and not isinstance(at, ast.Try)


def _raised(module: SourceModule, call: ast.Call) -> tuple[Edit, ...]:
    """The exception that closes it, in the place of a statement that does."""
    around = module.parent(call)
    statement = module.parent(around) if isinstance(around, ast.Await) else None
    if not isinstance(statement, ast.Expr) or "code" not in {one.arg for one in call.keywords}:
        return ()
    given = ", ".join(module.segment(one) for one in call.keywords)
    raised = replaced(module, statement, f"raise WebSocketException({given})")
    return (raised, *imported(module, "fastapi", "WebSocketException"))


_CHAT = """\
from fastapi import FastAPI, WebSocket

app = FastAPI()


async def check(socket: WebSocket):
    if "key" not in socket.query_params:
        await socket.close(code=1008)


@app.websocket("/chat")
async def chat(socket: WebSocket):
    await check(socket)
    await socket.accept()
"""

FAULT = Fault(
    name="websocket-used-when-closed",
    explanation=__doc__,
    recognise=recognise,
    explains=("client-disconnected",),
    samples=(
        Sample(
            trace(
                'RuntimeError: Cannot call "send" once a close message has been sent.',
                ("/srv/app/chat.py", 12, "chat", "await websocket.send_text(text)"),
            )
        ),
        Sample(
            trace(
                'RuntimeError: Cannot call "send" once a close message has been sent.',
                ("/srv/chat.py", 14, "chat", "await socket.accept()"),
            ),
            {"chat.py": _CHAT},
            "chat.py:8",
            mended=True,
        ),
        Sample(
            'WARNING:  No supported WebSocket library detected. Please use "pip '
            "install 'uvicorn[standard]'\", or install 'websockets' or 'wsproto' "
            "manually."
        ),
    ),
    lookalikes=(Sample("starlette.websockets.WebSocketDisconnect: 1001"),),
)
