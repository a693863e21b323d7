"""Makes an account an administrator: `python -m src.promote ada@example.com`."""

import argparse
import asyncio

from sqlalchemy import update

from src.core.database import Database
from src.core.security import Role
from src.core.settings import Settings, get_settings
from src.models import User


async def promote(settings: Settings, email: str) -> bool:
    """Give the account at `email` the role of an administrator; whether there is one."""
    database = Database(settings)
    async with database.sessions() as session:
        change = update(User).where(User.email == email.lower()).values(role=Role.ADMIN)
        result = await session.execute(change.returning(User.id))
        found = result.scalar_one_or_none() is not None
        await session.commit()
    await database.dispose()
    return found


def main(arguments: list[str] | None = None, settings: Settings | None = None) -> None:
    """Run the command; ends with status 1 when there is no such account."""
    parser = argparse.ArgumentParser(description="Make an account an administrator.")
    parser.add_argument("email", help="the address of the account")
    email: str = parser.parse_args(arguments).email
    if not asyncio.run(promote(settings or get_settings(), email)):
        parser.exit(1, f"there is no account at {email}\n")


if __name__ == "__main__":
    main()
