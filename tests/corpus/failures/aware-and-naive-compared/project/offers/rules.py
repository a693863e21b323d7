from offers.clock import now
from offers.data import Offer


def is_open(offer: Offer) -> bool:
    return offer.ends > now()
