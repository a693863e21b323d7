from app.pricing.rules import discount  # <- here

BASE = 100


def base_price(number: int) -> int:
    return BASE * number


def total(number: int) -> int:
    return base_price(number) - discount(number)
