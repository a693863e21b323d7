def ground(sacks: int) -> int:
    return sacks * 40
