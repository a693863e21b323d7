from app.deps import greeting


def report() -> str:
    return greeting() + "!"  # <- here
