PRICES = "data/prices.json"
