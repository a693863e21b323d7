class FakeStore:
    def __init__(self, sacks: list[str]) -> None:
        self.sacks = sacks


def fake_store() -> FakeStore:
    return FakeStore(["rye"])
