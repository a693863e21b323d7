from depot.contracts import OrderIn
from depot.store import Order


def order_of(given: OrderIn) -> Order:
    return Order(address=given.address)  # <- here
