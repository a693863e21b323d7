from app.schemas import OrderIn


def parsed(raw: dict) -> OrderIn:
    return OrderIn.model_validate(raw)
