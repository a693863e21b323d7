PRODUCTS = [
    {"sku": "A-1", "price_cents": 1200, "description": "A lamp"},
    {"sku": "A-2", "price_cents": 900, "description": None},  # <- or here
]
