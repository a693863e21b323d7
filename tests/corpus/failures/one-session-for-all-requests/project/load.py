import asyncio

from votes.poll import Poll


async def main() -> None:
    poll = Poll()
    await poll.open()
    await asyncio.gather(*(poll.vote(name) for name in ["a", "b", "c"]))
    print(await poll.count())


if __name__ == "__main__":
    asyncio.run(main())
