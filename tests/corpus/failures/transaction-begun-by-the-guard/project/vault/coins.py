from sqlalchemy.ext.asyncio import AsyncSession

from vault.tables import Coin, User


class Coins:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def mint(self, user: User) -> int:
        async with self.session.begin():  # <- here
            coin = Coin(user_id=user.id)
            self.session.add(coin)
        return coin.id
