API_PREFIX = "api/v1"  # <- here
