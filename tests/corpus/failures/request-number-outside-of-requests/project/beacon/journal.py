from beacon.context import request_number


def noted(text: str) -> str:
    return f"{request_number.get()} {text}"
