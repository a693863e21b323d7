class Store:
    sacks: list[str] = []


def open_store() -> Store:
    return Store()
