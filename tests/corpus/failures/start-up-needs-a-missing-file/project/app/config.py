PRICES = "data/price.json"  # <- here
