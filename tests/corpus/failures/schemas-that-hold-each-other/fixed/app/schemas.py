from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class TeamOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    name: str
    members: list[MemberOut]


class MemberOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    name: str
