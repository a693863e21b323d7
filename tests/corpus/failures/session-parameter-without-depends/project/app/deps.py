class Greeter:
    def __call__(self, name: str) -> str:
        return f"Hello, {name}"


def get_greeter() -> Greeter:
    return Greeter()
