class Discount:
    __slots__ = ("percent",)

    def __init__(self, percent: int) -> None:
        self.percent = percent


def cart() -> dict[str, object]:
    return {"total": 12, "discount": Discount(5).percent}
