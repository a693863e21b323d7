def price(weight: int) -> int:
    return 4 + weight
