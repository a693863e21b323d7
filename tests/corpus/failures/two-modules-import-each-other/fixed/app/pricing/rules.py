def discount(number: int) -> int:
    from app.orders.service import base_price
    return base_price(number) // 10
