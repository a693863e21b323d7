from .trip import Trip
from .truck import Truck

__all__ = ["Trip", "Truck"]
