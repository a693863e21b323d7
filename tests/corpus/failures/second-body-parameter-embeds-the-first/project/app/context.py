from pydantic import BaseModel


class Audit(BaseModel):
    actor: str = "system"
