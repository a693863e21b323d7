def total() -> int:
    return 12
