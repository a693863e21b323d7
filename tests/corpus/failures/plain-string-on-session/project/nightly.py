import asyncio

from cleaning.job import clean
from cleaning.session import factory


async def main() -> None:
    async with factory() as session:
        await clean(session, days=30)


if __name__ == "__main__":
    asyncio.run(main())
