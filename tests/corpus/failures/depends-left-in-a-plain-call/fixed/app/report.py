from app.deps import get_source, greeting


def report() -> str:
    return greeting(get_source()) + "!"
