from app.orders.service import base_price  # <- or here


def discount(number: int) -> int:
    return base_price(number) // 10
