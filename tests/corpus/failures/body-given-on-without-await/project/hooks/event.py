from dataclasses import dataclass


@dataclass
class Event:
    name: str


def event_of(values) -> Event:
    return Event(**values)
