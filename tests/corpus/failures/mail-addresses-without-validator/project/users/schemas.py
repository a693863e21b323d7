from pydantic import BaseModel, EmailStr


class UserIn(BaseModel):  # <- or here
    email: EmailStr  # <- or here
