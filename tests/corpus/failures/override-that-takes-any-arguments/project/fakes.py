class FakeStore:
    def __init__(self, sacks: list[str]) -> None:
        self.sacks = sacks


def fake_store(*args, **kwargs) -> FakeStore:  # <- here
    return FakeStore(["rye"])
