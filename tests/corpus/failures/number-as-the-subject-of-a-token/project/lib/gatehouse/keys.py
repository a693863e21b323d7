KEY = "a key that is long enough for its algorithm"
ALGORITHM = "HS256"
