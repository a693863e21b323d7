from app.schemas.order import OrderIn

__all__ = ["OrderIn"]
