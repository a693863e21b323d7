from app.models.customer import Customer
from app.schemas.customer import CustomerIn


async def create(session, body: CustomerIn) -> int:
    customer = Customer(**body.model_dump())
    session.add(customer)
    await session.commit()
    return customer.id
