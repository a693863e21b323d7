from parcels.boundary.model import ApiModel


class ParcelIn(ApiModel):
    parcel_weight: int
    ship_to: str
