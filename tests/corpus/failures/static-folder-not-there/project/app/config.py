STATIC = "app/static"  # <- here
