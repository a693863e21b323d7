ORIGINS = ["https://shop.example"]
