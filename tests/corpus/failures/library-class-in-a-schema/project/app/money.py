class Money:
    def __init__(self, cents: int):
        self.cents = cents
