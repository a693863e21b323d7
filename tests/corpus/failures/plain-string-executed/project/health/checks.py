ALL = {"database": "SELECT 1"}  # <- or here
