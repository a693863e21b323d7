STATIC = "app/assets"
