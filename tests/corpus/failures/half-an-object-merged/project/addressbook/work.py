from addressbook.db import Contact, Session


async def save(row: Contact) -> Contact:
    async with Session() as session:
        row = await session.merge(row)
        await session.commit()
        return row
