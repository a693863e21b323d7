from app import sums


class Service:
    async def total(self) -> int:
        return await sums.total()
