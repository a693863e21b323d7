class Shelf:
    def __init__(self) -> None:
        self.titles = ["Emma"]
