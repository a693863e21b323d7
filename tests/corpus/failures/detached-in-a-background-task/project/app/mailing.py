from app.tables import Order

SENT: list[str] = []


def send(order: Order) -> None:
    SENT.append(order.customer.mail)
