from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass
class Offer:
    name: str
    ends: datetime


def offers() -> list[Offer]:
    today = datetime.utcnow()  # <- here
    return [Offer("spring", today + timedelta(days=3)), Offer("winter", today - timedelta(days=3))]
