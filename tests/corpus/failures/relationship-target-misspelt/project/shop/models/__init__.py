from shop.models.customer import Customer
from shop.models.order import Order

__all__ = ["Customer", "Order"]
