import asyncio


class Ticker:
    def __init__(self) -> None:
        self.ticks = 0

    def start(self) -> None:
        self.task = asyncio.create_task(self.run())

    async def run(self) -> None:
        while True:
            self.ticks += 1
            await asyncio.sleep(1)
