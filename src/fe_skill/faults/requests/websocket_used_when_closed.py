r"""A websocket was used before it was accepted or after it was closed.

Tell-tale: "Cannot call \"send\" once a close message has been sent", "WebSocket is not
           connected. Need to call \"accept\" first", "Unexpected ASGI message 'websocket.send'".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

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

FAULT = Fault(
    name="websocket-used-when-closed",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    explains=("client-disconnected",),
    samples=(
        Sample(
            trace(
                'RuntimeError: Cannot call "send" once a close message has been sent.',
                ("/srv/app/chat.py", 12, "chat", "await websocket.send_text(text)"),
            )
        ),
        Sample(
            'WARNING:  No supported WebSocket library detected. Please use "pip '
            "install 'uvicorn[standard]'\", or install 'websockets' or 'wsproto' "
            "manually."
        ),
    ),
    lookalikes=(Sample("starlette.websockets.WebSocketDisconnect: 1001"),),
)
