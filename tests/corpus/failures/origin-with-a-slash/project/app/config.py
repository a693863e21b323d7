ORIGINS = ["https://shop.example/"]  # <- here
