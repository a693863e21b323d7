from fastapi import WebSocket


class Hall:
    def __init__(self) -> None:
        self.guests: list[WebSocket] = []

    async def enter(self, socket: WebSocket) -> None:
        await socket.accept()
        self.guests.append(socket)
        await socket.send_text("welcome")
