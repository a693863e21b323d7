import asyncio

from jobs import base
from jobs.runs import finish, start


async def main() -> None:
    await base.create()
    async with base.AsyncSessionLocal() as session:
        run = await start(session)
        print(finish(run))


if __name__ == "__main__":
    asyncio.run(main())
