from pydantic import BaseModel

from post.shapes.address import Address


class Letter(BaseModel):
    to: Address
